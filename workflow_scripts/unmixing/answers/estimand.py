"""What every error and every answer of a study is of."""

from collections.abc import Sequence

import pandas as pd

from unmixing.evaluation.runs import regions_of
from unmixing.evaluation.tables import CURVE

OF_RUNS = (
    "mean over completed runs; pixels of this image, drawn at random unless the condition says "
    "otherwise"
)
ESTIMAND = f"geometric {OF_RUNS}"
# So many regions are named.
MOST_NAMED = 4


def estimand_of(regions: Sequence[str]) -> str:
    """Say what the errors and answers of one scene and condition are of.

    Parameters
    ----------
    regions : where labels come from; empty where that is anywhere
    """
    if not regions:
        return ESTIMAND
    if len(regions) == 1:
        return f"geometric mean over completed runs with labels of one region, {regions[0]}"
    named = f" ({', '.join(regions)})" if len(regions) <= MOST_NAMED else ""
    return (
        f"geometric mean over the {len(regions)} regions of this image that labels come from"
        f"{named}, of each over its completed runs"
    )


def estimand_of_all(runs: pd.DataFrame, estimand: str = ESTIMAND) -> str:
    """Say what the errors and answers of a study are of, all conditions together.

    Parameters
    ----------
    runs : as the table of this name
    estimand : what is said of conditions without regions
    """
    axes = [runs[axis] for axis in CURVE]
    regions = regions_of(runs).groupby(axes).nunique()
    counts = regions[regions > 0].groupby(level="condition", sort=False).agg(["min", "max"])
    said = [
        f"{str(condition).replace('_', ' ')}: {_range(*of_curves)} regions"
        for condition, of_curves in counts.iterrows()
    ]
    return f"{estimand} ({'; '.join(said)})" if said else estimand


def _range(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} to {most}"
