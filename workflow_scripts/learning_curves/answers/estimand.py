"""What every error and every answer of a study is of."""

from collections.abc import Sequence

import pandas as pd

from learning_curves.columns import CURVE
from learning_curves.runs import regions_of
from learning_curves.vocabulary import Vocabulary, spaced

# So many regions are named.
MOST_NAMED = 4


def mean_over_runs(vocabulary: Vocabulary) -> str:
    """Say what an error is a mean over, where training data come from anywhere."""
    drawn = f"; {vocabulary.drawn_from}" if vocabulary.drawn_from else ""
    return f"mean over completed runs{drawn}"


def geometric_mean(vocabulary: Vocabulary) -> str:
    """Say what errors and answers are of, where training data come from anywhere."""
    return f"geometric {mean_over_runs(vocabulary)}"


def estimand_of(regions: Sequence[str], vocabulary: Vocabulary) -> str:
    """Say what the errors and answers of one data set and condition are of.

    Parameters
    ----------
    regions : Sequence[str]
        Where training data come from; empty where that is anywhere.
    """
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


def estimand_of_all(runs: pd.DataFrame, estimand: str) -> str:
    """Say what the errors and answers of a study are of, all conditions together.

    Parameters
    ----------
    runs : DataFrame
        As the table of this name.
    estimand : str
        What is said of conditions without regions.
    """
    axes = [runs[axis] for axis in CURVE]
    regions = regions_of(runs).groupby(axes).nunique()
    counts = regions[regions > 0].groupby(level="condition", sort=False).agg(["min", "max"])
    said = [
        f"{spaced(str(condition))}: {_range(*of_curves)} regions"
        for condition, of_curves in counts.iterrows()
    ]
    return f"{estimand} ({'; '.join(said)})" if said else estimand


def _range(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} to {most}"
