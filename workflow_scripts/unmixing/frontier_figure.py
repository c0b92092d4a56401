"""Error against time: which methods no other beats in both."""

import itertools

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from unmixing.figures import (
    METRIC_LABELS,
    _facet_label,
    _facets,
    _legend,
    _of,
    _panels,
    _styles,
)

TIMES = ("training_time", "inference_time")
SIZES = (3, 8)
FRONTIER = {"color": "0.1", "linewidth": 0.8}


def error_against_time(runs: pd.DataFrame) -> Figure:
    """Plot mean error against mean seconds, a line a method through its sizes; dots grow with them.

    The black line is the frontier: nothing is both quicker and more accurate.
    """
    completed = runs[runs["status"] == "completed"]
    facets = _facets(runs)
    figure, grid = _panels(max(1, len(facets)), len(TIMES))
    styles = _styles(runs)
    if completed.empty:
        grid[0, 0].text(0.5, 0.5, "no completed runs", ha="center", va="center")
    for (row, facet), (column, time) in itertools.product(enumerate(facets), enumerate(TIMES)):
        part = _of(completed, facet)
        keys = ["model", "n_train_pixels"]
        means = part.groupby(keys)[["overallRMSE", time]].mean().reset_index()
        axes = grid[row, column]
        _draw_methods(axes, means, time, styles)
        best = frontier(means[time], means["overallRMSE"])
        axes.plot(means[time][best], means["overallRMSE"][best], **FRONTIER)
        _log_axes(axes)
        axes.set_title(_facet_label(facet, facets))
        axes.set_xlabel(METRIC_LABELS[time])
        axes.set_ylabel(METRIC_LABELS["overallRMSE"])
    _legend(figure, styles | {"frontier": FRONTIER})
    return figure


def frontier(times: pd.Series, errors: pd.Series) -> list:
    """Return the labels of points that no other beats in time and error, by rising time."""
    order = pd.DataFrame({"time": times, "error": errors}).dropna().sort_values(["time", "error"])
    best_before = order["error"].cummin().shift(fill_value=float("inf"))
    return list(order.index[order["error"] < best_before])


def _draw_methods(axes: Axes, means: pd.DataFrame, time: str, styles: dict) -> None:
    low, high = means["n_train_pixels"].min(), means["n_train_pixels"].max()
    for model, line in means.groupby("model"):
        style = {key: styles[model][key] for key in ("color", "marker")}
        axes.plot(line[time], line["overallRMSE"], color=style["color"], linewidth=0.6, alpha=0.6)
        for point in line.itertuples():
            share = (point.n_train_pixels - low) / max(high - low, 1)
            size = SIZES[0] + share * (SIZES[1] - SIZES[0])
            axes.plot(getattr(point, time), point.overallRMSE, markersize=size, **style)


def _log_axes(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5, 7)))
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
    axes.grid(True, which="major", color="0.92")
