"""How well tests tell the error of a whole map, by where labels lie and how folds are made.

python benchmarks/nearest_distances.py RUNS.csv: 100 pixels of Samson and of Jasper Ridge are
labelled, and kernel ridge learns from them all. The true error is that of all other pixels. The
error told is the mean over five splits, or that of all tested pixels together, by random pixels, by
whole plots, or by folds of `nearest_distances`. Each repetition is added to the file as it ends,
and is not repeated.
It reads the real scenes in the folder that UNMIXING_DATA names.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from learning_curves.columns import read_table, write_table
from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.groups import LAYER
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import Layer, Scene, changed
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels
from unmixing.splits.split import Split
from unmixing.study.reading import read_study
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer
from unmixing.vocabulary import METRIC, UNMIXING

REPETITIONS, LABELLED, FOLDS, VALIDATING = range(30), 100, 5, 0.1
CONFIG = Path(__file__).parents[1] / "config" / "real.yaml"
WAYS = {
    "random": (Condition(), LABELLED // FOLDS),
    "groups": (Condition("groups", {"pixels_per_group": 0, "group_size": 0}), LABELLED // FOLDS),
    "nearest_distances": (Condition("nearest_distances", {"folds": FOLDS}), None),
}
TOGETHER = ", together"
Shape = tuple[int, int]


def anywhere(shape: Shape, generator: np.random.Generator) -> np.ndarray:
    """Draw the centres of 100 plots of one pixel."""
    return draw_centres(shape, LABELLED, generator)


def clustered(shape: Shape, generator: np.random.Generator) -> np.ndarray:
    """Draw the centres of 20 plots of five pixels."""
    return draw_centres(shape, 20, generator)


def strongly_clustered(shape: Shape, generator: np.random.Generator) -> np.ndarray:
    """Draw the centres of 5 plots of 20 pixels."""
    return draw_centres(shape, 5, generator)


def plots_in_sites(shape: Shape, generator: np.random.Generator) -> np.ndarray:
    """Draw the centres of 20 plots of five pixels in four sites, within ten pixels of theirs."""
    sites = np.repeat(draw_centres(shape, 4, generator), 5, axis=0)
    centres = sites + generator.integers(-10, 11, sites.shape)
    return np.clip(centres, 0, np.array(shape) - 1)


PATTERNS: dict[str, Callable[[Shape, np.random.Generator], np.ndarray]] = {
    "random": anywhere,
    "clustered": clustered,
    "strongly clustered": strongly_clustered,
    "plots in sites": plots_in_sites,
}


def draw_centres(shape: Shape, count: int, generator: np.random.Generator) -> np.ndarray:
    """Draw pixels of an image, none of them twice: (count, 2)."""
    pixels = generator.choice(shape[0] * shape[1], count, replace=False)
    return np.column_stack(np.unravel_index(pixels, shape))


def label_around(centres: np.ndarray, shape: Shape) -> np.ndarray:
    """Return the plot of each labelled pixel, -1 elsewhere; a plot is the pixels nearest to it."""
    plots = np.full(shape, -1)
    places = np.argwhere(plots < 0)
    for number, centre in enumerate(centres):
        distances = np.linalg.norm(places - centre, axis=1)
        distances[plots.ravel() >= 0] = np.inf
        plots.ravel()[np.argsort(distances, kind="stable")[: LABELLED // len(centres)]] = number
    return plots


def keep_labels(scene: Scene, pattern: str, generator: np.random.Generator) -> Scene:
    """Return the scene with the labels of a pattern alone, and with its plots as groups."""
    shape = scene.shape[:2]
    plots = label_around(PATTERNS[pattern](shape, generator), shape)
    return changed(
        scene,
        abundances=np.where(plots[..., None] >= 0, scene.abundances, np.nan),
        layers={LAYER: Layer(plots, tuple(map(str, range(plots.max() + 1))))},
    )


def measure_error(scene: Scene, learned: np.ndarray, tested: np.ndarray, seed: int) -> float:
    """Fit kernel ridge on some pixels, the first of which validate, and return its error."""
    n_validation = int(len(learned) * VALIDATING)
    split = Split(learned[n_validation:], learned[:n_validation], tested)
    job = make_job(EstimatorSettings("kernel_ridge", 1))
    (fitted,) = trainer(job.method.trainer)(job, [AskedRun(scene, split, seed)])
    return float(evaluate(scene, split, fitted.predictions)[METRIC])


def repeat(name: str, scene: Scene, pattern: str, repetition: int) -> list[dict[str, object]]:
    """Label pixels, and return the true error and those told."""
    generator = np.random.default_rng([repetition, list(PATTERNS).index(pattern)])
    known = keep_labels(scene, pattern, generator)
    labelled = known.valid
    all_labels = generator.permutation(np.flatnonzero(labelled))
    errors = {"true": measure_error(scene, all_labels, np.flatnonzero(~labelled), repetition)}
    for way, (condition, test_size) in WAYS.items():
        draws = [draw_pixels(condition, known, seed, test_size) for seed in range(FOLDS)]
        tested = [drawn.test for drawn in draws if drawn.test is not None]
        told = [
            measure_error(scene, drawn.eligible, test, seed)
            for seed, (drawn, test) in enumerate(zip(draws, tested, strict=True))
        ]
        sizes = list(map(len, tested))
        errors[way] = float(np.mean(told))
        errors[f"{way}{TOGETHER}"] = float(np.sqrt(np.average(np.square(told), weights=sizes)))
    return [
        {
            "data_set": name,
            "condition": pattern,
            "method": way,
            "size_name": LABELLED,
            "repetition": repetition,
            METRIC: error,
        }
        for way, error in errors.items()
    ]


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the true error, and what was told over it: geometric mean, and the middle 80 %."""
    axes = ["data_set", "condition", "repetition"]
    errors = rows.pivot(index=axes, columns="method", values=METRIC)
    by_place = errors.groupby(axes[:2], sort=False)
    table = pd.DataFrame({"true error": by_place["true"].mean().map("{:.4f}".format)})
    for way in (f"{way}{how}" for how in ("", TOGETHER) for way in WAYS):
        ratios = np.log(errors[way] / errors["true"]).groupby(axes[:2], sort=False)
        low, middle, high = (
            np.exp(each) for each in (ratios.quantile(0.1), ratios.mean(), ratios.quantile(0.9))
        )
        table[way] = [
            f"{m:.2f} ({a:.2f} to {b:.2f})" for m, a, b in zip(middle, low, high, strict=True)
        ]
    return table


def read_scenes() -> dict[str, Scene]:
    """Read the real scenes."""
    folder = Path(os.environ["UNMIXING_DATA"])
    entries = read_study(yaml.safe_load(CONFIG.read_text())).scenes
    return {
        name: import_scene(
            name,
            entries[name],
            {role: folder / file.path for role, file in entries[name].files.items()},
        )
        for name in ("samson", "jasper")
    }


def measure(path: Path) -> None:
    """Do the missing repetitions of the file, and print what they say."""
    rows = read_table(path, UNMIXING).to_dict("records") if path.exists() else []
    done = {(row["data_set"], row["condition"], row["repetition"]) for row in rows}
    scenes = read_scenes()
    for repetition in REPETITIONS:
        for name, scene in scenes.items():
            for pattern in PATTERNS:
                if (name, pattern, repetition) not in done:
                    rows += repeat(name, scene, pattern, repetition)
        write_table(pd.DataFrame(rows), path, UNMIXING)
    print(summarise(pd.DataFrame(rows)).reset_index().to_markdown(index=False))


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
