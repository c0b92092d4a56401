"""What campaigns cost that reach target errors, a curve per design."""

import itertools
from collections.abc import Iterable

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from learning_curves.answers.assurance import say_share_of
from learning_curves.columns import rows_of
from learning_curves.figures.legends import add_legend, legend_line
from learning_curves.figures.panels import log_errors, panel_grid
from learning_curves.figures.style import MARKERS, Style
from learning_curves.figures.text import say
from learning_curves.vocabulary import Vocabulary, add_spaces

DESIGN = ["condition", "method"]
# Designs in a panel; those that are the cheapest most often are shown.
MOST_DESIGNS = 6
OF_CHEAPEST: Style = {"s": 22, "facecolors": "none", "edgecolors": "0.3", "linewidths": 0.6}


def campaign_costs(by_error: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot the costs that target errors take: one panel per data set.

    A curve is a design, with its best method, and a ring marks the cheapest.
    """
    known = by_error.dropna(subset=["cost"])
    data_sets = list(dict.fromkeys(by_error["data_set"]))
    figure, (panels,) = panel_grid(1, max(1, len(data_sets)))
    shown = {data_set: _choose_designs(rows_of(known, data_set=data_set)) for data_set in data_sets}
    styles = _style(dict.fromkeys(design for designs in shown.values() for design in designs))
    for axes, data_set in zip(panels, data_sets, strict=False):
        here = rows_of(known, data_set=data_set)
        if here.empty:
            say(axes, f"No campaign on {add_spaces(data_set)} is known to reach a target error.")
            continue
        _draw_designs(axes, here, {design: styles[design] for design in shown[data_set]})
        axes.set_title(add_spaces(data_set), fontsize="medium")
        axes.set_xlabel(f"cost ({known['unit'].iloc[0]})")
    if styles:
        share = say_share_of(known["assurance"].iloc[0])
        words = f"{vocabulary.error_name} that {share} campaigns reach"
        panels[0].set_ylabel(words, fontsize="small")
        named = [
            legend_line(f"{vocabulary.label_method(method)}, {add_spaces(condition)}", **style)
            for (condition, method), style in styles.items()
        ]
        add_legend(figure, named, min(2 * len(data_sets), len(named)), fontsize="x-small")
    return figure


def _style(designs: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Style]:
    designs = list(designs)
    colours = sns.color_palette("colorblind", len(designs))
    return {
        design: {"color": colour, "marker": marker, "markersize": 3}
        for design, colour, marker in zip(designs, colours, itertools.cycle(MARKERS), strict=False)
    }


def _choose_designs(known: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return for every condition of a data set the method that is its cheapest most often."""
    if known.empty:
        return []
    place = ["target_error", "condition"]
    cheapest = known.loc[known.groupby(place)["cost"].idxmin()]
    counts = cheapest.groupby(DESIGN, sort=False).size().sort_values(ascending=False, kind="stable")
    best = counts.reset_index().drop_duplicates("condition").head(MOST_DESIGNS)
    return [tuple(design) for design in best[DESIGN].to_numpy()]


def _draw_designs(axes: Axes, known: pd.DataFrame, styles: dict[tuple[str, ...], Style]) -> None:
    for design, style in styles.items():
        rows = rows_of(known, **dict(zip(DESIGN, design, strict=True))).sort_values("target_error")
        # Errors that the smallest measured size reaches cost the same.
        rows = rows[~rows["cost"].duplicated(keep="first")]
        axes.plot(rows["cost"], rows["target_error"], **style)
        marked = rows[rows["cheapest"]]
        axes.scatter(marked["cost"], marked["target_error"], **OF_CHEAPEST)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    log_errors(axes)
    axes.grid(True, which="major", color="0.92")
    sns.despine(ax=axes)
