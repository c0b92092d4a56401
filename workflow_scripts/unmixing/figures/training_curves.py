"""The losses of every epoch of training."""

import itertools

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from unmixing.evaluation.tables import rows_of
from unmixing.figures.legends import add_legend, legend_line
from unmixing.figures.names import method_label
from unmixing.figures.panels import panel_grid
from unmixing.figures.style import Style

COLOURS = sns.color_palette("colorblind")
LOSSES: dict[str, Style] = {
    "loss": {"label": "training", "color": COLOURS[0], "linestyle": (0, (4, 2))},
    "val_loss": {"label": "validation", "color": COLOURS[1], "linestyle": "-"},
}


def training_curves(histories: pd.DataFrame) -> Figure:
    """Plot the losses of each epoch: a row a model, a column a train size, a line a seed.

    Parameters
    ----------
    histories : a row an epoch, with the axes of its run, of one scene
    """
    rows = list(dict.fromkeys(zip(histories["condition"], histories["model"], strict=True)))
    sizes = sorted(histories["train_size"].unique(), key=float)
    figure, grid = panel_grid(max(len(rows), 1), max(len(sizes), 1), sharey="row")
    for axes, ((condition, model), size) in zip(
        grid.flat, itertools.product(rows, sizes), strict=False
    ):
        _draw_losses(axes, rows_of(histories, condition=condition, model=model, train_size=size))
        axes.set_title(f"{method_label(model)}, {size} labelled pixels")
    for row in grid:
        row[0].set_ylabel("loss")
    add_legend(figure, [legend_line(**style) for style in LOSSES.values()], len(LOSSES))
    return figure


def _draw_losses(axes: Axes, histories: pd.DataFrame) -> None:
    for _, run in histories.groupby("seed"):
        for name, style in LOSSES.items():
            axes.plot(run["epoch"], run[name], linewidth=1, **style)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("epoch")
