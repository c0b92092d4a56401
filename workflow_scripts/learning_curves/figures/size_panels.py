"""Panels of metrics against training samples: one row per facet, one column per metric."""

import itertools
from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.figures.facets import Facet, label_facet, list_facets, select_facet
from learning_curves.figures.legends import name_methods
from learning_curves.figures.panels import log_axes, panel_grid
from learning_curves.figures.style import ENOUGH_FOR_A_BAND, Style, method_styles
from learning_curves.figures.text import say, wrap_text
from learning_curves.vocabulary import Vocabulary


def size_panels(
    runs: pd.DataFrame,
    metrics: list[str],
    draw: Callable[[Axes, str, Facet], None],
    vocabulary: Vocabulary,
    note: str | None = None,
) -> Figure:
    """Draw a panel for each facet (row) and metric (column), below an optional note."""
    facets = list_facets(runs)
    figure, grid = panel_grid(max(len(facets), 1), max(len(metrics), 1))
    if not facets:
        say(grid[0, 0], "no completed runs")
    for (row, facet), (column, metric) in itertools.product(enumerate(facets), enumerate(metrics)):
        axes = grid[row, column]
        draw(axes, metric, facet)
        log_axes(axes, select_facet(runs, facet)["size"])
        axes.set_title(label_facet(facet, facets))
        axes.set_xlabel(vocabulary.sizes)
        axes.set_ylabel(vocabulary.label_metric(metric))
    name_methods(figure, method_styles(runs), vocabulary)
    if note:
        figure.suptitle(wrap_text(note, figure.get_figwidth()), fontsize="x-small")
    return figure


def draw_means(axes: Axes, summary: pd.DataFrame, styles: dict[str, Style]) -> None:
    """Draw the mean of each method at each size, and its interval if it is of enough runs."""
    for method, line in summary.sort_values("size").groupby("method"):
        axes.plot(line["size"], line["mean"], **styles[method])
        if line["n_runs"].max() >= ENOUGH_FOR_A_BAND:
            axes.fill_between(
                line["size"],
                line["ci_low"],
                line["ci_high"],
                color=styles[method]["color"],
                alpha=0.2,
                linewidth=0,
            )


def draw_runs(axes: Axes, runs: pd.DataFrame, metric: str, styles: dict[str, Style]) -> None:
    """Draw completed runs as dots, and diverged ones, which no mean includes, as crosses."""
    for (method, status), part in runs.groupby(["method", "status"]):
        axes.plot(
            part["size"],
            part[metric],
            linestyle="none",
            marker="." if status == "completed" else "x",
            markersize=3 if status == "completed" else 5,
            alpha=0.5,
            color=styles[method]["color"],
        )
