"""Sentences about what conditions cost, and from how many labels on labels pay."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from unmixing.evaluation.tables import CURVE, METRIC, rows_of
from unmixing.figures.facets import facet_label, facets_of, of_facet
from unmixing.figures.names import method_label
from unmixing.report.naming import scene_of

# Regions with less than this ratio are counted, and those with more than the other.
LITTLE, MUCH = 2, 10
# An endmember of which labelled pixels hold less than this share of what test pixels hold is said
# to be lacking.
LACKING = 0.5


def condition_costs(
    effects: pd.DataFrame,
    of_regions: pd.DataFrame,
    against: pd.DataFrame,
    splits: pd.DataFrame,
    conditions: Mapping[str, str],
    regions: Mapping[str, str],
    endmembers: Mapping[str, Sequence[str]],
) -> dict[str, list[str]]:
    """Say what every condition costs the method that is best under the first, by scene.

    Parameters
    ----------
    effects : as `condition_effects` returns it
    of_regions : as `region_effects` returns it
    against : as `against_best` returns it
    splits : what labelled and test pixels hold
    conditions : name -> which pixels are labelled, in words
    regions : name -> what the regions that labels come from are called; empty for anywhere
    endmembers : scene -> names of its endmembers
    """
    effects = rows_of(effects, metric=METRIC)
    said: dict[str, list[str]] = {}
    for (scene, condition), rows in effects.groupby(["scene", "condition"], sort=False):
        size = rows["n_train_pixels"].max()
        first = rows["first_condition"].iloc[0]
        here = {"scene": scene, "n_train_pixels": size}
        best = rows_of(against, condition=first, metric=METRIC, **here)["best"]
        found = rows_of(rows, n_train_pixels=size)
        found = found[found["model"].isin(best)]
        if len(found):
            of_model = rows_of(rows, model=found["model"].iloc[0])
            fewest = of_model["n_train_pixels"].min()
            effect, called = found.iloc[0], regions[str(condition)]
            cost = _cost(effect, fewest, conditions[str(condition)], called)
            cell = {name: effect[name] for name in (*CURVE, "n_train_pixels")}
            each = rows_of(of_regions, metric=METRIC, **cell).dropna(subset="ratio")
            lacking = _lacking(rows_of(splits, condition=condition, **here), endmembers[str(scene)])
            words = f"{cost}{_by_region(effect, each, called)}{lacking}"
            said.setdefault(str(scene).replace("_", " "), []).append(words)
    return said


def labels_against_none(crossings: pd.DataFrame) -> dict[str, list[str]]:
    """Say from how many labelled pixels on the first method to pay beats going without labels.

    Parameters
    ----------
    crossings : as `break_even` returns it
    """
    crossings = rows_of(crossings, metric=METRIC)
    facets = facets_of(crossings)
    return {facet_label(facet, facets): [_pays(of_facet(crossings, facet))] for facet in facets}


def _cost(effect: pd.Series, fewest: int, words: str, regions: str) -> str:
    """Say what a condition costs, where methods were measured with so many labels or more."""
    size, first = effect["n_train_pixels"], effect["first_condition"].replace("_", " ")
    model = method_label(effect["model"])
    which = f"{model} with {size:,} labelled pixels of {scene_of(effect)}"
    if pd.isna(effect["ratio"]):
        return (
            f"Labels on {words}: {which} is not compared with {first}, for no seed completed under "
            "both."
        )
    several = regions and effect["n_pairs"] > 1
    mean = f"on average over {effect['n_pairs']} {regions}, " if several else ""
    times = f"{effect['ratio']:.3g} times as much as under {first}"
    start = f"Labels on {words}: {mean}{which} errs {times}"
    if pd.isna(effect["ratio_low"]):
        return f"{start} (one {'region' if regions else 'seed'}, so without an interval)."
    interval = f"95 % interval {effect['ratio_low']:.3g} to {effect['ratio_high']:.3g}"
    same = effect["same_error_at"]
    if pd.isna(same):
        return f"{start} ({interval})."
    low, high = effect["same_error_at_low"], effect["same_error_at_high"]
    if np.isinf(low):
        return f"{start} ({interval}), and no measured number of labels gives so little there."
    if high == fewest:
        return f"{start} ({interval}), and no less than with the {fewest:,} fewest measured there."
    # What lies below the smallest size is not told apart from it.
    has_lower = low > fewest
    if np.isinf(same):
        more = f"{low:,.0f} or more" if has_lower else "or any number"
        return f"{start} ({interval}), as with more than measured there ({more})."
    if np.isinf(high):
        ends = f"{low:,.0f} or more" if has_lower else "or any number"
    else:
        ends = f"{low:,.0f} to {high:,.0f}" if has_lower else f"up to {high:,.0f}"
    about = f"{same:,.0f}" if round(same) > fewest else f"{fewest:,} or fewer"
    return f"{start} ({interval}), as with {about} labelled pixels there ({ends})."


def _by_region(effect: pd.Series, of_regions: pd.DataFrame, regions: str) -> str:
    """Say how much regions differ, and what another one would bring."""
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


def _lacking(splits: pd.DataFrame, endmembers: Sequence[str]) -> str:
    """Say which endmember the labelled pixels hold much less of than the test pixels."""
    shares = pd.DataFrame(
        {
            part: [splits[f"class{i}_{part}"].mean() for i in range(len(endmembers))]
            for part in ("labelled", "test")
        },
        index=endmembers,
    )
    held = shares["labelled"] / shares["test"].where(shares["test"] > 0)
    if not held.min() < LACKING:
        return ""
    worst = held.idxmin()
    labelled, tested = 100 * shares.loc[worst]
    return (
        f" Its labelled pixels hold {labelled:.1f} % of {worst} on average, the test pixels "
        f"{tested:.1f} %."
    )


def _pays(crossings: pd.DataFrame) -> str:
    crossings = crossings[crossings["break_even"].notna()]
    if crossings.empty:
        return "Not compared: no method shares two sizes with one without."
    least = crossings["error_label_free"].min()
    rows = crossings[crossings["error_label_free"] == least].sort_values(
        ["break_even", "break_even_high"], kind="stable"
    )
    row = rows.iloc[0]
    error = f"RMSE {least:.3g} on {scene_of(row)}"
    without = f"{method_label(row['label_free'])}, which goes without labels ({error})"
    if np.isinf(row["break_even"]):
        return _not_shown(rows, without)
    at, low, high = row[["break_even", "break_even_low", "break_even_high"]]
    model, smallest = method_label(row["model"]), row["smallest_size"]
    start = f"{model[0].upper()}{model[1:]} beats {without}"
    if low == high == smallest:
        return f"{start} with {low:,.0f} labelled pixels already, the fewest that both were given."
    about = f"about {at:,.0f}" if round(at) > smallest else f"{smallest:,.0f} or fewer"
    from_on = f"from {about} labelled pixels on"
    if pd.isna(low):
        return f"{start} {from_on} (one run at a size)."
    if np.isinf(high):
        least = f"95 % interval {low:,.0f} or more" if low > smallest else "the interval is open"
        return f"{start} {from_on}, but that is not shown ({least})."
    ends = f"{low:,.0f} to {high:,.0f}" if low > smallest else f"up to {high:,.0f}"
    return f"{start} {from_on} (95 % interval {ends})."


def _not_shown(crossings: pd.DataFrame, without: str) -> str:
    """Say that no method beats one without labels by its mean, and whether it may all the same."""
    low = crossings["break_even_low"].min()
    if np.isinf(low):
        return f"Within the measured sizes no method beats {without}."
    start = f"No method is shown to beat {without}"
    if pd.isna(low):
        return f"{start} (one run at a size)."
    if low <= crossings["smallest_size"].min():
        return f"{start} within the measured sizes."
    return f"{start}; if at all, with {low:,.0f} or more labelled pixels."
