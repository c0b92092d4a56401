"""How many times as much methods err on other groups as on random samples, over the size."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.columns import rows_of
from learning_curves.figures.legends import name_methods
from learning_curves.figures.panels import log_axes, panel_grid
from learning_curves.figures.style import Style, method_styles
from learning_curves.figures.text import say
from learning_curves.vocabulary import Vocabulary, add_spaces

# Sizes of two methods stand this share apart, so that their intervals do not touch.
APART = 1.03


def group_ratios(ratios: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot the ratio of each method with its 95 % interval: one panel per data set.

    Parameters
    ----------
    ratios : DataFrame
        The table of this name.
    """
    data_sets = list(dict.fromkeys(ratios["data_set"]))
    figure, (panels,) = panel_grid(1, max(1, len(data_sets)), sharey=True)
    if not data_sets:
        say(panels[0], f"no random {vocabulary.sizes} to compare with other {vocabulary.groups}")
        return figure
    styles = method_styles(ratios)
    ends = ratios[["ratio", "ratio_low", "ratio_high"]].to_numpy(float)
    panels[0].set_ylim(min(0.8, np.nanmin(ends) / 1.1), max(1.25, np.nanmax(ends) * 1.1))
    for axes, data_set in zip(panels, data_sets, strict=True):
        _draw_methods(axes, rows_of(ratios, data_set=data_set), styles)
        axes.set_title(add_spaces(data_set))
        axes.set_xlabel(vocabulary.sizes)
    words = f"{vocabulary.error_name} on other {vocabulary.groups},\nover that of random ones"
    panels[0].set_ylabel(words.replace("random ones", f"random {vocabulary.sizes}"))
    name_methods(figure, styles, vocabulary)
    return figure


def _draw_methods(axes: Axes, ratios: pd.DataFrame, styles: dict[str, Style]) -> None:
    methods = list(dict.fromkeys(ratios["method"]))
    for place, method in enumerate(methods):
        rows = rows_of(ratios, method=method).sort_values("size")
        at = rows["size"] * APART ** (place - (len(methods) - 1) / 2)
        axes.plot(at, rows["ratio"], **styles[method])
        axes.vlines(
            at, rows["ratio_low"], rows["ratio_high"], color=styles[method]["color"], linewidth=1
        )
    axes.axhline(1, color="0.5", linewidth=1, zorder=0)
    log_axes(axes, ratios["size"])
    sns.despine(ax=axes)
