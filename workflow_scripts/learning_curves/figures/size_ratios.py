"""How many times as many labels one method needs as another."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.figures.panels import matrix_grid, name_rows_and_columns
from learning_curves.figures.text import NothingToShowError, wrap_text
from learning_curves.vocabulary import Vocabulary

# Inches.
BAR_HEIGHT = 2.3
LARGEST_RATIO = 8
LIMIT = np.log2(LARGEST_RATIO)
# With fewer, no exact test of paired repetitions can reach p = 0.05.
ENOUGH_REPETITIONS = 6
APART = "> or < alone: one method errs more with its largest size than the other with its smallest."
NO_RATIO = "A ratio needs two methods that share two sizes, and whose errors are shown to fall."
EMPTY = "Empty: an error is not shown to fall, or two sizes are not shared."


def size_ratios(efficiency: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot how many times as many labels the row's method needs as the column's.

    There is one panel per data set. A star marks a ratio whose 95 % interval excludes 1, from six
    repetitions on. Methods without a shared error have a sign instead of a number. A cell is empty
    if two methods do not share two sizes, or if one of them is not shown to fall over those; a
    method without any ratio is left out.
    """
    efficiency = rows_of(efficiency, metric=vocabulary.error)
    known = efficiency.dropna(subset="size_ratio")
    if known.empty:
        raise NothingToShowError(NO_RATIO)
    facets = list_facets(known)
    methods = sorted(set(known["method_a"]) | set(known["method_b"]))
    figure, grid = matrix_grid(facets, len(methods))
    for axes, facet in zip(grid.flat, facets, strict=False):
        image = _draw_ratios(axes, select_facet(efficiency, facet), methods, vocabulary)
        axes.set_title(label_facet(facet, facets))
    share_of_height = BAR_HEIGHT / figure.get_figheight()
    bar = figure.colorbar(image, ax=grid, shrink=share_of_height, ticks=[-3, -2, -1, 0, 1, 2, 3])
    bar.ax.set_yticklabels(["≤ 1/8", "1/4", "1/2", "1", "2", "4", "≥ 8"])
    bar.set_label(f"{vocabulary.sizes} of the row over those of the column", fontsize="small")
    bar.ax.tick_params(labelsize="x-small")
    ratios = efficiency["size_ratio"]
    notes = {APART: ratios.isin([0, np.inf]), EMPTY: ratios.isna()}
    words = " ".join(note for note, holds in notes.items() if holds.any())
    if words:
        figure.supxlabel(wrap_text(words, figure.get_figwidth()), fontsize="x-small")
    return figure


def _draw_ratios(
    axes: Axes, pairs: pd.DataFrame, methods: list[str], vocabulary: Vocabulary
) -> AxesImage:
    """Draw one matrix: log2 ratios, with their numbers."""
    ratios, sure = _matrices(pairs, methods)
    image = axes.imshow(ratios.clip(-LIMIT, LIMIT), cmap="PuOr_r", vmin=-LIMIT, vmax=LIMIT)
    for (i, j), ratio in np.ndenumerate(ratios):
        if not np.isnan(ratio):
            words = _in_words(ratio) + ("*" if sure[i, j] else "")
            colour = "white" if abs(ratio) > 0.6 * LIMIT else "black"
            axes.text(j, i, words, ha="center", va="center", fontsize="xx-small", color=colour)
    name_rows_and_columns(axes, methods, vocabulary)
    return image


def _matrices(pairs: pd.DataFrame, methods: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the log2 ratio of each row to each column, and whether it certainly is not 1."""
    index = {method: i for i, method in enumerate(methods)}
    ratios = np.full((len(methods), len(methods)), np.nan)
    sure = np.zeros_like(ratios, dtype=bool)
    for pair in pairs.dropna(subset="size_ratio").itertuples():
        i, j = index[pair.method_a], index[pair.method_b]
        with np.errstate(divide="ignore"):
            ratios[i, j] = np.log2(pair.size_ratio)
        ratios[j, i] = -ratios[i, j]
        excludes_one = pair.size_ratio_low > 1 or pair.size_ratio_high < 1
        sure[i, j] = sure[j, i] = excludes_one and pair.n_repetitions >= ENOUGH_REPETITIONS
    return ratios, sure


def _in_words(log_ratio: float) -> str:
    if np.isinf(log_ratio):
        return ">" if log_ratio > 0 else "<"
    if abs(log_ratio) > LIMIT:
        return f"> {LARGEST_RATIO}" if log_ratio > 0 else f"< 1/{LARGEST_RATIO}"
    return f"{2**log_ratio:.2g}"
