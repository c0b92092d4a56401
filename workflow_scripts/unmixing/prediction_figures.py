"""Figures of predicted abundances: maps beside the truth, and predicted against true."""

from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure

from unmixing.drawing import method_label, wrapped
from unmixing.metrics import abundance_metrics
from unmixing.predictions import read_predictions
from unmixing.scene import Scene
from unmixing.scene_figure import composite, composite_label
from unmixing.splits import read_split

# Inches: a page, and the parts of a figure on it.
PAGE = (7.0, 9.2)
NARROWEST = 3.5
SMALLEST_MAP, LARGEST_MAP = 0.6, 1.3
SMALLEST_PANEL, LARGEST_PANEL = 0.55, 1.35
TITLE, NOTE = 0.3, 0.45
GAP, ROW_GAP = 0.06, 0.2
NAMES, BARS, HEADINGS = 0.3, 0.8, 0.65
LABELS, BAR, TICKS, HEADING = 0.75, 0.6, 0.35, 0.12

MOST_SIZES = 7
# From here on, two methods share a row of panels, where the page is wide enough.
MANY_MODELS = 7
NOT_PREDICTED = "0.72"
LARGEST_ERROR = 0.3
ABUNDANCE = {"cmap": "viridis", "norm": Normalize(0, 1)}
ERROR = {"cmap": "PuOr", "norm": Normalize(-LARGEST_ERROR, LARGEST_ERROR)}
EDGES = np.linspace(-0.05, 1.05, 61)
DIFFERENCE = "predicted \N{MINUS SIGN} true"
DIVERGED = "Diverged runs have no error; what they predicted is shown as far as it is finite."
NO_RUN = "no completed run"


class PredictedPixels(NamedTuple):
    """One run: row-major `indices` (n,) of its test pixels, and their abundances (n, p)."""

    n_train_pixels: int
    indices: np.ndarray
    abundances: np.ndarray
    status: str = "completed"


def read_runs_to_draw(
    predictions: list[str | Path], splits: list[str | Path], scene_hash: str
) -> list[PredictedPixels]:
    """Read runs, diverged ones among them, and the splits that they predict, by rising size.

    Raises
    ------
    UserError
        If a split is of another scene.
    """
    runs = []
    for path, split_path in zip(predictions, splits, strict=True):
        run, split = read_predictions(path), read_split(split_path, scene_hash)
        runs.append(PredictedPixels(split.n_labelled, split.test, run.abundances, run.status))
    return sorted(runs, key=lambda run: run.n_train_pixels)


def abundance_maps(scene: Scene, runs: list[PredictedPixels], title: str) -> Figure:
    """Draw truth, predictions at every size and their errors: two rows an endmember.

    Only test pixels are predicted; the others are grey. Of many sizes some are drawn, the smallest
    and the largest among them.

    Parameters
    ----------
    runs : of one model and seed, by rising size
    """
    sns.set_theme(context="paper", style="white")
    drawn = _spread(runs)
    figure, grid = _map_grid(scene, max(1, len(drawn)))
    for i, name in enumerate(scene.names):
        above, below = grid[2 * i], grid[2 * i + 1]
        above[0].imshow(scene.abundances[..., i], interpolation="nearest", **ABUNDANCE)
        above[0].set_ylabel(name, fontsize="small")
        _name_row(below[0], wrapped(DIFFERENCE, SMALLEST_MAP))
        for axes, error_axes, run in zip(above[1:], below[1:], drawn, strict=False):
            _draw_run(axes, error_axes, scene, run, i)
    _head(grid[0, 0], "truth")
    for axes, run in zip(grid[0, 1:], drawn, strict=False):
        _head(axes, f"{run.n_train_pixels:,}\nlabelled")
    if not drawn:
        grid[0, 1].set_title(NO_RUN, fontsize="x-small", pad=2)
    _draw_map_header(figure, grid, scene)
    figure.suptitle(title, fontsize="medium", y=1 - 0.05 / figure.get_figheight(), va="top")
    _note(figure, _map_sentences(runs, drawn))
    return figure


