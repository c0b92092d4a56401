"""Sentences about what conditions cost, and from which size training data pay."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import ONE_RUN
from learning_curves.columns import CURVE, rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.report.naming import say_ends, say_size
from learning_curves.vocabulary import Vocabulary, add_spaces, capitalise


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
    under = vocabulary.under
    here, first = (
        f"{under} {vocabulary.describe_condition(effect[name])}"
        for name in ("condition", "first_condition")
    )
    first = first[:1].lower() + first[1:]
    size, method = effect["size"], vocabulary.label_method(effect["method"])
    if pd.isna(effect["ratio"]):
        return (
            f"{here}, {method} is not compared with what it does {first}, for no "
            f"{vocabulary.repetition} completed both with {size:,} {vocabulary.sizes}."
        )
    several = regions and effect["n_pairs"] > 1
    mean = f", averaged over {effect['n_pairs']} {regions}" if several else ""
    which = f"{method} with {size:,} {vocabulary.sizes}"
    start = f"{here}, {which} errs {effect['ratio']:.2g} times as much as {first}"
    if pd.isna(effect["ratio_low"]):
        one = "region" if regions else vocabulary.repetition
        return f"{start} (one {one}, so no interval)."
    start = f"{start} ({effect['ratio_low']:.2g} to {effect['ratio_high']:.2g}){mean}."
    same, low, high = (
        effect[name] for name in ("same_error_at", "same_error_at_low", "same_error_at_high")
    )
    if pd.isna(same):
        return start
    if np.isinf(low):
        return f"{start} There, no measured number errs so little."
    if high == fewest:
        return f"{start} There, even the fewest measured, {fewest:,}, do no worse."
    if np.isinf(same):
        alike, high = "more than were measured", np.inf
    else:
        alike = say_size(same, fewest)
    return f"{start} There, {alike} do as well{say_ends(low, high, fewest)}."


def _by_region(effect: pd.Series, of_regions: pd.DataFrame, regions: str) -> str:
    """Say how much regions differ, and what to expect of another one."""
    ratios = of_regions["ratio"]
    if len(ratios) < 2:
        return ""
    if pd.isna(effect["next_region_low"]):
        of_each = zip(of_regions["region"], ratios, strict=True)
        return f" By region: {', '.join(f'{name} {ratio:.2g} times' for name, ratio in of_each)}."
    low, high = effect["next_region_low"], effect["next_region_high"]
    return (
        f" Single {regions or 'regions'} range from {ratios.min():.2g} to {ratios.max():.2g} "
        f"times, and another one is expected between {low:.2g} and {high:.2g} times."
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
    without = (
        f"{vocabulary.label_method(row['label_free'])}, which takes no {vocabulary.training_data} "
        f"({vocabulary.error_name} {least:.3g})"
    )
    if np.isinf(row["break_even"]):
        return _not_shown(rows, without, vocabulary)
    at, low, high = row[["break_even", "break_even_low", "break_even_high"]]
    smallest, method = row["smallest_size"], vocabulary.label_method(row["method"])
    if low == high == smallest:
        return (
            f"{capitalise(method)} beats {without} with {low:,.0f} {vocabulary.sizes} already, the "
            "fewest that both were given."
        )
    start = (
        f"From {say_size(at, smallest)} {vocabulary.sizes} on{say_ends(low, high, smallest)}, "
        f"{method}"
    )
    if np.isinf(high):
        return f"{start} seems to beat {without}, but that is not shown."
    return f"{start} beats {without}."


def _not_shown(crossings: pd.DataFrame, without: str, vocabulary: Vocabulary) -> str:
    """Say that no mean beats going without labels, and whether one may nevertheless."""
    low = crossings["break_even_low"].min()
    if np.isinf(low):
        return f"No method beats {without} with the {vocabulary.sizes} measured."
    start = f"No method is shown to beat {without}"
    if pd.isna(low):
        return f"{start} ({ONE_RUN})."
    if low <= crossings["smallest_size"].min():
        return f"{start} with the {vocabulary.sizes} measured."
    return f"{start}: if at all, it takes {low:,.0f} {vocabulary.sizes} or more."
