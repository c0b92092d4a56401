"""How many samples of its own a method needs alone for what it reaches with further data."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.figures.legends import name_methods
from learning_curves.figures.panels import log_axes, panel_grid
from learning_curves.figures.style import Style
from learning_curves.figures.text import say
from learning_curves.vocabulary import Vocabulary

IN_A_ROW = 4
DIAGONAL: Style = {"color": "0.6", "linestyle": "--", "linewidth": 0.8, "zorder": 0}


def exchange_rates_figure(rates: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot the samples that a method needs alone against those it has with further data.

    There is one panel per data set and condition. Above the dashed line the further data save
    samples. An arrow stands for more than the most that were measured.
    """
    rates = rows_of(rates, metric=vocabulary.error).dropna(subset=["equal_size"])
    facets = list_facets(rates)
    columns = max(1, min(len(facets), IN_A_ROW))
    figure, grid = panel_grid(max(1, -(-len(facets) // columns)), columns)
    for axes in grid.flat[max(1, len(facets)) :]:
        axes.set_axis_off()
    if not facets:
        say(grid[0, 0], "no method shares two sizes with itself alone")
        return figure
    styles = _style(dict.fromkeys(rates["method"]))
    for axes, facet in zip(grid.flat, facets, strict=False):
        _draw(axes, select_facet(rates, facet), styles)
        axes.set_title(label_facet(facet, facets), fontsize="medium")
    for axes in grid[-1]:
        axes.set_xlabel(f"{vocabulary.sizes}, with further data", fontsize="small")
    grid[0, 0].set_ylabel(f"{vocabulary.sizes} alone\nfor the same error", fontsize="small")
    name_methods(figure, styles, vocabulary)
    return figure


def _style(methods: Iterable[str]) -> dict[str, Style]:
    names = list(methods)
    colours = sns.color_palette("colorblind", len(names))
    return {
        name: {"color": colour, "marker": "o", "markersize": 4}
        for name, colour in zip(names, colours, strict=True)
    }


def _draw(axes: Axes, rates: pd.DataFrame, styles: dict[str, Style]) -> None:
    sizes = rates["size"]
    most = float(sizes.max())
    for method, style in styles.items():
        rows = rows_of(rates, method=method).sort_values("size")
        measured = rows[np.isfinite(rows["equal_size"])]
        ends = measured[["equal_size_low", "equal_size_high"]].clip(upper=most).to_numpy()
        middles = measured["equal_size"].to_numpy()
        reach = np.abs(np.nan_to_num(ends.T - middles, nan=0.0))
        axes.errorbar(measured["size"], middles, yerr=reach, capsize=2, elinewidth=0.8, **style)
        beyond = rows[np.isinf(rows["equal_size"])]
        axes.plot(beyond["size"], [most] * len(beyond), "^", color=style["color"], markersize=6)
    axes.plot([sizes.min(), most], [sizes.min(), most], **DIAGONAL)
    log_axes(axes, sizes)
