"""Marks in panels of learning curves: errors without labels, and where labels begin to pay."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from learning_curves.columns import rows_of
from learning_curves.figures.style import Style
from learning_curves.vocabulary import Vocabulary

WITHOUT_LABELS: Style = {"linestyle": "--", "linewidth": 0.8, "alpha": 0.7}
BREAK_EVEN: Style = {
    "linestyle": "none",
    "marker": "*",
    "markersize": 9,
    "markeredgecolor": "white",
    "markeredgewidth": 0.6,
}
# Height of the lowest interval, and distance between intervals, as shares of the panel's height.
FOOT, APART = 0.04, 0.045


class Crossing(NamedTuple):
    """Where a method begins to beat going without labels: training samples and error."""

    condition: str
    size: float
    error: float
    low: float
    high: float


def find_best_without_labels(
    runs: pd.DataFrame, label_free: Collection[str], vocabulary: Vocabulary
) -> pd.DataFrame:
    """Return the geometric-mean errors of the best method without labels under each condition.

    Parameters
    ----------
    runs : DataFrame
        Runs of one data set.
    label_free : Collection[str]
        Methods that go without labels.

    Returns
    -------
    DataFrame
        One row per condition and size: `condition`, `label_free`, `size` and the error.
    """
    keys = ["condition", "label_free", "size"]
    found = runs[runs["method"].isin(label_free)].rename(columns={"method": "label_free"})
    means = np.log(found[vocabulary.error]).groupby([found[key] for key in keys], sort=False).mean()
    overall = means.groupby(level=keys[:2], sort=False).mean()
    best = overall.groupby(level="condition", sort=False).idxmin()
    errors = np.exp(means).reset_index().sort_values("size", kind="stable")
    return errors.merge(pd.DataFrame([*best], columns=keys[:2]))


def find_crossings(
    method: pd.DataFrame, crossings: pd.DataFrame, without: pd.DataFrame, vocabulary: Vocabulary
) -> list[Crossing]:
    """Find where a method falls below the errors without labels, unless it always or never does.

    Parameters
    ----------
    method : DataFrame
        Runs of the method.
    crossings : DataFrame
        As `break_even` returns it, for this data set, method and metric.
    without : DataFrame
        As `find_best_without_labels` returns it.
    """
    fewest = method.groupby("condition")["size"].min()
    found = []
    for row in crossings.itertuples():
        rows = rows_of(without, condition=row.condition, label_free=row.label_free)
        sizes, errors = rows[["size", vocabulary.error]].to_numpy(float).T
        if len(sizes) and max(fewest[row.condition], sizes[0]) < row.break_even < np.inf:
            error = np.exp(np.interp(np.log(row.break_even), np.log(sizes), np.log(errors)))
            interval = (row.break_even_low, row.break_even_high)
            found.append(Crossing(str(row.condition), row.break_even, error, *interval))
    return found


def draw_without_labels(
    axes: Axes, without: pd.DataFrame, styles: dict[str, Style], vocabulary: Vocabulary
) -> None:
    """Draw the errors without labels of every condition, dashed.

    Parameters
    ----------
    without : DataFrame
        As `find_best_without_labels` returns it.
    styles : dict[str, Style]
        Condition -> style of its curves.
    """
    for condition, rows in without.groupby("condition", sort=False):
        colour = styles[str(condition)]["color"]
        axes.plot(rows["size"], rows[vocabulary.error], color=colour, **WITHOUT_LABELS)


def room_at_foot(most: int) -> float:
    """Return the share of a panel's height that the given number of intervals takes."""
    return FOOT + APART * most if most else 0


def draw_crossings(axes: Axes, crossings: list[Crossing], styles: dict[str, Style]) -> None:
    """Mark crossings, and show their intervals at the foot of the panel, where they do not overlap.

    An open interval runs to the edge of the panel.
    """
    foot = axes.get_xaxis_transform()
    axes.autoscale(False)
    for place, crossing in enumerate(crossings):
        colour, height = styles[crossing.condition]["color"], FOOT + APART * place
        axes.plot(crossing.size, crossing.error, color=colour, zorder=4, **BREAK_EVEN)
        ends = np.clip([crossing.low, crossing.high], *axes.get_xlim())
        axes.plot(ends, 2 * [height], color=colour, linewidth=1.2, transform=foot)
        small = BREAK_EVEN | {"markersize": 6}
        axes.plot(crossing.size, height, color=colour, transform=foot, **small)
