"""Figures from tidy tables; a method has the same colour and marker in all of them."""

import itertools
from collections.abc import Callable, Iterable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from unmixing.storage import written_whole

SIZE_LABEL = "labelled pixels"
METRIC_LABELS = {
    "overallRMSE": "abundance RMSE",
    "rmsAAD": "abundance angle (rad, rms)",
    "rRMSE": "reconstruction RMSE",
    "training_time": "training time (s)",
    "inference_time": "inference time (s)",
}
MARKERS = "osD^vPX<>*hp"
ACRONYMS = {"cnn", "dcae", "rnn", "lmm", "svr", "nnls", "fcls", "1d", "2d", "3d"}
PANEL = (3.4, 2.6)
LEGEND_ENTRY = 1.9
# Labels of sizes nearer than this part of the axis would touch.
TICK_GAP = 0.13


def method_label(model: str) -> str:
    """Return a model's name as a reader says it."""
    words = model.removeprefix("unmixing_").split("_")
    spelt = (word.upper() if word in ACRONYMS else word for word in words)
    return " ".join(spelt).replace(" based", "-based")


def learning_curves(
    runs: pd.DataFrame, summary: pd.DataFrame, target_errors: Iterable[float]
) -> Figure:
    """Plot error against labelled pixels: mean, 95 % interval of the mean, and the single runs."""
    metrics = [name for name in ("overallRMSE", "rmsAAD", "rRMSE") if name in set(summary.metric)]

    def draw(axes: Axes, metric: str, facet: tuple) -> None:
        _draw_curves(axes, _of(summary[summary.metric == metric], facet), _styles(runs))
        _draw_runs(axes, _of(runs, facet), metric, _styles(runs))
        if metric == "overallRMSE":
            for error in target_errors:
                axes.axhline(error, color="0.5", linestyle=":", linewidth=1)

    return _grid(runs, metrics, draw)


def times(runs: pd.DataFrame) -> Figure:
    """Plot training and inference seconds against labelled pixels: median and single runs."""
    completed = runs[runs["status"] == "completed"]

    def draw(axes: Axes, metric: str, facet: tuple) -> None:
        part = _of(completed, facet)
        styles = _styles(runs)
        medians = part.groupby(["model", "n_train_pixels"])[metric].median().reset_index()
        for model, line in medians.groupby("model"):
            axes.plot(line["n_train_pixels"], line[metric], label=model, **styles[model])
        _draw_runs(axes, part, metric, styles)

    return _grid(runs, ["training_time", "inference_time"], draw)


def endmember_curves(
    runs: pd.DataFrame, summary: pd.DataFrame, names: dict[str, list[str]]
) -> Figure:
    """Plot the RMSE of each endmember against labelled pixels, a row a scene and condition.

    Parameters
    ----------
    names : scene -> names of its endmembers
    """
    facets = _facets(runs)
    columns = max((len(names[scene]) for scene, _ in facets), default=1)
    figure, grid = _panels(max(len(facets), 1), columns)
    styles = _styles(runs)
    for axes in grid.flat:
        axes.set_visible(False)
    for row, facet in zip(grid, facets, strict=False):
        for i, (axes, name) in enumerate(zip(row, names[facet[0]], strict=False)):
            axes.set_visible(True)
            part = _of(summary[summary.metric == f"class{i}RMSE"], facet)
            _draw_curves(axes, part, styles)
            axes.set_title(f"{_facet_label(facet, facets)}: {name}")
            log_axes(axes, part["n_train_pixels"])
            axes.set_xlabel(SIZE_LABEL)
        row[0].set_ylabel("abundance RMSE")
    _legend(figure, styles)
    return figure


def training_curves(histories: pd.DataFrame) -> Figure:
    """Plot the losses of each epoch: a row a model, a column a train size, a line a seed.

    Parameters
    ----------
    histories : a row an epoch, with the axes of its run, of one scene
    """
    rows = list(dict.fromkeys(zip(histories["condition"], histories["model"], strict=True)))
    sizes = sorted(histories["train_size"].unique(), key=float)
    figure, grid = _panels(max(len(rows), 1), max(len(sizes), 1), sharey="row")
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


