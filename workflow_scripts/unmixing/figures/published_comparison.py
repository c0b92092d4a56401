"""Our learning curves over the published ones."""

import itertools

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.columns import rows_of
from learning_curves.figures.legends import add_legend, legend_line
from learning_curves.figures.panels import log_axes, panels_on
from learning_curves.figures.style import ENOUGH_FOR_A_BAND, Style
from learning_curves.vocabulary import Vocabulary

# Inches; the names of the others stand next to the panels, the legend below.
PANEL = (2.6, 1.9)
NAMES, LEGEND_HEIGHT = 1.6, 0.4
DASHES = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (4, 1, 1, 1)))
NAME_HEIGHT = 0.065
OURS: Style = {"color": sns.color_palette("colorblind")[0], "marker": "o"}
PUBLISHED: Style = {
    "color": "black",
    "linestyle": "--",
    "linewidth": 0.9,
    "marker": "o",
    "markerfacecolor": "none",
    "markersize": 7,
}


def published_comparison(
    comparison: pd.DataFrame,
    summary: pd.DataFrame,
    first_condition: str,
    others: list[str],
    vocabulary: Vocabulary,
) -> Figure:
    """Draw abundance RMSE against labels: rows are algorithms that were run, columns data sets.

    Parameters
    ----------
    comparison : DataFrame
        As `compare` returns it.
    summary : DataFrame
        The table of this name, for the others.
    first_condition : str
        The condition that is compared.
    others : list[str]
        Methods without a published counterpart, drawn in grey in every panel.
    """
    summary = rows_of(summary, condition=first_condition)
    errors = rows_of(comparison, metric=vocabulary.error)
    run = errors[errors["n_runs"] > 0]
    data_sets = list(dict.fromkeys(run["data_set"]))
    algorithms = list(dict.fromkeys(run["algorithm"]))
    lines = _other_styles(others)
    rows, columns = max(len(algorithms), 1), max(len(data_sets), 1)
    size = (PANEL[0] * columns + NAMES, PANEL[1] * rows + LEGEND_HEIGHT)
    figure, grid = panels_on(size, rows, columns, sharex="col", sharey="col")
    for (row, algorithm), (column, data_set) in itertools.product(
        enumerate(algorithms), enumerate(data_sets)
    ):
        axes = grid[row, column]
        of_data_set = rows_of(summary, data_set=data_set, metric=vocabulary.error)
        _draw_others(axes, of_data_set, lines)
        part = rows_of(errors, data_set=data_set, algorithm=algorithm)
        _draw_algorithm(axes, part.sort_values("size"))
        log_axes(axes, part["size"])
        if column == columns - 1:
            _name_others(axes, of_data_set, lines, vocabulary)
        axes.set_title(f"{algorithm}, {data_set}")
    for axes in grid[-1]:
        axes.set_xlabel(vocabulary.sizes)
    for axes in grid[:, 0]:
        axes.set_ylabel(vocabulary.label_metric(vocabulary.error))
    add_legend(figure, [legend_line("ours", **OURS), legend_line("published", **PUBLISHED)], 2)
    return figure


def _other_styles(others: list[str]) -> dict[str, Style]:
    """Distinguish the others by greys and dashes."""
    greys = np.linspace(0.1, 0.6, len(others))
    return {
        method: {"color": str(grey), "linestyle": dashes}
        for method, grey, dashes in zip(others, greys, itertools.cycle(DASHES), strict=False)
    }


def _draw_others(axes: Axes, of_data_set: pd.DataFrame, lines: dict[str, Style]) -> None:
    for method, style in lines.items():
        line = rows_of(of_data_set, method=method)
        axes.plot(line["size"], line["mean"], linewidth=0.8, **style)


def _draw_algorithm(axes: Axes, part: pd.DataFrame) -> None:
    sizes = part["size"]
    axes.plot(sizes, part["ours"], markersize=4, **OURS)
    axes.plot(sizes, part["published"], **PUBLISHED)
    if part["n_runs"].max() >= ENOUGH_FOR_A_BAND:
        axes.fill_between(
            sizes, part["ci_low"], part["ci_high"], color=OURS["color"], alpha=0.25, linewidth=0
        )


def _name_others(
    axes: Axes, of_data_set: pd.DataFrame, lines: dict[str, Style], vocabulary: Vocabulary
) -> None:
    """Name the others next to the panel, each at the end of its line or next to it."""
    last = of_data_set.sort_values("size").groupby("method")["mean"].last()
    last = last.reindex(list(lines)).dropna().sort_values()
    if last.empty:
        return
    ends = axes.transLimits.transform(
        np.column_stack([np.zeros(len(last)), axes.yaxis.get_transform().transform(last)])
    )[:, 1]
    for method, end, height in zip(last.index, ends, _apart(ends, NAME_HEIGHT), strict=True):
        grey = lines[method]["color"]
        axes.annotate(
            vocabulary.label_method(method),
            (1.0, end),
            (1.06, height),
            xycoords="axes fraction",
            textcoords="axes fraction",
            arrowprops={"arrowstyle": "-", "color": grey, "linewidth": 0.4, "shrinkA": 1},
            va="center",
            fontsize="xx-small",
            color=grey,
            annotation_clip=False,
        )


def _apart(heights: np.ndarray, distance: float) -> np.ndarray:
    """Move ascending heights up until they are this far apart, then all of them back."""
    steps = distance * np.arange(len(heights))
    raised = np.maximum.accumulate(heights - steps) + steps
    return raised - (raised - heights).mean()
