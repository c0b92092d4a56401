"""Sentences about what conditions cost, and from which size training data pay."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from learning_curves.columns import CURVE, rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.report.naming import capitalise, name_data_set
from learning_curves.vocabulary import Vocabulary, add_spaces

# Regions with ratios below the first and above the second are counted.
LITTLE, MUCH = 2, 10


def condition_costs(
    effects: pd.DataFrame,
    of_regions: pd.DataFrame,
    against: pd.DataFrame,
    lacking: Mapping[tuple[str, str, int], str],
    vocabulary: Vocabulary,
) -> dict[str, list[str]]:
    """Say what every condition costs the method that is best under the first one, by data set.

    Parameters
    ----------
    effects : DataFrame
        As `condition_effects` returns it.
    of_regions : DataFrame
        As `region_effects` returns it.
    against : DataFrame
        As `against_best` returns it.
    lacking : Mapping[tuple[str, str, int], str]
        Data set, condition and size -> a sentence about what training data lack there.
    """
    effects = rows_of(effects, metric=vocabulary.error)
    said: dict[str, list[str]] = {}
    for (data_set, condition), rows in effects.groupby(["data_set", "condition"], sort=False):
        size = rows["size"].max()
        first = rows["first_condition"].iloc[0]
        here = {"data_set": data_set, "size": size}
        best = rows_of(against, condition=first, metric=vocabulary.error, **here)["best"]
        found = rows_of(rows, size=size)
        found = found[found["method"].isin(best)]
        if len(found):
            of_method = rows_of(rows, method=found["method"].iloc[0])
            fewest = of_method["size"].min()
            effect, called = found.iloc[0], vocabulary.regions.get(str(condition), "")
            cost = _cost(effect, fewest, called, vocabulary)
            cell = {name: effect[name] for name in (*CURVE, "size")}
            each = rows_of(of_regions, metric=vocabulary.error, **cell).dropna(subset="ratio")
            more = lacking.get((str(data_set), str(condition), int(size)), "")
            words = f"{cost}{_by_region(effect, each, called)}{more}"
            said.setdefault(add_spaces(str(data_set)), []).append(words)
    return said


def labels_against_none(crossings: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Say from how many training samples a method first beats going without labels.

    Parameters
    ----------
    crossings : DataFrame
        As `break_even` returns it.
    """
    crossings = rows_of(crossings, metric=vocabulary.error)
    facets = list_facets(crossings)
    return {
        label_facet(facet, facets): [_pays(select_facet(crossings, facet), vocabulary)]
        for facet in facets
    }


def _cost(effect: pd.Series, fewest: int, regions: str, vocabulary: Vocabulary) -> str:
    """Say what a condition costs; `fewest` is the smallest size of the method."""
    words = vocabulary.describe_condition(effect["condition"])
    size, first = effect["size"], add_spaces(effect["first_condition"])
    method = vocabulary.label_method(effect["method"])
    which = f"{method} with {size:,} {vocabulary.sizes} of {name_data_set(effect)}"
    if pd.isna(effect["ratio"]):
        return (
            f"{vocabulary.under} {words}: {which} is not compared with {first}, for no "
            f"{vocabulary.repetition} completed under both."
        )
    several = regions and effect["n_pairs"] > 1
    mean = f"on average over {effect['n_pairs']} {regions}, " if several else ""
    times = f"{effect['ratio']:.3g} times as much as under {first}"
    start = f"{vocabulary.under} {words}: {mean}{which} errs {times}"
    if pd.isna(effect["ratio_low"]):
        one = "region" if regions else vocabulary.repetition
        return f"{start} (one {one}, so without an interval)."
    interval = f"95 % interval {effect['ratio_low']:.3g} to {effect['ratio_high']:.3g}"
    same = effect["same_error_at"]
    if pd.isna(same):
        return f"{start} ({interval})."
    low, high = effect["same_error_at_low"], effect["same_error_at_high"]
    if np.isinf(low):
        return f"{start} ({interval}), and no measured size gives so little there."
    if high == fewest:
        return f"{start} ({interval}), and no less than with the {fewest:,} fewest measured there."
    # What lies below the smallest size is not distinguished from it.
    has_lower = low > fewest
    if np.isinf(same):
        more = f"{low:,.0f} or more" if has_lower else "or any number"
        return f"{start} ({interval}), as with more than measured there ({more})."
    if np.isinf(high):
        ends = f"{low:,.0f} or more" if has_lower else "or any number"
    else:
        ends = f"{low:,.0f} to {high:,.0f}" if has_lower else f"up to {high:,.0f}"
    about = f"{same:,.0f}" if round(same) > fewest else f"{fewest:,} or fewer"
    return f"{start} ({interval}), as with {about} {vocabulary.sizes} there ({ends})."


