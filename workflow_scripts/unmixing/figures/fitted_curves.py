"""The fitted learning curve of every method of a scene."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unmixing.answers.estimand import estimand_of_all
from unmixing.evaluation.runs import finite_errors, usable_errors
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.legends import add_legend, legend_line
from unmixing.figures.names import METRIC_LABELS, SIZE_LABEL, method_label
from unmixing.figures.panels import log_axes, panels_on
from unmixing.figures.style import Style, method_styles
from unmixing.figures.text import say, wrapped

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
) -> Figure:
    """Plot each method of one scene in its own panel: runs, geometric means, fit and band.

    Parameters
    ----------
    runs, bands, shapes : of one scene, as the tables of these names
    published : `model`, `n_train_pixels`, `value` of that scene, or no rows; of the condition that
        stands first in the runs
    """
    methods = list(dict.fromkeys(zip(runs["condition"], runs["model"], strict=True)))
    figure, grid = _grid(len(methods))
    styles = method_styles(runs)
    usable = finite_errors(runs, [METRIC]).dropna(subset=METRIC)
    bands, shapes = rows_of(bands, metric=METRIC), rows_of(shapes, metric=METRIC)
    for axes, (condition, model) in zip(grid.flat, methods, strict=False):
        here = {"condition": condition, "model": model}
        of_condition = rows_of(bands, condition=condition)
        _draw_others(axes, of_condition[of_condition["model"] != model])
        part = rows_of(usable, **here)
        _draw_fit(axes, rows_of(bands, **here), part, styles[model]["color"])
        _draw_points(axes, part, _flagged(rows_of(shapes, **here)), styles[model]["color"])
        if condition == methods[0][0]:
            claimed = rows_of(published, model=model)
            axes.plot(claimed["n_train_pixels"], claimed["value"], linestyle="none", **PUBLISHED)
        axes.set_title(_panel_label(condition, model, methods), fontsize="small")
        _set_axes(axes, runs["n_train_pixels"], usable[METRIC])
    for axes in grid[:, 0]:
        axes.set_ylabel(METRIC_LABELS[METRIC], fontsize="small")
    figure.suptitle(
        wrapped(f"Errors: {estimand_of_all(runs)}", figure.get_figwidth()), fontsize="x-small"
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
        say(grid[0, 0], "no runs yet")
    return figure, grid


def _panel_label(condition: str, model: str, methods: list[tuple[str, str]]) -> str:
    several = len({condition for condition, _ in methods}) > 1
    shown = condition.replace("_", " ")
    return f"{method_label(model)}, {shown}" if several else method_label(model)


def _draw_others(axes: Axes, bands: pd.DataFrame) -> None:
    for _, other in bands.groupby("model"):
        axes.plot(other["n_train_pixels"], other["error"], linewidth=0.5, **OTHERS)


def _draw_fit(axes: Axes, band: pd.DataFrame, runs: pd.DataFrame, colour: Any) -> None:
    """Draw the fit, dashed beyond the measured sizes, and its band."""
    if band.empty:
        axes.text(0.5, 0.95, "not fitted", ha="center", va="top", transform=axes.transAxes)
        return
    measured = band[band["n_train_pixels"] <= runs["n_train_pixels"].max()]
    beyond = band[band["n_train_pixels"] >= measured["n_train_pixels"].max()]
    axes.plot(measured["n_train_pixels"], measured["error"], color=colour)
    axes.plot(beyond["n_train_pixels"], beyond["error"], color=colour, linestyle="--")
    axes.fill_between(
        band["n_train_pixels"], band["low"], band["high"], color=colour, alpha=0.2, linewidth=0
    )


def _draw_points(axes: Axes, runs: pd.DataFrame, flagged: set[int], colour: Any) -> None:
    """Draw runs as dots and their geometric means, hollow where a size says little."""
    axes.plot(runs["n_train_pixels"], runs[METRIC], ".", ms=2, alpha=0.5, color=colour)
    repeated = usable_errors(runs, [METRIC])
    means = np.exp(np.log(repeated[METRIC]).groupby(repeated["n_train_pixels"]).mean())
    for size, mean in means.items():
        inside = "white" if size in flagged else colour
        axes.plot(size, mean, marker="o", ms=5, mfc=inside, mec=colour)


def _flagged(shapes: pd.DataFrame) -> set[int]:
    lists = shapes[["few_validation_pixels", "few_updates"]].fillna("").astype(str).to_numpy()
    return {int(float(size)) for sizes in lists.flat for size in sizes.split()}


def _set_axes(axes: Axes, sizes: pd.Series, errors: pd.Series) -> None:
    log_axes(axes, sizes)
    axes.tick_params(axis="x", labelrotation=45, labelsize="x-small")
    axes.tick_params(axis="y", labelsize="x-small")
    axes.set_xlabel(SIZE_LABEL, fontsize="x-small")
    if len(errors):
        axes.set_ylim(errors.min() / MARGIN, errors.max() * MARGIN)


def _legend(has_published: bool) -> list[Artist]:
    handles: list[Artist] = [
        legend_line("geometric mean", linestyle="none", marker="o", ms=5),
        legend_line(
            "the same, few updates or validation pixels",
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