def predicted_against_true(scene: Scene, runs: dict[str, PredictedPixels], title: str) -> Figure:
    """Draw the density of predicted against true abundances: a row a model, a column an endmember.

    Of many models, two share a row where a page is wide enough for the endmembers of both.

    Parameters
    ----------
    runs : model -> one run
    """
    sns.set_theme(context="paper", style="ticks")
    figure, rows = _panel_rows(scene.n_endmembers, max(1, len(runs)))
    # Ten at least, or few test pixels would leave the colours without a range.
    most = max([10, *(len(run.indices) for run in runs.values())])
    density = {"cmap": sns.color_palette("crest", as_cmap=True), "norm": LogNorm(1, most)}
    for row, (model, run) in zip(rows, runs.items(), strict=False):
        truth = _truth(scene, run)
        for i, axes in enumerate(row):
            _draw_density(axes, truth[:, i], run.abundances[:, i], density)
            axes.set_title(_verdict(scene, run, i), fontsize="x-small", pad=2)
        height = row[0].get_position().height * figure.get_figheight() + ROW_GAP
        label = f"{wrapped(method_label(model), height)}\n{run.n_train_pixels:,} labelled"
        row[0].set_ylabel(label, fontsize="x-small")
    for row in rows:
        if row[0].get_subplotspec().is_first_row():
            for axes, name in zip(row, scene.names, strict=True):
                _head(axes, name)
    if not runs:
        rows[0][0].set_title(NO_RUN, fontsize="x-small", pad=2)
    figure.suptitle(title, fontsize="medium", y=1 - 0.05 / figure.get_figheight(), va="top")
    _draw_density_frame(figure, density)
    _note(figure, _density_sentences(runs))
    return figure


def _spread(runs: list[PredictedPixels]) -> list[PredictedPixels]:
    """Choose runs evenly, both ends among them, where a page is too narrow for all."""
    chosen = np.linspace(0, len(runs) - 1, min(len(runs), MOST_SIZES)).round().astype(int)
    return [runs[i] for i in chosen]


def _map_grid(scene: Scene, n_sizes: int) -> tuple[Figure, np.ndarray]:
    """Lay maps out on a page, below a header as tall as a map."""
    rows, columns = 2 * scene.n_endmembers, 1 + n_sizes
    tallness = scene.shape[0] / scene.shape[1]
    fixed = TITLE + HEADINGS + NOTE
    gaps = scene.n_endmembers * (GAP + ROW_GAP)
    map_height = min(max((PAGE[1] - fixed - gaps) / (rows + 1), SMALLEST_MAP), LARGEST_MAP)
    map_width = min(map_height / tallness, (PAGE[0] - NAMES) / columns - GAP)
    map_height = map_width * tallness
    # A narrow scene leaves its columns as wide as their headings.
    column_width = max(map_width, SMALLEST_MAP)
    right = NAMES + columns * (column_width + GAP)
    pair_height = 2 * map_height + GAP
    grid_height = rows * map_height + gaps - ROW_GAP
    width = max(right, NARROWEST)
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
    grid = np.vstack([pair.subgridspec(2, columns, **spacing).subplots() for pair in pairs])
    for axes in grid.flat:
        axes.set(xticks=[], yticks=[], facecolor=NOT_PREDICTED)
    return figure, grid


def _draw_run(axes: Axes, error_axes: Axes, scene: Scene, run: PredictedPixels, i: int) -> None:
    predicted = _map(scene, run, i)
    axes.imshow(predicted, interpolation="nearest", **ABUNDANCE)
    error_axes.imshow(predicted - scene.abundances[..., i], interpolation="nearest", **ERROR)
    axes.set_title(_verdict(scene, run, i), fontsize="x-small", pad=2)


def _draw_map_header(figure: Figure, grid: np.ndarray, scene: Scene) -> None:
    """Draw the scene's colours above the first column, and both colour bars beside them."""
    width, height = figure.get_size_inches()
    first = grid[0, 0].get_position()
    bottom = first.y1 + HEADINGS / height
    colours = figure.add_axes((first.x0, bottom, first.width, first.height))
    colours.imshow(composite(scene), interpolation="nearest")
    colours.set(xticks=[], yticks=[])
    colours.set_xlabel(composite_label(scene), fontsize="x-small", labelpad=2)
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


