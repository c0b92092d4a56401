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
# Of the height of a panel: where its intervals stand, and how far apart.
FOOT, APART = 0.04, 0.045


class Crossing(NamedTuple):
    """Where a method begins to err less than without labels: training samples and error."""

    condition: str
    size: float
    error: float
    low: float
    high: float


def best_without_labels(
    runs: pd.DataFrame, label_free: Collection[str], vocabulary: Vocabulary
) -> pd.DataFrame:
    """Return the geometric-mean errors of the best method without labels under each condition.

    Parameters
    ----------
    runs : DataFrame
        Of one data set.
    label_free : Collection[str]
        Methods that go without labels.

    Returns
    -------
    DataFrame
        A row a condition and size: `condition`, `label_free`, `size` and the error.
    """
    keys = ["condition", "label_free", "size"]
    found = runs[runs["method"].isin(label_free)].rename(columns={"method": "label_free"})
    means = np.log(found[vocabulary.error]).groupby([found[key] for key in keys], sort=False).mean()
    overall = means.groupby(level=keys[:2], sort=False).mean()
    best = overall.groupby(level="condition", sort=False).idxmin()
    errors = np.exp(means).reset_index().sort_values("size", kind="stable")
    return errors.merge(pd.DataFrame([*best], columns=keys[:2]))


def crossings_of(
    method: pd.DataFrame, crossings: pd.DataFrame, without: pd.DataFrame, vocabulary: Vocabulary
) -> list[Crossing]:
    """Find where a method falls below the errors without labels; none if it always or never does.

    Parameters
    ----------
    method : DataFrame
        Its runs.
    crossings : DataFrame
        As `break_even` returns it, of this data set, method and metric.
    without : DataFrame
        As `best_without_labels` returns it.
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
        As `best_without_labels` returns it.
    styles : dict[str, Style]
        Condition -> style of its curves.
    """
    for condition, rows in without.groupby("condition", sort=False):
        colour = styles[str(condition)]["color"]
        axes.plot(rows["size"], rows[vocabulary.error], color=colour, **WITHOUT_LABELS)


def room_at_foot(most: int) -> float:
    """Return the part of a panel's height that so many intervals take."""
    return FOOT + APART * most if most else 0


def draw_crossings(axes: Axes, crossings: list[Crossing], styles: dict[str, Style]) -> None:
    """Mark crossings, and their intervals at the foot of the panel: they often lie at one height.

    An interval without an end runs to the edge of the panel.
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
