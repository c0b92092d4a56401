"""Helpers of several test files."""

import dataclasses
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.architectures import architecture
from unmixing.estimators import estimator
from unmixing.evaluation.runs import coverage
from unmixing.method import Image
from unmixing.scenes.entry import SceneEntry, SceneFile
from unmixing.training.protocol import AskedRun, TrainedRun
from unmixing.training.settings import EstimatorSettings, NetworkSettings
from unmixing.training.trainers import job_of, trainer

ROOT = Path(__file__).resolve().parents[1]


def scene_entry(format_name: str | None = "npy", roles: Any = (), **changes: Any) -> SceneEntry:
    """Return what a study says of a scene whose files may have any digest."""
    return SceneEntry(format_name, {role: SceneFile("") for role in roles}, **changes)


def build(name: str, k: int, bands: int, p: int):
    """Build an architecture with endmembers of its own."""
    endmembers = np.random.default_rng(0).uniform(size=(bands, p))
    return architecture(name).build((k, k, bands, 1), p, endmembers)


def with_weights(network, arrays):
    """Give a network recorded weights, whose kernels may have further axes of length one."""
    shapes = [weights.shape for weights in network.get_weights()]
    network.set_weights([a.reshape(s) for a, s in zip(arrays, shapes, strict=True)])
    return network


def network_settings(
    updates: int,
    learning_rate: float | tuple[float, ...],
    name: str = "unmixing_pixel_based_cnn",
) -> NetworkSettings:
    """Return settings that train a network for a number of updates."""
    return NetworkSettings(
        architecture=name,
        neighbourhood_size=architecture(name).neighbourhood_size,
        learning_rate=learning_rate,
        batch_size=16,
        updates=updates,
        epochs=None,
        patience=None,
        shuffle=True,
        steps_per_execution=32,
    )


def fitted(scene, split, name: str, seed: int = 0, **changes: Any) -> TrainedRun:
    """Fit an estimator on a split, perhaps with some fields of its description changed."""
    settings = EstimatorSettings(name, estimator(name).neighbourhood_size)
    job = job_of(settings)
    job = dataclasses.replace(job, method=dataclasses.replace(job.method, **changes))
    (run,) = trainer(job.method.trainer)(job, [AskedRun(scene, split, seed)])
    return run


def image_of_pixels(spectra, truth=None) -> Image:
    """Return an image of one column, as a method is given it."""
    return Image(spectra, np.arange(len(spectra)), len(spectra), 1, truth)


def trained_for(updates: int, scene, n_labelled: int, name: str = "unmixing_pixel_based_cnn"):
    """Train a network for a number of updates on so many labelled pixels."""
    from unmixing.splits.drawing import draw_split
    from unmixing.training.network_run import NetworkRuns

    settings = network_settings(updates, 0.1, name)
    split = draw_split(scene.valid, seed=0, train_size=n_labelled, val_size=0.1, test_size=50)
    # So large a rate that the loss soon gets worse and a patience would stop the training.
    return NetworkRuns(job_of(settings)).run(scene, split)


def runs_of(
    errors: dict[str, Any], scene: str = "field", size: int = 100, condition: str = "standard"
) -> pd.DataFrame:
    """Make the runs of one size, model -> error of each seed; None is a diverged run."""
    return pd.DataFrame(
        {
            "scene": scene,
            "condition": condition,
            "model": model,
            "train_size": str(size),
            "seed": seed,
            "n_train_pixels": size,
            "n_validation_pixels": size // 10,
            "status": "diverged" if pd.isna(error) else "completed",
            "overallRMSE": np.nan if error is None else error,
            "rmsAAD": np.nan if error is None else 2 * error,
            "updates": 1000,
            "training_time": size / 10 * (seed + 1),
            "inference_time": 0.1,
        }
        for model, of_model in errors.items()
        for seed, error in enumerate(of_model)
    )


def simulated_runs(
    n_models: int,
    n_seeds: int,
    sizes: Sequence[int] = (100, 200, 400),
    scenes: Sequence[str] = ("field", "coast"),
    gap: float = 0.1,
) -> pd.DataFrame:
    """Simulate runs of models whose mean errors are this share of the best one apart."""
    generator = np.random.default_rng(4)
    return pd.concat(
        runs_of(
            {
                f"m{i}": (1 + gap * i) / size * generator.lognormal(0, 0.1, n_seeds)
                for i in range(n_models)
            },
            scene,
            size,
        )
        for scene, size in itertools.product(scenes, sizes)
    )


CURVE_SIZES = np.array([60.0, 150, 375, 940, 2350, 5900])
# Relative to the middle, as families take them.
LOG_SIZES = np.log(CURVE_SIZES) - np.log(CURVE_SIZES[[0, -1]]).mean()
# family -> parameters of a curve that a study could measure.
FAMILY_PARAMETERS = {
    "pow2": [-3, -0.7],
    "pow3": [-3, -0.4, -3.5],
    "pow4": [-2.5, 0.1, -1.5, -3.5],
    "exp3": [-2.5, -0.3, -3.5],
    "log2": [-4, 4.0],
    "mmf4": [-2, 0.2, 0.3, -3.5],
    "wbl4": [-2, -0.2, -0.5, -3.5],
}


