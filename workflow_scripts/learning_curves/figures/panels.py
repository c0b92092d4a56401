"""Grids of panels, and their axes."""

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from learning_curves.figures.facets import Facet
from learning_curves.figures.style import use_theme
from learning_curves.vocabulary import Vocabulary

# Inches.
PANEL = (3.4, 2.6)
LEGEND_HEIGHT = 0.6
SMALLEST_MATRIX, MATRIX_CELL, MATRIX_NAMES = 2.8, 0.42, 1.3
WIDEST = 16
# Labels of sizes closer than this share of the axis would touch.
TICK_GAP = 0.13
Shown = TypeVar("Shown")


def panel_grid(rows: int, columns: int, **options: Any) -> tuple[Figure, np.ndarray]:
    """Make a grid of panels of the usual size, above a legend."""
    size = (PANEL[0] * columns, PANEL[1] * rows + LEGEND_HEIGHT)
    return panels_on(size, rows, columns, **options)


def panels_on(
    size: tuple[float, float],
    rows: int,
    columns: int,
    theme: Literal["ticks", "white"] = "ticks",
    **options: Any,
) -> tuple[Figure, np.ndarray]:
    """Make a grid of panels on a sheet of the given size in inches."""
    use_theme(theme)
    return plt.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained", **options)


def matrix_grid(facets: Sequence[Facet], n_methods: int) -> tuple[Figure, np.ndarray]:
    """Make a grid of matrices of methods; with several conditions, one row per data set."""
    side = max(SMALLEST_MATRIX, MATRIX_CELL * n_methods + MATRIX_NAMES)
    n_conditions = len({condition for _, condition in facets})
    in_a_row = n_conditions if n_conditions > 1 else len(facets)
    columns = max(1, min(in_a_row, int(WIDEST / side)))
    rows = max(1, -(-len(facets) // columns))
    size = (side * columns + 1.2, side * rows + 1)
    figure, grid = panels_on(size, rows, columns, theme="white")
    for axes in grid.flat[max(1, len(facets)) :]:
        axes.set_axis_off()
    return figure, grid


def spread(there: Sequence[Shown], most: int) -> list[Shown]:
    """Choose at most `most` items evenly, including both ends."""
    chosen = np.linspace(0, len(there) - 1, min(len(there), most)).round().astype(int)
    return [there[i] for i in chosen]


def log_axes(axes: Axes, sizes: pd.Series) -> None:
    """Set logarithmic axes with the given sizes as horizontal ticks."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = np.sort(sizes.unique())
    axes.xaxis.set_major_locator(FixedLocator(ticks.tolist()))
    gaps = np.diff(np.log(ticks))
    if (gaps < TICK_GAP * gaps.sum()).any():
        axes.tick_params(axis="x", labelrotation=45)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    log_errors(axes)
    axes.grid(True, which="major", color="0.92")
    sns.despine(ax=axes)


def log_errors(axes: Axes) -> None:
    """Set the ticks of a logarithmic error axis, with fewer per decade on a longer range."""
    decades = _count_decades(axes.get_ylim())
    subs = (1, 2, 3, 5, 7) if decades < 1 else (1, 2, 5) if decades < 1.7 else (1, 3)
    _label_logs(axes.yaxis, subs)


def log_times(axes: Axes) -> None:
    """Set the ticks of a logarithmic time axis, so few that their labels do not touch."""
    decades = _count_decades(axes.get_xlim())
    subs = (
        (1, 2, 3, 5, 7)
        if decades < 1
        else (1, 2, 5)
        if decades < 2
        else (1, 3)
        if decades < 3
        else (1,)
    )
    _label_logs(axes.xaxis, subs)


def _count_decades(limits: tuple[float, float]) -> float:
    return float(np.diff(np.log10(limits))[0])


def _label_logs(axis: Axis, subs: tuple[int, ...]) -> None:
    """Label these multiples of the powers of ten."""
    axis.set_major_locator(LogLocator(subs=subs))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def name_rows_and_columns(axes: Axes, methods: list[str], vocabulary: Vocabulary) -> None:
    """Label the rows and columns of a matrix with the methods."""
    labels = [vocabulary.label_method(method) for method in methods]
    axes.set_xticks(range(len(methods)), labels, rotation=90, fontsize="x-small")
    axes.set_yticks(range(len(methods)), labels, fontsize="x-small")
