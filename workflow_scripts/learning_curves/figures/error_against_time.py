"""Error against time, and the methods that no other beats in both."""

import itertools
import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.columns import TIMES
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.figures.legends import name_methods
from learning_curves.figures.panels import log_errors, log_times, panel_grid
from learning_curves.figures.style import Style, method_styles
from learning_curves.figures.text import say
from learning_curves.runs import select_completed
from learning_curves.vocabulary import Vocabulary

MARKER_SIZES = (3.5, 8)
NOTE_CHARACTERS = 110
FRONTIER: Style = {"color": "0.1", "linewidth": 0.8}


def error_against_time(runs: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot mean error against mean seconds: one line per method; larger dots are larger sizes.

    The black steps are the frontier: nothing beats its points in both time and error.
    """
    facets, drawn = list_facets(runs), _drawable(runs, vocabulary)
    figure, grid = panel_grid(max(1, len(facets)), len(TIMES))
    styles = method_styles(runs)
    if not facets:
        for axes in grid.flat:
            say(axes, "no completed runs")
    for (row, facet), (column, time) in itertools.product(enumerate(facets), enumerate(TIMES)):
        axes = grid[row, column]
        _draw_panel(axes, select_facet(drawn, facet), time, styles, vocabulary)
        axes.set_title(label_facet(facet, facets))
    figure.suptitle(_note(len(runs), len(runs) - len(drawn), vocabulary), fontsize="small")
    name_methods(figure, styles | {"frontier": FRONTIER}, vocabulary)
    return figure


def frontier(times: pd.Series, errors: pd.Series) -> list[Any]:
    """Return the labels of points that no other beats in both time and error, by rising time."""
    order = pd.DataFrame({"time": times, "error": errors}).dropna().sort_values(["time", "error"])
    best_before = order["error"].cummin().shift(fill_value=float("inf"))
    return list(order.index[order["error"] < best_before])


def _drawable(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Keep the completed runs that fit on logarithmic axes."""
    whole = select_completed(runs)
    return whole[(whole[[vocabulary.error, *TIMES]] > 0).all(axis=1)]


def _draw_panel(
    axes: Axes, runs: pd.DataFrame, time: str, styles: dict[str, Style], vocabulary: Vocabulary
) -> None:
    if runs.empty:
        say(axes, "no completed runs")
        return
    means = runs.groupby(["method", "size"])[[vocabulary.error, time]].mean().reset_index()
    _draw_methods(axes, means, time, styles, vocabulary)
    _log_axes(axes)
    _draw_frontier(
        axes, means.loc[frontier(means[time], means[vocabulary.error])], time, vocabulary
    )
    axes.set_xlabel(vocabulary.label_metric(time))
    axes.set_ylabel(vocabulary.label_metric(vocabulary.error))


def _draw_methods(
    axes: Axes, means: pd.DataFrame, time: str, styles: dict[str, Style], vocabulary: Vocabulary
) -> None:
    sizes = sorted(means["size"].unique())
    markers = dict(zip(sizes, np.linspace(*MARKER_SIZES, len(sizes)), strict=True))
    for method, line in means.groupby("method"):
        style = {key: styles[method][key] for key in ("color", "marker")}
        axes.plot(
            line[time], line[vocabulary.error], color=style["color"], linewidth=0.8, alpha=0.6
        )
        for seconds, error, size in zip(
            line[time], line[vocabulary.error], line["size"], strict=True
        ):
            axes.plot(seconds, error, markersize=markers[size], markeredgewidth=0.3, **style)


def _draw_frontier(axes: Axes, best: pd.DataFrame, time: str, vocabulary: Vocabulary) -> None:
    """Draw steps through the best points, from edge to edge of the panel."""
    right, top = axes.get_xlim()[1], axes.get_ylim()[1]
    seconds = [best[time].iloc[0], *best[time], right]
    errors = [top, *best[vocabulary.error], best[vocabulary.error].iloc[-1]]
    axes.step(seconds, errors, where="post", zorder=1, scalex=False, scaley=False, **FRONTIER)


def _note(n_runs: int, n_left_out: int, vocabulary: Vocabulary) -> str:
    """Explain the markers, and count the runs that are left out."""
    sentence = f"Larger markers: more {vocabulary.sizes}."
    if n_left_out:
        sentence += (
            f" Left out: {n_left_out:,} of {n_runs:,} runs, diverged or without positive "
            "time and error."
        )
    return textwrap.fill(sentence, NOTE_CHARACTERS)


def _log_axes(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    log_errors(axes)
    log_times(axes)
    axes.grid(True, which="major", color="0.92")