def curve_of(log_errors, seeds: int = 30, spread: float = 0.1, seed: int = 0) -> MeasuredCurve:
    """Make a measured curve whose mean log errors are these, at the smallest sizes."""
    noise = np.random.default_rng(seed).normal(0, spread, (seeds, len(log_errors)))
    sizes = CURVE_SIZES[: len(log_errors)]
    return MeasuredCurve(sizes, log_errors + noise - noise.mean(axis=0))


def runs_of_curves(curves: dict[str, np.ndarray], scene: str = "field") -> pd.DataFrame:
    """Make the runs of measured curves, model -> log errors (seeds, sizes)."""
    return pd.concat(
        [
            runs_of(
                {
                    model: np.exp(log_errors[:, j])
                    for model, log_errors in curves.items()
                    if j < log_errors.shape[1]
                },
                scene,
                int(size),
            )
            for j, size in enumerate(CURVE_SIZES)
        ],
        ignore_index=True,
    )


def words_of(figure: Figure) -> list[str]:
    """List every visible text of a figure, each in one line."""
    figure.canvas.draw()
    texts = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
    return [" ".join(text.split()) for text in texts if text.strip()]


def legend_of(figure: Figure) -> list[str]:
    """List the entries of a figure's legend."""
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def points_of(line: Line2D) -> list[tuple[float, float]]:
    """List the points of a line."""
    return list(zip(np.ravel(line.get_xdata()), np.ravel(line.get_ydata()), strict=True))


def edges_of(band: PolyCollection) -> set[tuple[float, float]]:
    """Return the corners of a filled band."""
    return {tuple(map(float, corner)) for corner in band.get_paths()[0].vertices}


def assert_legible(figure: Figure) -> None:
    """Check that no text lies on another or beyond the edge, on a sheet no wider than a page."""
    assert figure.get_figwidth() <= 7.01
    figure.canvas.draw()
    page = figure.bbox
    drawn = [text for text in figure.findobj(Text) if text.get_visible()]
    boxes = {text: text.get_window_extent() for text in drawn if text.get_text().strip()}
    for text, box in boxes.items():
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text
    for (one, first), (other, second) in itertools.combinations(boxes.items(), 2):
        assert not first.padded(-1).overlaps(second.padded(-1)), (one, other)


# kind of curve -> how its log error falls over the log of relative sizes, from 0 at 0 to 1.
SHAPES = {
    "falling": lambda x: -1.5 * x,
    "to a floor": lambda x: np.log(0.3 + 0.7 * np.exp(-4 * x)),
    "flat": lambda x: 0 * x,
    "rising": lambda x: 0.8 * x,
    "peaking": lambda x: np.sin(3 * np.pi * x) / 2 - x,
    "dipping": lambda x: np.abs(x - 0.4) - 0.4,
}


def synthetic_study(number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Simulate the runs of a study, and what became of those planned: well-behaved or not.

    One to 30 seeds, one to six sizes; curves of every shape; a method that equals another, one
    that mostly diverges, one that lacks runs, one without error.
    """
    generator = np.random.default_rng(number)
    n_seeds = int(generator.choice([1, 2, 3, 6, 30]))
    sizes = CURVE_SIZES[: generator.integers(1, 7)].astype(int)
    x = np.log(sizes / sizes[0]) / np.log(100)
    spread = generator.uniform(0.02, 0.3)
    errors = {}
    for model in ("ridge", "svr", "net"):
        shape = SHAPES[str(generator.choice(list(SHAPES)))]
        level = np.log(generator.uniform(0.1, 0.2))
        errors[model] = np.exp(
            level + shape(x) + generator.normal(0, spread, (n_seeds, len(sizes)))
        )
    worst = {
        "equal": lambda: errors.update(twin=errors["ridge"].copy()),
        "diverged": lambda: errors["net"].__setitem__(slice(-(-n_seeds // 6), None), np.nan),
        "missing": lambda: errors["svr"].__setitem__((slice(n_seeds // 2), -1), -1),
        "zero": lambda: errors["ridge"].__setitem__((slice(None), -1), 0),
        "one zero": lambda: errors["ridge"].__setitem__((0, 0), 0),
        "one seed": lambda: errors["net"].__setitem__(slice(1, None), -1),
    }
    for spoil in generator.choice(list(worst), generator.integers(0, 3), replace=False):
        worst[str(spoil)]()
    runs = runs_of_sizes(errors, sizes)
    planned = [
        ["field", "standard", model, str(size), n_seeds] for model in errors for size in sizes
    ]
    # An error below zero stands for a run that is missing.
    runs = runs[~(runs["overallRMSE"] < 0)].reset_index(drop=True)
    return runs, coverage(runs, planned)


def runs_of_sizes(errors: dict[str, np.ndarray], sizes: np.ndarray) -> pd.DataFrame:
    """Make runs, model -> errors (seeds, sizes)."""
    return pd.concat(
        [
            runs_of({model: values[:, j] for model, values in errors.items()}, size=int(size))
            for j, size in enumerate(sizes)
        ],
        ignore_index=True,
    )