def _panel_rows(n_endmembers: int, n_models: int) -> tuple[Figure, list[np.ndarray]]:
    """Lay panels out on a page: a row of axes a model, in the order of models."""
    two_fit = 2 * (LABELS + n_endmembers * (SMALLEST_PANEL + GAP)) + BAR <= PAGE[0]
    blocks = 2 if n_models >= MANY_MODELS and two_fit else 1
    per_block = -(-n_models // blocks)
    room = (PAGE[0] - BAR) / blocks - LABELS
    side = min(LARGEST_PANEL, max(room / n_endmembers - GAP, SMALLEST_PANEL))
    block_width = LABELS + n_endmembers * (side + GAP)
    width, height = (
        max(NARROWEST, blocks * block_width + BAR),
        TITLE + HEADING + per_block * (side + ROW_GAP) + TICKS + NOTE,
    )
    figure = plt.figure(figsize=(width, height))
    bottom = (TICKS + NOTE) / height
    rows = []
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
        axes.set(xlim=EDGES[[0, -1]], ylim=EDGES[[0, -1]])
        axes.plot([0, 1], [0, 1], color="0.4", linewidth=0.5)
        axes.set_xticks([0, 0.5, 1], ["0", "", "1"], fontsize="x-small")
        axes.set_yticks([0, 0.5, 1], ["0", "", "1"], fontsize="x-small")
        axes.tick_params(length=2, pad=1)
    # Above an empty row, the last panels are the ones to carry the numbers.
    for axes in rows[n_models - 1]:
        axes.tick_params(labelbottom=True)
    return figure, rows[:n_models]


def _draw_density(axes: Axes, truth: np.ndarray, predicted: np.ndarray, density: dict) -> None:
    counts = np.histogram2d(truth, predicted.clip(EDGES[0], EDGES[-1]), bins=EDGES)[0].T
    axes.imshow(
        np.ma.masked_equal(counts, 0),
        origin="lower",
        extent=(EDGES[0], EDGES[-1]) * 2,
        interpolation="nearest",
        **density,
    )


def _draw_density_frame(figure: Figure, density: dict) -> None:
    """Name both axes once for all panels, and draw the colour bar to their right."""
    width, height = figure.get_size_inches()
    options = {"fontsize": "small", "ha": "center", "va": "center"}
    top, bottom = height - TITLE - HEADING - ROW_GAP, TICKS + NOTE
    middle = (top + bottom) / 2 / height
    figure.text(0.1 / width, middle, "predicted abundance", rotation=90, **options)
    figure.text(0.5, (NOTE + 0.08) / height, "true abundance", **options)
    bar_height = min(2, top - bottom)
    place = (1 - 0.5 / width, middle - bar_height / 2 / height, 0.09 / width, bar_height / height)
    bar = figure.colorbar(ScalarMappable(**density), cax=figure.add_axes(place))
    bar.set_label("test pixels", fontsize="x-small", labelpad=1)
    bar.ax.tick_params(which="both", labelsize="x-small", length=2, pad=1)


def _verdict(scene: Scene, run: PredictedPixels, endmember: int) -> str:
    if run.status != "completed":
        return run.status
    rmse = abundance_metrics(_truth(scene, run), run.abundances)[f"class{endmember}RMSE"]
    return f"RMSE {rmse:.3f}"


def _map_sentences(runs: list[PredictedPixels], drawn: list[PredictedPixels]) -> list[str]:
    sentences = ["Grey: not predicted, since only test pixels are."]
    if len(drawn) < len(runs):
        sentences.append(f"{len(drawn)} of {len(runs)} sizes are shown.")
    if any(run.status == "diverged" for run in drawn):
        sentences.append(DIVERGED)
    return sentences


def _density_sentences(runs: dict[str, PredictedPixels]) -> list[str]:
    beyond = sum(
        int(((run.abundances < EDGES[0]) | (run.abundances > EDGES[-1])).sum())
        for run in runs.values()
    )
    sentences = ["Line: equality."]
    if beyond:
        sentences.append(f"{beyond:,} predictions beyond the axes are drawn at their edge.")
    if any(run.status == "diverged" for run in runs.values()):
        sentences.append(DIVERGED)
    return sentences


def _head(axes: Axes, text: str) -> None:
    """Write the heading of a column above the title of its first panel."""
    axes.annotate(
        text,
        (0.5, 1),
        (0, 11),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize="small",
    )


def _name_row(axes: Axes, text: str) -> None:
    """Let the panel before a row say what the row shows."""
    axes.set_axis_off()
    axes.text(0.97, 0.5, text, ha="right", va="center", fontsize="x-small")


def _note(figure: Figure, sentences: list[str]) -> None:
    width, height = figure.get_size_inches()
    text = wrapped(" ".join(sentences), width - 0.2)
    figure.text(0.1 / width, (NOTE - 0.08) / height, text, fontsize="x-small", va="top")


def _truth(scene: Scene, run: PredictedPixels) -> np.ndarray:
    return scene.abundances.reshape(-1, scene.n_endmembers)[run.indices]


def _map(scene: Scene, run: PredictedPixels, endmember: int) -> np.ndarray:
    """Lay predictions out as an image, NaN where there is none."""
    flat = np.full(scene.shape[0] * scene.shape[1], np.nan, np.float32)
    flat[run.indices] = run.abundances[:, endmember]
    return flat.reshape(scene.shape[:2])
