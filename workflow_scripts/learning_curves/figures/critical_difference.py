"""The mean ranks of methods, with their critical difference."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scikit_posthocs import critical_difference_diagram

from learning_curves.answers.friedman import FriedmanTest, friedman
from learning_curves.columns import rows_of
from learning_curves.figures.panels import panels_on
from learning_curves.figures.style import INK, method_styles
from learning_curves.figures.text import NothingToShowError, say, wrap_text
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary

# Inches.
WIDTH = 7.2
AXIS_HEIGHT, LABEL_HEIGHT = 1.9, 0.2
NOTE_HEIGHT = 1.2
MOST_TICKS = 7


def critical_difference(runs: pd.DataFrame, first_condition: str, vocabulary: Vocabulary) -> Figure:
    """Plot mean ranks, one panel per metric; bars join methods that are not shown to differ.

    The note of the test is written under each panel.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    first_condition : str
        The condition whose runs are ranked.
    """
    first = rows_of(runs, condition=first_condition)
    tests = {metric: friedman(first, metric, vocabulary) for metric in vocabulary.errors}
    if all(test.post_hoc.empty for test in tests.values()):
        raise NothingToShowError(tests[vocabulary.error].note)
    return draw_tests(runs, tests, vocabulary)


def draw_tests(
    runs: pd.DataFrame, tests: dict[str, FriedmanTest], vocabulary: Vocabulary
) -> Figure:
    """Plot the mean ranks of tests, metric -> test; the runs determine the colours of methods."""
    heights = [_height(test) for test in tests.values()]
    figure, grid = panels_on((WIDTH, sum(heights)), len(tests), 1, height_ratios=heights)
    colours = {method: style["color"] for method, style in method_styles(runs).items()}
    for axes, (metric, test) in zip(grid.flat, tests.items(), strict=True):
        if test.post_hoc.empty:
            say(axes, test.note)
        else:
            _draw_ranks(axes, test, colours, vocabulary)
            axes.set_xlabel(wrap_text(test.note, WIDTH), fontsize="x-small", loc="center")
        axes.set_title(f"mean rank by {vocabulary.label_metric(metric)} (1: least error)")
    return figure


def _height(test: FriedmanTest) -> float:
    """Return the height of a panel, which only has a sentence if there is no test."""
    return NOTE_HEIGHT if test.post_hoc.empty else AXIS_HEIGHT + LABEL_HEIGHT * len(test.mean_ranks)


def _draw_ranks(
    axes: Axes, test: FriedmanTest, colours: dict[str, Any], vocabulary: Vocabulary
) -> None:
    labels = _label_distinctly(test.mean_ranks.index, vocabulary)
    artists = critical_difference_diagram(
        test.mean_ranks.rename(labels),
        test.post_hoc.rename(index=labels, columns=labels),
        alpha=LEVEL,
        ax=axes,
        label_fmt_left="{label} ({rank:.1f})",
        label_fmt_right="({rank:.1f}) {label}",
        label_props={"fontsize": "small"},
        color_palette={labels[method]: colours[method] for method in labels},
        text_h_margin=0.02 * len(labels),
    )
    # Names in pale colours would be hard to read.
    for text in artists["labels"]:
        text.set_color(INK)
    # The library draws a bar through the methods of a set, whose order differs from run to run.
    for (bar,) in artists["crossbars"]:
        bar.set_xdata(np.sort(bar.get_xdata()))
    n_methods = len(labels)
    axes.set_xticks(np.unique(np.linspace(1, n_methods, min(n_methods, MOST_TICKS)).round()))
    # The library's own bar for the critical difference overlaps the numbers of the axis.
    axes.plot([1, 1 + test.critical_difference], [1.8, 1.8], color=INK, linewidth=2)
    words = f"critical difference {test.critical_difference:.2f}"
    axes.text(1 + test.critical_difference / 2, 2, words, ha="center", va="bottom")
    axes.set_xlim(right=max(axes.get_xlim()[1], n_methods))
    axes.set_ylim(axes.get_ylim()[0] - 0.2, 3.4)


def _label_distinctly(methods: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Label methods; those that would have the same label keep their names."""
    labels = {method: vocabulary.label_method(method) for method in methods}
    counts = Counter(labels.values())
    return {method: label if counts[label] == 1 else method for method, label in labels.items()}
