"""Predicted against true abundances, as densities of test pixels."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from learning_curves.figures.style import Style, use_theme
from learning_curves.figures.text import wrap_text
from learning_curves.vocabulary import Vocabulary, add_spaces
from unmixing.figures.predicted_pixels import (
    PredictedPixels,
    draw_absence,
    draw_verdict,
    notes_on_diverged,
    select_truth,
)
from unmixing.figures.sheets import (
    GAP,
    NARROWEST,
    NOTE,
    PAGE,
    ROW_GAP,
    TITLE,
    draw_heading,
    draw_note,
    draw_title,
)
from unmixing.scenes.scene import Scene

# Inches.
SMALLEST_PANEL, LARGEST_PANEL = 0.55, 1.35
LABELS, BAR, TICKS, HEADING = 0.75, 0.6, 0.35, 0.12

# From this number on, two methods share a row of panels if the page is wide enough.
MANY_MODELS = 7
EDGES = np.linspace(-0.05, 1.05, 61)
LIMITS = (EDGES[0], EDGES[-1])


def predicted_against_true(
    scene: Scene, runs: dict[str, PredictedPixels], data_set: str, vocabulary: Vocabulary
) -> Figure:
    """Draw the density of predicted against true abundances: one row per model.

    Columns are endmembers. Of many models, two share a row if the page is wide enough.

    Parameters
    ----------
    runs : dict[str, PredictedPixels]
        Method -> one run.
    data_set : str
        Name of the scene.
    """
    use_theme("ticks")
    figure, rows = _panel_rows(scene.n_endmembers, max(1, len(runs)))
    # At least ten, or few test pixels would leave the colours without a range.
    most = max([10, *(len(run.indices) for run in runs.values())])
    density = {"cmap": sns.color_palette("crest", as_cmap=True), "norm": LogNorm(1, most)}
    for row, (model, run) in zip(rows, runs.items(), strict=False):
        truth = select_truth(scene, run)
        for i, axes in enumerate(row):
            _draw_density(axes, truth[:, i], run.abundances[:, i], density)
            draw_verdict(axes, scene, run, i)
        height = row[0].get_position().height * figure.get_figheight() + ROW_GAP
        label = (
            f"{wrap_text(vocabulary.label_method(model), height)}\n{run.n_train_pixels:,} labelled"
        )
        row[0].set_ylabel(label, fontsize="x-small")
    for row in rows:
        if row[0].get_subplotspec().is_first_row():
            for axes, name in zip(row, scene.names, strict=True):
                draw_heading(axes, name)
    if not runs:
        draw_absence(rows[0][0])
    draw_title(figure, add_spaces(data_set))
    _draw_frame(figure, density)
    draw_note(figure, _sentences(runs))
    return figure


def _panel_rows(n_endmembers: int, n_models: int) -> tuple[Figure, list[np.ndarray]]:
    """Lay panels out on a page: a row of axes for each model, in the order of models."""
    two_fit = 2 * (LABELS + n_endmembers * (SMALLEST_PANEL + GAP)) + BAR <= PAGE[0]
    blocks = 2 if n_models >= MANY_MODELS and two_fit else 1
    per_block = -(-n_models // blocks)
    room = (PAGE[0] - BAR) / blocks - LABELS
    side = min(LARGEST_PANEL, max(room / n_endmembers - GAP, SMALLEST_PANEL))
    block_width = LABELS + n_endmembers * (side + GAP)
    width = max(NARROWEST, blocks * block_width + BAR)
    height = TITLE + HEADING + per_block * (side + ROW_GAP) + TICKS + NOTE
    figure = plt.figure(figsize=(width, height))
    bottom = (TICKS + NOTE) / height
    rows: list[np.ndarray] = []
    for block in range(blocks):
        left = block * block_width + LABELS
        grid = figure.add_gridspec(
            per_block,
            n_endmembers,
            left=left / width,
            right=(left + n_endmembers * (side + GAP) - GAP) / width,
            bottom=bottom,
            top=bottom + (per_block * (side + ROW_GAP) - ROW_GAP) / height,
            wspace=GAP / side,
            hspace=ROW_GAP / side,
        )
        rows.extend(grid.subplots(sharex=True, sharey=True, squeeze=False))
    for axes in np.ravel(rows[n_models:]):
        axes.set_axis_off()
    for axes in np.ravel(rows[:n_models]):
        _set_axes(axes)
    # The last panels may lie above an empty row, and carry the numbers.
    for axes in rows[n_models - 1]:
        axes.tick_params(labelbottom=True)
    return figure, rows[:n_models]


def _set_axes(axes: Axes) -> None:
    axes.set(xlim=LIMITS, ylim=LIMITS)
    axes.plot([0, 1], [0, 1], color="0.4", linewidth=0.5)
    axes.set_xticks([0, 0.5, 1], ["0", "", "1"], fontsize="x-small")
    axes.set_yticks([0, 0.5, 1], ["0", "", "1"], fontsize="x-small")
    axes.tick_params(length=2, pad=1)


def _draw_density(axes: Axes, truth: np.ndarray, predicted: np.ndarray, density: Style) -> None:
    counts = np.histogram2d(truth, predicted.clip(*LIMITS), bins=EDGES)[0].T
    axes.imshow(
        np.ma.masked_equal(counts, 0),
        origin="lower",
        extent=(*LIMITS, *LIMITS),
        interpolation="nearest",
        **density,
    )


def _draw_frame(figure: Figure, density: Style) -> None:
    """Name both axes once for all panels, and draw the colour bar to their right."""
    width, height = figure.get_size_inches()
    options: Style = {"fontsize": "small", "ha": "center", "va": "center"}
    top, bottom = height - TITLE - HEADING - ROW_GAP, TICKS + NOTE
    middle = (top + bottom) / 2 / height
    figure.text(0.1 / width, middle, "predicted abundance", rotation=90, **options)
    figure.text(0.5, (NOTE + 0.08) / height, "true abundance", **options)
    bar_height = min(2, top - bottom)
    place = (1 - 0.5 / width, middle - bar_height / 2 / height, 0.09 / width, bar_height / height)
    bar = figure.colorbar(
        ScalarMappable(**density),
        cax=figure.add_axes(place),
        format=FuncFormatter(lambda value, _: f"{value:,g}"),
    )
    bar.set_label("test pixels", fontsize="x-small", labelpad=1)
    bar.ax.tick_params(which="both", labelsize="x-small", length=2, pad=1)


def _sentences(runs: dict[str, PredictedPixels]) -> list[str]:
    low, high = LIMITS
    beyond = sum(
        int(((run.abundances < low) | (run.abundances > high)).sum()) for run in runs.values()
    )
    sentences = ["Line: equality."]
    if beyond:
        sentences.append(f"{beyond:,} predictions beyond the axes are drawn at their edge.")
    return sentences + notes_on_diverged(runs.values())
