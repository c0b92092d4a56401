"""Maps of predicted abundances, next to the true ones."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from learning_curves.figures.panels import spread
from learning_curves.figures.style import Style, use_theme
from learning_curves.figures.text import NothingToShowError, wrap_text
from learning_curves.vocabulary import Vocabulary, add_spaces
from unmixing.figures.composite import compose_colours, label_composite
from unmixing.figures.images import NO_IMAGE, compute_tallness, draw_image, is_image
from unmixing.figures.predicted_pixels import (
    PredictedPixels,
    draw_absence,
    draw_verdict,
    notes_on_diverged,
)
from unmixing.figures.sheets import (
    GAP,
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
SMALLEST_MAP, LARGEST_MAP = 0.6, 1.6
NAMES, BARS, HEADINGS = 0.3, 0.8, 0.65
BARS_WIDTH = 2.6

MOST_SIZES = 3
NOT_PREDICTED = "0.72"
LARGEST_ERROR = 0.3
PIXELS: Style = {"interpolation": "nearest"}
ABUNDANCE: Style = {"cmap": "viridis", "norm": Normalize(0, 1)}
ERROR: Style = {"cmap": "PuOr", "norm": Normalize(-LARGEST_ERROR, LARGEST_ERROR)}
DIFFERENCE = "predicted \N{MINUS SIGN} true"


def abundance_maps(
    scene: Scene, runs: list[PredictedPixels], data_set: str, method: str, vocabulary: Vocabulary
) -> Figure:
    """Draw truth, predictions at every size and their errors: two rows per endmember.

    Only test pixels are predicted; the others are grey. Of many sizes only some are drawn,
    including the smallest and the largest. A scene that is not an image has no map.

    Parameters
    ----------
    runs : list[PredictedPixels]
        Runs of one method and seed, by rising size.
    data_set, method : str
        Their names.
    """
    use_theme("white")
    title = f"{add_spaces(data_set)}, {vocabulary.label_method(method)}"
    if not is_image(scene):
        raise NothingToShowError(f"{title}: {NO_IMAGE}")
    drawn = spread(runs, MOST_SIZES)
    figure, grid = _grid(scene, max(1, len(drawn)))
    for i, name in enumerate(scene.names):
        above, below = grid[2 * i], grid[2 * i + 1]
        draw_image(above[0], scene, scene.abundances[..., i], **PIXELS, **ABUNDANCE)
        above[0].set_ylabel(name, fontsize="small")
        _name_row(below[0], wrap_text(DIFFERENCE, SMALLEST_MAP))
        for axes, error_axes, run in zip(above[1:], below[1:], drawn, strict=False):
            _draw_run(axes, error_axes, scene, run, i)
    draw_heading(grid[0, 0], "truth")
    for axes, run in zip(grid[0, 1:], drawn, strict=False):
        draw_heading(axes, f"{run.n_train_pixels:,}\nlabelled")
    if not drawn:
        draw_absence(grid[0, 1])
    _draw_header(figure, grid, scene)
    draw_title(figure, title)
    draw_note(figure, _sentences(runs, drawn))
    return figure


def _grid(scene: Scene, n_sizes: int) -> tuple[Figure, np.ndarray]:
    """Lay maps out as wide as a page, below a header as tall as a map."""
    rows, columns = 2 * scene.n_endmembers, 1 + n_sizes
    fixed = TITLE + HEADINGS + NOTE
    gaps = scene.n_endmembers * (GAP + ROW_GAP)
    tallness = compute_tallness(scene)
    largest = LARGEST_MAP / max(1, tallness)
    map_width = min(largest, (PAGE[0] - NAMES) / columns - GAP)
    map_height = map_width * tallness
    # Columns of a narrow scene are as wide as their headings.
    column_width = max(map_width, SMALLEST_MAP)
    right = NAMES + columns * (column_width + GAP)
    pair_height = 2 * map_height + GAP
    grid_height = rows * map_height + gaps - ROW_GAP
    width = max(right, NAMES + map_width + BARS_WIDTH)
    height = fixed + max(map_height, BARS) + grid_height
    figure = plt.figure(figsize=(width, height))
    pairs = figure.add_gridspec(
        scene.n_endmembers,
        1,
        left=NAMES / width,
        right=(right - GAP) / width,
        bottom=NOTE / height,
        top=(NOTE + grid_height) / height,
        hspace=ROW_GAP / pair_height,
    )
    spacing = {"wspace": GAP / column_width, "hspace": GAP / map_height}
    grid = np.vstack(
        [
            pairs[i].subgridspec(2, columns, **spacing).subplots(squeeze=False)
            for i in range(scene.n_endmembers)
        ]
    )
    for axes in grid.flat:
        axes.set(xticks=[], yticks=[], facecolor=NOT_PREDICTED)
    return figure, grid


def _draw_run(axes: Axes, error_axes: Axes, scene: Scene, run: PredictedPixels, i: int) -> None:
    predicted = _map(scene, run, i)
    draw_image(axes, scene, predicted, **PIXELS, **ABUNDANCE)
    draw_image(error_axes, scene, predicted - scene.abundances[..., i], **PIXELS, **ERROR)
    draw_verdict(axes, scene, run, i)


def _map(scene: Scene, run: PredictedPixels, endmember: int) -> np.ndarray:
    """Lay predictions out as an image; NaN where there are none."""
    flat = np.full(scene.shape[0] * scene.shape[1], np.nan, np.float32)
    flat[run.indices] = run.abundances[:, endmember]
    return flat.reshape(scene.shape[:2])


def _name_row(axes: Axes, text: str) -> None:
    """Write what a row shows in the panel before it."""
    axes.set_axis_off()
    axes.text(0.97, 0.5, text, ha="right", va="center", fontsize="x-small")


def _draw_header(figure: Figure, grid: np.ndarray, scene: Scene) -> None:
    """Draw the scene's colours above the first column, and both colour bars next to them."""
    width, height = figure.get_size_inches()
    first = grid[0, 0].get_position()
    bottom = first.y1 + HEADINGS / height
    colours = figure.add_axes((first.x0, bottom, first.width, first.height))
    draw_image(colours, scene, compose_colours(scene), **PIXELS)
    colours.set_xlabel(label_composite(scene), fontsize="x-small", labelpad=2)
    left = first.x1 + 0.3 / width
    bar_width = min(3.2 / width, 0.97 - left)
    bars = ((0.6, ABUNDANCE, "abundance", "neither"), (0.18, ERROR, DIFFERENCE, "both"))
    for offset, colours_of, label, extend in bars:
        bar = figure.colorbar(
            ScalarMappable(**colours_of),
            cax=figure.add_axes((left, bottom + offset / height, bar_width, 0.09 / height)),
            orientation="horizontal",
            extend=extend,
        )
        bar.set_label(label, fontsize="x-small", labelpad=1)
        bar.ax.tick_params(labelsize="x-small", length=2, pad=1)


def _sentences(runs: list[PredictedPixels], drawn: list[PredictedPixels]) -> list[str]:
    sentences = ["Grey: not predicted, since only test pixels are."]
    if len(drawn) < len(runs):
        sentences.append(f"{len(drawn)} of {len(runs)} sizes are shown.")
    return sentences + notes_on_diverged(drawn)
