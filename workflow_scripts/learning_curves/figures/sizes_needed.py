"""The training samples that target errors need."""

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.answers.estimand import describe_study_estimand, geometric_mean
from learning_curves.answers.statuses import (
    BRACKETS,
    FAR,
    INTERPOLATED,
    ONE_REPETITION,
    REACHED,
    UNREACHABLE,
)
from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.figures.legends import add_legend, legend_line
from learning_curves.figures.panels import panels_on, spread
from learning_curves.figures.style import Style, method_styles
from learning_curves.figures.text import say, wrap_text
from learning_curves.vocabulary import Vocabulary

MOST_TARGETS = 4
# Inches; the legend needs the narrowest width.
NAMES, PANEL_WIDTH, NARROWEST = 1.4, 1.5, 6.8
HEADING, ROW_HEIGHT, LEGEND_HEIGHT = 0.9, 0.24, 0.6
LABEL_WIDTH = 0.45
# Ends of the panels, as multiples of the smallest and largest size.
BEGIN, END = 1 / 1.3, 1.5 * FAR


def sizes_needed(answers: pd.DataFrame, runs: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot the training samples needed: one row per data set, one column per target error.

    A dot is the estimate with its 95 % interval, hollow beyond the measured sizes. An arrow is a
    lower bound without an upper one, and a cross a target that no fit reaches. If the measured
    means alone answer, the status is written out.
    """
    answers = rows_of(answers, metric=vocabulary.error)
    facets = list_facets(answers)
    targets = spread(sorted(answers["target_error"].unique(), reverse=True), MOST_TARGETS)
    methods = sorted(answers["method"].unique(), reverse=True)
    rows, columns = max(1, len(facets)), max(1, len(targets))
    width = max(NARROWEST, NAMES + PANEL_WIDTH * columns)
    height = (HEADING + ROW_HEIGHT * len(methods)) * rows + LEGEND_HEIGHT
    figure, grid = panels_on((width, height), rows, columns, sharey=True, sharex="row")
    room = LABEL_WIDTH * columns / (width - NAMES)
    styles = method_styles(runs)
    for row, facet in zip(grid, facets, strict=False):
        data_set, _ = facet
        sizes = rows_of(runs, data_set=data_set)["size"]
        for axes, target in zip(row, targets, strict=True):
            part = rows_of(select_facet(answers, facet), target_error=target).set_index("method")
            _draw_sizes(axes, sizes)
            _draw_answers(axes, part, methods, sizes, styles)
            _set_axes(axes, methods, sizes, room, vocabulary)
            axes.set_title(f"{vocabulary.error_name} {target:g}", fontsize="small")
        row[0].set_ylabel(label_facet(facet, facets), fontsize="small")
    if not facets:
        say(grid[0, 0], "no answers yet")
    words = f"Error: {describe_study_estimand(runs, geometric_mean(vocabulary))}."
    figure.supxlabel(
        wrap_text(f"{vocabulary.sizes} needed (beyond the measured sizes on grey). {words}", width),
        fontsize="x-small",
    )
    add_legend(figure, _legend(), 4, place="outside upper center", fontsize="x-small")
    return figure


def _draw_sizes(axes: Axes, sizes: pd.Series) -> None:
    """Mark the measured sizes, and shade what lies beyond them."""
    for size in sizes.unique():
        axes.axvline(size, color="0.9", linewidth=0.8, zorder=0)
    axes.axvspan(sizes.max(), END * sizes.max(), color="0.96", zorder=-1)


def _draw_answers(
    axes: Axes,
    answers: pd.DataFrame,
    methods: list[str],
    sizes: pd.Series,
    styles: dict[str, Style],
) -> None:
    end = END * sizes.max()
    for height, method in enumerate(methods):
        if method not in answers.index:
            continue
        answer, colour = answers.loc[method], styles[method]["color"]
        if answer["status"] == UNREACHABLE:
            axes.plot(0.8 * end, height, marker="x", color=colour)
        elif answer["status"] in BRACKETS:
            axes.text(sizes.min(), height, answer["status"], va="center", fontsize="xx-small")
        else:
            _draw_interval(axes, answer, height, end, colour)


def _draw_interval(axes: Axes, answer: pd.Series, height: int, end: float, colour: Any) -> None:
    inside = colour if answer["status"] in (REACHED, ONE_REPETITION, INTERPOLATED) else "white"
    if pd.notna(answer["needed"]):
        axes.plot(answer["needed"], height, marker="o", ms=5, mfc=inside, mec=colour)
    if pd.isna(answer["low"]):
        return
    if np.isfinite(answer["high"]):
        axes.plot([answer["low"], answer["high"]], [height, height], color=colour)
    else:
        axes.annotate(
            "",
            (end, height),
            (answer["low"], height),
            arrowprops={"arrowstyle": "->", "color": colour, "shrinkA": 0, "shrinkB": 0},
        )


def _set_axes(
    axes: Axes, methods: list[str], sizes: pd.Series, room: float, vocabulary: Vocabulary
) -> None:
    axes.set_xscale("log")
    axes.set_xlim(BEGIN * sizes.min(), END * sizes.max())
    axes.set_ylim(-0.6, len(methods) - 0.4)
    axes.set_yticks(range(len(methods)), [vocabulary.label_method(method) for method in methods])
    axes.minorticks_off()
    labelled = _labelled(sorted(sizes.unique()), room)
    axes.set_xticks(labelled, [f"{size:,}" for size in labelled])
    axes.tick_params(labelsize="x-small")
    sns.despine(ax=axes)


def _labelled(sizes: list[int], room: float) -> list[int]:
    """Choose the sizes to label: both ends, and others at least `room` apart."""
    smallest, largest = sizes[0], sizes[-1]
    apart = room * np.log(END * largest / (BEGIN * smallest))
    chosen = [smallest]
    for size in sizes[1:-1]:
        if min(np.log(size / chosen[-1]), np.log(largest / size)) > apart:
            chosen.append(size)
    return sorted({*chosen, largest})


def _legend() -> list[Artist]:
    return [
        legend_line("estimate, 95 % interval", marker="o", ms=5),
        legend_line("estimate, extrapolated or unbounded", marker="o", ms=5, mfc="w"),
        legend_line("without an upper bound", marker=">", ms=3, linestyle="-", markevery=[1]),
        legend_line("never", marker="x", linestyle="none"),
    ]
