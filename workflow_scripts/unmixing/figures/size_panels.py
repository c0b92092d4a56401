"""Panels of what is measured against labelled pixels: a row a facet, a column a metric."""

import itertools
from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.figures.facets import Facet, facet_label, facets_of, of_facet
from unmixing.figures.legends import name_methods
from unmixing.figures.names import METRIC_LABELS, SIZE_LABEL
from unmixing.figures.panels import log_axes, panel_grid
from unmixing.figures.style import Style, method_styles
from unmixing.figures.text import say, wrapped


def size_panels(
    runs: pd.DataFrame,
    metrics: list[str],
    draw: Callable[[Axes, str, Facet], None],
    note: str | None = None,
) -> Figure:
    """Draw a panel for every scene with condition (rows) and metric (columns), above a note."""
    facets = facets_of(runs)
    figure, grid = panel_grid(max(len(facets), 1), max(len(metrics), 1))
    if not facets:
        say(grid[0, 0], "no runs yet")
    for (row, facet), (column, metric) in itertools.product(enumerate(facets), enumerate(metrics)):
        axes = grid[row, column]
        draw(axes, metric, facet)
        log_axes(axes, of_facet(runs, facet)["n_train_pixels"])
        axes.set_title(facet_label(facet, facets))
        axes.set_xlabel(SIZE_LABEL)
        axes.set_ylabel(METRIC_LABELS[metric])
    name_methods(figure, method_styles(runs))
    if note:
        figure.suptitle(wrapped(note, figure.get_figwidth()), fontsize="x-small")
    return figure


def draw_means(axes: Axes, summary: pd.DataFrame, styles: dict[str, Style]) -> None:
    """Draw the mean of each model at each size, and its interval."""
    for model, line in summary.sort_values("n_train_pixels").groupby("model"):
        axes.plot(line["n_train_pixels"], line["mean"], **styles[model])
        axes.fill_between(
            line["n_train_pixels"],
            line["ci_low"],
            line["ci_high"],
            color=styles[model]["color"],
            alpha=0.2,
            linewidth=0,
        )


def draw_runs(axes: Axes, runs: pd.DataFrame, metric: str, styles: dict[str, Style]) -> None:
    """Draw completed runs as dots and diverged ones, which no mean holds, as crosses."""
    for (model, status), part in runs.groupby(["model", "status"]):
        axes.plot(
            part["n_train_pixels"],
            part[metric],
            linestyle="none",
            marker="." if status == "completed" else "x",
            markersize=3 if status == "completed" else 5,
            alpha=0.5,
            color=styles[model]["color"],
        )
