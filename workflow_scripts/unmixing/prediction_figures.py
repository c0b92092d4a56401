"""Figures of predicted abundances: maps beside the truth, and predicted against true."""

from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from unmixing.figures import method_label
from unmixing.metrics import abundance_metrics
from unmixing.predictions import read_predictions
from unmixing.scene import Scene
from unmixing.scene_figure import _colours, _composite
from unmixing.splits import read_split

MAP_WIDTH = 1.25
NOT_PREDICTED = "0.85"
LARGEST_ERROR = 0.5
BINS = 60


class PredictedPixels(NamedTuple):
    """One run: row-major `indices` (n,) of its test pixels, and their abundances (n, p)."""

    n_train_pixels: int
    indices: np.ndarray
    abundances: np.ndarray


def read_runs_to_draw(
    predictions: list[str | Path], splits: list[str | Path], scene_hash: str
) -> list[PredictedPixels]:
    """Read the completed ones of some runs, and the splits that they predict.

    Raises
    ------
    UserError
        If a split is of another scene.
    """
    runs = []
    for path, split_path in zip(predictions, splits, strict=True):
        run, split = read_predictions(path), read_split(split_path, scene_hash)
        if run.status == "completed":
            runs.append(PredictedPixels(split.n_labelled, split.test, run.abundances))
    return sorted(runs, key=lambda run: run.n_train_pixels)


def abundance_maps(scene: Scene, runs: list[PredictedPixels], title: str) -> Figure:
    """Draw truth, predictions at every size and their errors: two rows an endmember.

    Only test pixels are predicted; the others are grey.

    Parameters
    ----------
    runs : of one model and seed, by rising size
    """
    sns.set_theme(context="paper", style="white")
    columns = 1 + max(1, len(runs))
    height = MAP_WIDTH * scene.shape[0] / scene.shape[1]
    rows = 2 * scene.n_endmembers
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(MAP_WIDTH * columns + 1.3, (height + 0.12) * rows + 0.7),
        squeeze=False,
        layout="constrained",
    )
    for axes in grid.flat:
        axes.set_xticks([])
        axes.set_yticks([])
    maps = errors = None
    for i, name in enumerate(scene.names):
        above, below = grid[2 * i], grid[2 * i + 1]
        truth = scene.abundances[..., i]
        maps = above[0].imshow(truth, vmin=0, vmax=1, cmap="viridis", interpolation="nearest")
        above[0].set_ylabel(name)
        _draw_corner(below[0], scene, i)
        for axes, error_axes, run in zip(above[1:], below[1:], runs, strict=False):
            predicted = _map(scene, run, i)
            for panel in (axes, error_axes):
                panel.set_facecolor(NOT_PREDICTED)
            axes.imshow(predicted, vmin=0, vmax=1, cmap="viridis", interpolation="nearest")
            limits = {"vmin": -LARGEST_ERROR, "vmax": LARGEST_ERROR}
            errors = error_axes.imshow(
                predicted - truth, cmap="PuOr", interpolation="nearest", **limits
            )
            rmse = abundance_metrics(_truth(scene, run), run.abundances)[f"class{i}RMSE"]
            error_axes.set_xlabel(f"RMSE {rmse:.3f}", fontsize="x-small")
            if i == 0:
                axes.set_title(f"{run.n_train_pixels:,} labelled", fontsize="small")
    grid[0, 0].set_title("truth", fontsize="small")
    figure.suptitle(f"{title} (grey: not a test pixel)", fontsize="medium")
    if not runs:
        grid[0, 1].set_title("no completed run", fontsize="small")
    if errors is not None:
        half = scene.n_endmembers
        figure.colorbar(maps, ax=grid[:half], label="abundance", shrink=0.7)
        figure.colorbar(errors, ax=grid[half:], label="predicted - true", shrink=0.7, extend="both")
    return figure


def predicted_against_true(scene: Scene, runs: dict[str, PredictedPixels], title: str) -> Figure:
    """Draw the density of predicted against true abundances: a row a model, a column an endmember.

    Parameters
    ----------
    runs : model -> one run
    """
    sns.set_theme(context="paper", style="ticks")
    rows, columns = max(1, len(runs)), scene.n_endmembers
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(1.5 * columns + 1.2, 1.45 * rows + 0.7),
        squeeze=False,
        sharex=True,
        sharey=True,
        layout="constrained",
    )
    density = None
    for row, (model, run) in zip(grid, runs.items(), strict=False):
        truth = _truth(scene, run)
        metrics = abundance_metrics(truth, run.abundances)
        for i, axes in enumerate(row):
            density = _draw_density(axes, truth[:, i], run.abundances[:, i])
            axes.set_title(f"RMSE {metrics[f'class{i}RMSE']:.3f}", fontsize="x-small", pad=2)
        row[0].set_ylabel(f"{method_label(model)}\npredicted", fontsize="x-small")
    for axes, name in zip(grid[-1], scene.names, strict=True):
        axes.set_xlabel(f"true abundance,\n{name}", fontsize="x-small")
    figure.suptitle(title, fontsize="medium")
    if density is None:
        grid[0, 0].set_title("no completed run", fontsize="small")
    else:
        figure.colorbar(density, ax=grid, label="test pixels", shrink=min(1, 2 / rows))
    return figure


def _draw_corner(axes: Axes, scene: Scene, endmember: int) -> None:
    """Show the scene's colours below the first truth, and nothing below the others."""
    if endmember > 0:
        axes.set_axis_off()
        return
    axes.imshow(_composite(scene), interpolation="nearest")
    axes.set_xlabel(_colours(scene), fontsize="x-small")


def _truth(scene: Scene, run: PredictedPixels) -> np.ndarray:
    return scene.abundances.reshape(-1, scene.n_endmembers)[run.indices]


def _map(scene: Scene, run: PredictedPixels, endmember: int) -> np.ndarray:
    """Lay predictions out as an image, NaN where there is none."""
    flat = np.full(scene.shape[0] * scene.shape[1], np.nan, np.float32)
    flat[run.indices] = run.abundances[:, endmember]
    return flat.reshape(scene.shape[:2])


def _draw_density(axes: Axes, truth: np.ndarray, predicted: np.ndarray):
    edges = np.linspace(-0.05, 1.05, BINS)
    counts = np.histogram2d(truth, predicted.clip(edges[0], edges[-1]), bins=edges)[0].T
    image = axes.imshow(
        np.ma.masked_equal(counts, 0),
        origin="lower",
        extent=(edges[0], edges[-1]) * 2,
        norm=LogNorm(1, len(truth)),
        cmap="viridis_r",
        interpolation="nearest",
        aspect="equal",
    )
    axes.plot([0, 1], [0, 1], color="0.3", linewidth=0.6)
    axes.set_xticks([0, 0.5, 1], ["0", "", "1"], fontsize="x-small")
    axes.set_yticks([0, 0.5, 1], ["0", "", "1"], fontsize="x-small")
    return image
