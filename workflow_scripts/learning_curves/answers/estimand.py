"""The estimand: what the errors and answers of a study are means over."""

from collections.abc import Sequence

import pandas as pd

from learning_curves.columns import CURVE
from learning_curves.groups import Groups
from learning_curves.runs import find_regions
from learning_curves.vocabulary import Vocabulary, add_spaces

# Up to this many regions are named.
MOST_NAMED = 4


def mean_over_runs(vocabulary: Vocabulary) -> str:
    """Describe the mean of errors if training data come from anywhere."""
    drawn = f", on {vocabulary.drawn_from}" if vocabulary.drawn_from else ""
    return f"mean over completed runs{drawn}"


def geometric_mean(vocabulary: Vocabulary) -> str:
    """Describe the estimand if training data come from anywhere."""
    return f"geometric {mean_over_runs(vocabulary)}"


def describe_estimand(
    regions: Sequence[str], vocabulary: Vocabulary, groups: Groups | None = None
) -> str:
    """Describe the estimand of one data set and condition.

    Parameters
    ----------
    regions : Sequence[str]
        Regions that training data come from; empty if from anywhere.
    groups : Groups or None
        Those that repetitions divide.
    """
    if groups is not None:
        among = vocabulary.count_groups(groups.n_all.min())
        return f"geometric mean over choices among {among}, each tested on others"
    if not regions:
        return geometric_mean(vocabulary)
    if len(regions) == 1:
        return (
            f"geometric mean over completed runs with {vocabulary.training_data} of one region, "
            f"{regions[0]}"
        )
    named = f" ({', '.join(regions)})" if len(regions) <= MOST_NAMED else ""
    return (
        f"geometric mean over the {len(regions)} regions that {vocabulary.training_data} come from"
        f"{named}, of each over its completed runs"
    )


def describe_study_estimand(runs: pd.DataFrame, estimand: str) -> str:
    """Describe the estimand of a study with all its conditions.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    estimand : str
        The estimand of conditions without regions.
    """
    axes = [runs[axis] for axis in CURVE]
    regions = find_regions(runs).groupby(axes).nunique()
    counts = regions[regions > 0].groupby(level="condition", sort=False).agg(["min", "max"])
    said = [
        f"{add_spaces(str(condition))}: {_range(*of_curves)} regions"
        for condition, of_curves in counts.iterrows()
    ]
    return f"{estimand} ({'; '.join(said)})" if said else estimand


def _range(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} to {most}"