def save_figure(figure: Figure, paths: Iterable[str | Path]) -> None:
    """Write a figure to files, whose suffixes say the formats, the same bytes each time."""
    with plt.rc_context({"svg.hashsalt": "unmixing", "svg.fonttype": "none"}):
        for path in paths:
            metadata = {"Date": None} if str(path).endswith(".svg") else None
            with written_whole(path) as temporary:
                figure.savefig(temporary, dpi=200, metadata=metadata)
    plt.close(figure)


def _facets(table: pd.DataFrame) -> list[tuple]:
    return list(dict.fromkeys(zip(table["scene"], table["condition"], strict=True)))


def _facet_label(facet: tuple, facets: list[tuple]) -> str:
    scene, condition = facet
    several = len({condition for _, condition in facets}) > 1
    return (f"{scene}, {condition}" if several else scene).replace("_", " ")


def _of(table: pd.DataFrame, facet: tuple) -> pd.DataFrame:
    return table[(table["scene"] == facet[0]) & (table["condition"] == facet[1])]


def _styles(table: pd.DataFrame) -> dict[str, dict]:
    """Give each model its colour and marker, by the order of names, whatever is plotted."""
    models = sorted(table["model"].unique())
    colours = sns.color_palette("colorblind", len(models))
    return {
        model: {"color": colour, "marker": marker, "markersize": 5}
        for model, colour, marker in zip(models, colours, itertools.cycle(MARKERS), strict=False)
    }


def _panels(rows: int, columns: int, **options) -> tuple[Figure, np.ndarray]:
    sns.set_theme(context="paper", style="ticks")
    return plt.subplots(
        rows,
        columns,
        figsize=(PANEL[0] * columns, PANEL[1] * rows + 0.6),
        squeeze=False,
        layout="constrained",
        **options,
    )


def _grid(
    runs: pd.DataFrame, metrics: list[str], draw: Callable[[Axes, str, tuple], None]
) -> Figure:
    """Draw a panel for every scene with condition (rows) and metric (columns)."""
    facets = _facets(runs)
    figure, grid = _panels(max(len(facets), 1), max(len(metrics), 1))
    if not facets:
        grid[0, 0].text(0.5, 0.5, "no runs yet", ha="center", va="center")
    for (row, facet), (column, metric) in itertools.product(enumerate(facets), enumerate(metrics)):
        axes = grid[row, column]
        draw(axes, metric, facet)
        log_axes(axes, _of(runs, facet)["n_train_pixels"])
        axes.set_title(_facet_label(facet, facets))
        axes.set_xlabel(SIZE_LABEL)
        axes.set_ylabel(METRIC_LABELS[metric])
    _legend(figure, _styles(runs))
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


def log_axes(axes: Axes, sizes: pd.Series) -> None:
    """Set logarithmic axes whose horizontal ticks are the sizes that were trained."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = np.sort(sizes.unique())
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    gaps = np.diff(np.log(ticks))
    if (gaps < TICK_GAP * gaps.sum()).any():
        axes.tick_params(axis="x", labelrotation=45)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    decades = np.diff(np.log10(axes.get_ylim()))[0]
    subs = (1, 2, 3, 5, 7) if decades < 1 else (1, 2, 5) if decades < 1.7 else (1, 3)
    axes.yaxis.set_major_locator(LogLocator(subs=subs))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(True, which="major", color="0.92")
    sns.despine(ax=axes)


def _legend(figure: Figure, styles: dict) -> None:
    """Put the methods below the panels, as many in a line as the figure has room for."""
    handles = [
        plt.Line2D([], [], label=method_label(model), **style) for model, style in styles.items()
    ]
    in_a_line = max(1, min(len(handles), int(figure.get_figwidth() / LEGEND_ENTRY)))
    figure.legend(handles=handles, loc="outside lower center", ncols=in_a_line, frameon=False)
