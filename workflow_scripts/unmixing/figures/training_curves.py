"""The losses of every epoch of training."""

import itertools

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from learning_curves.columns import rows_of
from learning_curves.figures.legends import add_legend, legend_line
from learning_curves.figures.panels import panel_grid
from learning_curves.figures.style import Style
from learning_curves.vocabulary import Vocabulary

COLOURS = sns.color_palette("colorblind")
LOSSES: dict[str, Style] = {
    "loss": {"label": "training", "color": COLOURS[0], "linestyle": (0, (4, 2))},
    "val_loss": {"label": "validation", "color": COLOURS[1], "linestyle": "-"},
}


def training_curves(histories: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot the losses of each epoch: a row per method, a column per size, a line per repetition.

    Parameters
    ----------
    histories : DataFrame
        One row per epoch with the axes of its run, all of one data set.
    """
    rows = list(dict.fromkeys(zip(histories["condition"], histories["method"], strict=True)))
    sizes = sorted(histories["size_name"].unique(), key=float)
    figure, grid = panel_grid(max(len(rows), 1), max(len(sizes), 1), sharey="row")
    for axes, ((condition, method), size) in zip(
        grid.flat, itertools.product(rows, sizes), strict=False
    ):
        _draw_losses(axes, rows_of(histories, condition=condition, method=method, size_name=size))
        axes.set_title(f"{vocabulary.label_method(method)}, {size} labelled pixels")
    for row in grid:
        row[0].set_ylabel("loss")
    add_legend(figure, [legend_line(**style) for style in LOSSES.values()], len(LOSSES))
    return figure


def _draw_losses(axes: Axes, histories: pd.DataFrame) -> None:
    for _, run in histories.groupby("repetition"):
        for name, style in LOSSES.items():
            axes.plot(run["epoch"], run[name], linewidth=1, **style)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("epoch")
