"""The fitted learning curve of every method of a data set."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from learning_curves.answers.estimand import describe_study_estimand, geometric_mean
from learning_curves.columns import rows_of
from learning_curves.figures.legends import add_legend, legend_line
from learning_curves.figures.panels import log_axes, panels_on
from learning_curves.figures.style import ENOUGH_FOR_A_BAND, Style, method_styles
from learning_curves.figures.text import say, wrap_text
from learning_curves.runs import clean_errors, usable_errors
from learning_curves.vocabulary import Vocabulary, add_spaces

COLUMNS = 4
# Inches; the legend takes three panels' width.
PANEL = (2.3, 2.0)
LEGEND_PANELS = 3
LEGEND_HEIGHT = 0.9
PUBLISHED: Style = {"marker": "s", "mfc": "w", "mec": "0.2", "ms": 4}
OTHERS: Style = {"color": "0.75"}
MARGIN = 1.3


def fitted_curves(
    runs: pd.DataFrame,
    bands: pd.DataFrame,
    shapes: pd.DataFrame,
    published: pd.DataFrame,
    vocabulary: Vocabulary,
) -> Figure:
    """Plot each method of one data set in its own panel: runs, geometric means, fit and band.

    Parameters
    ----------
    runs, bands, shapes : DataFrame
        The tables of these names, for one data set.
    published : DataFrame
        Published numbers for that data set, or no rows; shown with the first condition.
    """
    methods = list(dict.fromkeys(zip(runs["condition"], runs["method"], strict=True)))
    figure, grid = _grid(len(methods))
    styles = method_styles(runs)
    usable = clean_errors(runs, [vocabulary.error]).dropna(subset=vocabulary.error)
    bands, shapes, published = (
        rows_of(table, metric=vocabulary.error) for table in (bands, shapes, published)
    )
    for axes, (condition, method) in zip(grid.flat, methods, strict=False):
        here = {"condition": condition, "method": method}
        of_condition = rows_of(bands, condition=condition)
        _draw_others(axes, of_condition[of_condition["method"] != method])
        part = rows_of(usable, **here)
        _draw_fit(axes, rows_of(bands, **here), part, styles[method]["color"])
        _draw_points(
            axes, part, _flagged(rows_of(shapes, **here)), styles[method]["color"], vocabulary
        )
        if condition == methods[0][0]:
            claimed = rows_of(published, method=method)
            axes.plot(claimed["size"], claimed["value"], linestyle="none", **PUBLISHED)
        axes.set_title(_panel_label(condition, method, methods, vocabulary), fontsize="small")
        _set_axes(axes, runs["size"], usable[vocabulary.error], vocabulary)
    for axes in grid[:, 0]:
        axes.set_ylabel(vocabulary.label_metric(vocabulary.error), fontsize="small")
    figure.suptitle(
        wrap_text(
            f"Errors: {describe_study_estimand(runs, geometric_mean(vocabulary))}",
            figure.get_figwidth(),
        ),
        fontsize="x-small",
    )
    add_legend(figure, _legend(not published.empty), 4, fontsize="x-small")
    return figure


def _grid(count: int) -> tuple[Figure, np.ndarray]:
    columns = min(COLUMNS, max(1, count))
    rows = -(-max(1, count) // columns)
    width, height = PANEL[0] * max(columns, LEGEND_PANELS), PANEL[1] * rows + LEGEND_HEIGHT
    figure, grid = panels_on((width, height), rows, columns, sharey=True)
    for axes in grid.flat[count:]:
        axes.set_visible(False)
    if not count:
        grid[0, 0].set_visible(True)
        say(grid[0, 0], "no completed runs")
    return figure, grid


def _panel_label(
    condition: str, method: str, methods: list[tuple[str, str]], vocabulary: Vocabulary
) -> str:
    label = vocabulary.label_method(method)
    several = len({condition for condition, _ in methods}) > 1
    return f"{label}, {add_spaces(condition)}" if several else label


def _draw_others(axes: Axes, bands: pd.DataFrame) -> None:
    for _, other in bands.groupby("method"):
        axes.plot(other["size"], other["error"], linewidth=0.5, **OTHERS)


def _draw_fit(axes: Axes, band: pd.DataFrame, runs: pd.DataFrame, colour: Any) -> None:
    """Draw the fit, dashed beyond the measured sizes, and its band."""
    if band.empty:
        axes.text(0.5, 0.95, "not fitted", ha="center", va="top", transform=axes.transAxes)
        return
    measured = band[band["size"] <= runs["size"].max()]
    beyond = band[band["size"] >= measured["size"].max()]
    axes.plot(measured["size"], measured["error"], color=colour)
    axes.plot(beyond["size"], beyond["error"], color=colour, linestyle="--")
    if runs.groupby("size").size().max() >= ENOUGH_FOR_A_BAND:
        reach = (band["size"], band["low"], band["high"])
        axes.fill_between(*reach, color=colour, alpha=0.2, linewidth=0)


def _draw_points(
    axes: Axes, runs: pd.DataFrame, flagged: set[int], colour: Any, vocabulary: Vocabulary
) -> None:
    """Draw runs as dots, and their geometric means, hollow at flagged sizes."""
    axes.plot(runs["size"], runs[vocabulary.error], ".", ms=2, alpha=0.5, color=colour)
    repeated = usable_errors(runs, [vocabulary.error])
    means = np.exp(np.log(repeated[vocabulary.error]).groupby(repeated["size"]).mean())
    for size, mean in means.items():
        inside = "white" if size in flagged else colour
        axes.plot(size, mean, marker="o", ms=5, mfc=inside, mec=colour)


def _flagged(shapes: pd.DataFrame) -> set[int]:
    lists = shapes[["few_validation", "few_updates"]].fillna("").astype(str).to_numpy()
    return {int(float(size)) for sizes in lists.flat for size in sizes.split()}


def _set_axes(axes: Axes, sizes: pd.Series, errors: pd.Series, vocabulary: Vocabulary) -> None:
    log_axes(axes, sizes)
    axes.tick_params(axis="x", labelrotation=45, labelsize="x-small")
    axes.tick_params(axis="y", labelsize="x-small")
    axes.set_xlabel(vocabulary.sizes, fontsize="x-small")
    if len(errors):
        axes.set_ylim(errors.min() / MARGIN, errors.max() * MARGIN)


def _legend(has_published: bool) -> list[Artist]:
    handles: list[Artist] = [
        legend_line("geometric mean", linestyle="none", marker="o", ms=5),
        legend_line(
            "the same, few updates or validation data",
            linestyle="none",
            marker="o",
            ms=5,
            mfc="w",
        ),
        legend_line("single runs", linestyle="none", marker=".", ms=3),
        legend_line("fit", linestyle="-"),
        legend_line("fit, extrapolated", linestyle="--"),
        Rectangle((0, 0), 1, 1, color="0.3", alpha=0.2, label="95 % band of the fit"),
        legend_line("fits of the other methods", linewidth=0.8, **OTHERS),
    ]
    if has_published:
        handles.append(legend_line("published", linestyle="none", **PUBLISHED))
    return handles