def _by_region(effect: pd.Series, of_regions: pd.DataFrame, regions: str) -> str:
    """Say how much regions differ, and what to expect of another one."""
    ratios = of_regions["ratio"]
    if len(ratios) < 2:
        return ""
    if pd.isna(effect["next_region_low"]):
        of_each = zip(of_regions["region"], ratios, strict=True)
        return f" By region: {', '.join(f'{name} {ratio:.2g} times' for name, ratio in of_each)}."
    little, much = (ratios < LITTLE).sum(), (ratios > MUCH).sum()
    low, high = effect["next_region_low"], effect["next_region_high"]
    return (
        f" They differ: {ratios.min():.2g} to {ratios.max():.2g} times, less than twice on "
        f"{little} of {len(ratios)} {regions} and more than ten times on {much}. Another one of "
        f"these {regions} would err {low:.2g} to {high:.2g} times as much (95 % prediction "
        "interval for a single one)."
    )


def _pays(crossings: pd.DataFrame, vocabulary: Vocabulary) -> str:
    crossings = crossings[crossings["break_even"].notna()]
    if crossings.empty:
        return "Not compared: no method shares two sizes with one without."
    least = crossings["error_label_free"].min()
    rows = crossings[crossings["error_label_free"] == least].sort_values(
        ["break_even", "break_even_high"], kind="stable"
    )
    row = rows.iloc[0]
    error = f"{vocabulary.error_name} {least:.3g} on {name_data_set(row)}"
    without = (
        f"{vocabulary.label_method(row['label_free'])}, which goes without "
        f"{vocabulary.training_data} ({error})"
    )
    if np.isinf(row["break_even"]):
        return _not_shown(rows, without, vocabulary)
    at, low, high = row[["break_even", "break_even_low", "break_even_high"]]
    smallest = row["smallest_size"]
    start = f"{capitalise(vocabulary.label_method(row['method']))} beats {without}"
    if low == high == smallest:
        return (
            f"{start} with {low:,.0f} {vocabulary.sizes} already, the fewest that both were given."
        )
    about = f"about {at:,.0f}" if round(at) > smallest else f"{smallest:,.0f} or fewer"
    from_on = f"from {about} {vocabulary.sizes} on"
    if pd.isna(low):
        return f"{start} {from_on} (one run at a size)."
    if np.isinf(high):
        least = f"95 % interval {low:,.0f} or more" if low > smallest else "the interval is open"
        return f"{start} {from_on}, but that is not shown ({least})."
    ends = f"{low:,.0f} to {high:,.0f}" if low > smallest else f"up to {high:,.0f}"
    return f"{start} {from_on} (95 % interval {ends})."


def _not_shown(crossings: pd.DataFrame, without: str, vocabulary: Vocabulary) -> str:
    """Say that no mean beats going without labels, and whether one may nevertheless."""
    low = crossings["break_even_low"].min()
    if np.isinf(low):
        return f"Within the measured sizes no method beats {without}."
    start = f"No method is shown to beat {without}"
    if pd.isna(low):
        return f"{start} (one run at a size)."
    if low <= crossings["smallest_size"].min():
        return f"{start} within the measured sizes."
    return f"{start}; if at all, with {low:,.0f} or more {vocabulary.sizes}."
