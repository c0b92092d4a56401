"""The figure of errors against those of the mean, on computed and on measured labels."""

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from learning_curves.figures.panels import panels_on

INCHES = (7.0, 3.4)
TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1)


def errors_against_the_mean(
    ratios: pd.DataFrame,
    methods: Mapping[str, str],
    computed: Mapping[str, str],
    measured: Mapping[str, str],
) -> Figure:
    """Plot one row per method, and one point per scene.

    Parameters
    ----------
    ratios : DataFrame
        A row per method and a column per scene: its error over that of the mean of the labels.
    """
    figure, ((axes,),) = panels_on(INCHES, 1, 1)
    blue, _, _, orange, *_ = sns.color_palette("colorblind")
    for scenes, colour, marker, words in (
        (computed, blue, "o", "labels computed from the image"),
        (measured, orange, "D", "labels that somebody measured"),
    ):
        there = ratios.reindex(index=list(methods), columns=list(scenes))
        for place, (_, row) in enumerate(there.iterrows()):
            axes.plot(
                row,
                [place] * len(row),
                marker,
                color=colour,
                markersize=8,
                alpha=0.85,
                label=words if place == 0 else None,
            )
    axes.axvline(1, color="0.4", linewidth=1, linestyle="--")
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(TICKS))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_yticks(range(len(methods)), list(methods.values()), fontsize="large")
    axes.invert_yaxis()
    axes.tick_params(axis="x", labelsize="large")
    axes.set_xlabel("error over that of always predicting the mean", fontsize="large")
    axes.grid(True, axis="both", color="0.92")
    axes.legend(
        loc="lower center", bbox_to_anchor=(0.4, 1), ncols=2, fontsize="medium", frameon=False
    )
    sns.despine(ax=axes)
    return figure
