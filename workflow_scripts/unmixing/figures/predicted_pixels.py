"""What runs predict for the pixels of a scene, and their errors in figures."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from unmixing.evaluation.metrics import compute_abundance_metrics
from unmixing.scenes.scene import Scene
from unmixing.splits.split import read_split
from unmixing.training.predictions import read_predictions

DIVERGED = "Diverged runs have no error; what they predicted is shown as far as it is finite."
NO_RUN = "no completed run"


class PredictedPixels(NamedTuple):
    """One run: row-major `indices` (n,) of its test pixels, and their abundances (n, p)."""

    n_train_pixels: int
    indices: np.ndarray
    abundances: np.ndarray
    status: str = "completed"


def read_runs_to_draw(
    predictions: Sequence[str | Path], splits: Sequence[str | Path], scene_hash: str
) -> list[PredictedPixels]:
    """Read runs, including diverged ones, and their splits, by rising size.

    Raises
    ------
    UserError
        If a split belongs to another scene.
    """
    runs = []
    for path, split_path in zip(predictions, splits, strict=True):
        run, split = read_predictions(path), read_split(split_path, scene_hash)
        runs.append(PredictedPixels(split.n_labelled, split.test, run.abundances, run.status))
    return sorted(runs, key=lambda run: run.n_train_pixels)


def select_truth(scene: Scene, run: PredictedPixels) -> np.ndarray:
    """Return the true abundances of the pixels that a run predicts (n, p)."""
    return scene.labels[run.indices]


def draw_verdict(axes: Axes, scene: Scene, run: PredictedPixels, endmember: int) -> None:
    """Write the error of an endmember above a panel, or why there is none."""
    axes.set_title(_verdict(scene, run, endmember), fontsize="x-small", pad=2)


def draw_absence(axes: Axes) -> None:
    """Say that there is no run to draw."""
    axes.set_title(NO_RUN, fontsize="x-small", pad=2)


def notes_on_diverged(runs: Iterable[PredictedPixels]) -> list[str]:
    """Say what is shown of diverged runs, if there are any."""
    return [DIVERGED] if any(run.status == "diverged" for run in runs) else []


def _verdict(scene: Scene, run: PredictedPixels, endmember: int) -> str:
    if run.status != "completed":
        return run.status
    rmse = compute_abundance_metrics(select_truth(scene, run), run.abundances)[
        f"class{endmember}RMSE"
    ]
    return f"RMSE {rmse:.3f}"
