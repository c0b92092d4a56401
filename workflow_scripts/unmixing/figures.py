"""Figures of the tables of runs and their summary."""

import itertools
from collections.abc import Callable, Iterable

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.drawing import (
    METRIC_LABELS,
    SIZE_LABEL,
    draw_legend,
    facet_label,
    facets_of,
    log_axes,
    method_label,
    method_styles,
    of_facet,
    panel_grid,
    say,
)
from unmixing.tables import METRIC, TIMES


def learning_curves(
    runs: pd.DataFrame, summary: pd.DataFrame, target_errors: Iterable[float]
) -> Figure:
    """Plot error against labelled pixels: mean, 95 % interval of the mean, and the single runs."""
    metrics = [name for name in (METRIC, "rmsAAD", "rRMSE") if name in set(summary.metric)]

    def draw(axes: Axes, metric: str, facet: tuple) -> None:
        _draw_curves(axes, of_facet(summary[summary.metric == metric], facet), method_styles(runs))
        _draw_runs(axes, of_facet(runs, facet), metric, method_styles(runs))
        if metric == METRIC:
            for error in target_errors:
                axes.axhline(error, color="0.5", linestyle=":", linewidth=1)

    return _grid(runs, metrics, draw)


def times(runs: pd.DataFrame) -> Figure:
    """Plot training and inference seconds against labelled pixels: median and single runs."""
    completed = runs[runs["status"] == "completed"]

    def draw(axes: Axes, metric: str, facet: tuple) -> None:
        part = of_facet(completed, facet)
        styles = method_styles(runs)
        medians = part.groupby(["model", "n_train_pixels"])[metric].median().reset_index()
        for model, line in medians.groupby("model"):
            axes.plot(line["n_train_pixels"], line[metric], label=model, **styles[model])
        _draw_runs(axes, part, metric, styles)

    return _grid(runs, list(TIMES), draw)


def endmember_curves(
    runs: pd.DataFrame, summary: pd.DataFrame, names: dict[str, list[str]]
) -> Figure:
    """Plot the RMSE of each endmember against labelled pixels, a row a scene and condition.

    Parameters
    ----------
    names : scene -> names of its endmembers
    """
    facets = facets_of(runs)
    columns = max((len(names[scene]) for scene, _ in facets), default=1)
    figure, grid = panel_grid(max(len(facets), 1), columns)
    styles = method_styles(runs)
    for axes in grid.flat:
        axes.set_visible(False)
    for row, facet in zip(grid, facets, strict=False):
        for i, (axes, name) in enumerate(zip(row, names[facet[0]], strict=False)):
            axes.set_visible(True)
            part = of_facet(summary[summary.metric == f"class{i}RMSE"], facet)
            _draw_curves(axes, part, styles)
            axes.set_title(f"{facet_label(facet, facets)}: {name}")
            log_axes(axes, part["n_train_pixels"])
            axes.set_xlabel(SIZE_LABEL)
        row[0].set_ylabel(METRIC_LABELS[METRIC])
    draw_legend(figure, styles)
    return figure


def training_curves(histories: pd.DataFrame) -> Figure:
    """Plot the losses of each epoch: a row a model, a column a train size, a line a seed.

    Parameters
    ----------
    histories : a row an epoch, with the axes of its run, of one scene
    """
    rows = list(dict.fromkeys(zip(histories["condition"], histories["model"], strict=True)))
    sizes = sorted(histories["train_size"].unique(), key=float)
    figure, grid = panel_grid(max(len(rows), 1), max(len(sizes), 1), sharey="row")
    colours = dict(zip(("loss", "val_loss"), sns.color_palette("colorblind"), strict=False))
    labels = {"loss": "training", "val_loss": "validation"}
    for axes, ((condition, model), size) in zip(
        grid.flat, itertools.product(rows, sizes), strict=False
    ):
        of_model = (histories["condition"] == condition) & (histories["model"] == model)
        part = histories[of_model & (histories["train_size"] == size)]
        for _, run in part.groupby("seed"):
            for name, dashes in (("loss", (0, (4, 2))), ("val_loss", "-")):
                axes.plot(
                    run["epoch"], run[name], color=colours[name], linestyle=dashes, linewidth=1
                )
        axes.set_yscale("log")
        axes.set_title(f"{method_label(model)}, {size} labelled pixels")
        axes.set_xlabel("epoch")
    for row in grid:
        row[0].set_ylabel("loss")
    handles = [
        plt.Line2D([], [], color=colours[name], linestyle=dashes, label=labels[name])
        for name, dashes in (("loss", (0, (4, 2))), ("val_loss", "-"))
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    return figure


def _grid(
    runs: pd.DataFrame, metrics: list[str], draw: Callable[[Axes, str, tuple], None]
) -> Figure:
    """Draw a panel for every scene with condition (rows) and metric (columns)."""
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
    draw_legend(figure, method_styles(runs))
    return figure


def _draw_curves(axes: Axes, summary: pd.DataFrame, styles: dict) -> None:
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


def _draw_runs(axes: Axes, runs: pd.DataFrame, metric: str, styles: dict) -> None:
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
