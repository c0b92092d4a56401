"""What figures share: the names, colours and markers of methods, panels, axes, and files."""

import itertools
import textwrap
from collections.abc import Iterable
from pathlib import Path

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
# Of the smallest print.
CHARACTERS_AN_INCH = 18


def method_label(model: str) -> str:
    """Return a model's name as a reader says it."""
    words = model.removeprefix("unmixing_").split("_")
    spelt = (word.upper() if word in ACRONYMS else word for word in words)
    return " ".join(spelt).replace(" based", "-based")


def facets_of(table: pd.DataFrame) -> list[tuple]:
    """Return the pairs of scene and condition, in the order of the table."""
    return list(dict.fromkeys(zip(table["scene"], table["condition"], strict=True)))


def facet_label(facet: tuple, facets: list[tuple]) -> str:
    """Name a scene, and its condition where there are several."""
    scene, condition = facet
    several = len({condition for _, condition in facets}) > 1
    return (f"{scene}, {condition}" if several else scene).replace("_", " ")


def of_facet(table: pd.DataFrame, facet: tuple) -> pd.DataFrame:
    """Keep the rows of a scene and condition."""
    return table[(table["scene"] == facet[0]) & (table["condition"] == facet[1])]


def method_styles(table: pd.DataFrame) -> dict[str, dict]:
    """Give each model its colour and marker, by the order of names, whatever is plotted."""
    models = sorted(table["model"].unique())
    colours = sns.color_palette("colorblind", len(models))
    return {
        model: {"color": colour, "marker": marker, "markersize": 5}
        for model, colour, marker in zip(models, colours, itertools.cycle(MARKERS), strict=False)
    }


def panel_grid(rows: int, columns: int, **options) -> tuple[Figure, np.ndarray]:
    """Make a grid of panels of the usual size."""
    sns.set_theme(context="paper", style="ticks")
    return plt.subplots(
        rows,
        columns,
        figsize=(PANEL[0] * columns, PANEL[1] * rows + 0.6),
        squeeze=False,
        layout="constrained",
        **options,
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


def draw_legend(figure: Figure, styles: dict) -> None:
    """Put the methods below the panels, as many in a line as the figure has room for."""
    handles = [
        plt.Line2D([], [], label=method_label(model), **style) for model, style in styles.items()
    ]
    in_a_line = max(1, min(len(handles), int(figure.get_figwidth() / LEGEND_ENTRY)))
    figure.legend(handles=handles, loc="outside lower center", ncols=in_a_line, frameon=False)


def say(axes: Axes, words: str) -> None:
    """Let an empty panel say why."""
    axes.set_axis_off()
    axes.text(
        0.5,
        0.5,
        textwrap.fill(words, 50),
        ha="center",
        va="center",
        fontsize="small",
        transform=axes.transAxes,
    )


def wrapped(words: str, inches: float) -> str:
    """Break the smallest print into lines of a width."""
    return textwrap.fill(words, int(inches * CHARACTERS_AN_INCH))


def save_figure(figure: Figure, paths: Iterable[str | Path]) -> None:
    """Write a figure to files, whose suffixes say the formats, the same bytes each time."""
    with plt.rc_context({"svg.hashsalt": "unmixing", "svg.fonttype": "none"}):
        for path in paths:
            metadata = {"Date": None} if str(path).endswith(".svg") else None
            with written_whole(path) as temporary:
                figure.savefig(temporary, dpi=200, metadata=metadata)
    plt.close(figure)
