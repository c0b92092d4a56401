"""How often the plots that an answer takes are those that campaigns of the whole image take.

python benchmarks/coverage_of_campaigns.py SCENE.h5 ERRORS.csv [pilots]: kernel ridge on pilots of
plots of 5 x 5 pixels with 12 labels each, and on 200 campaigns of the whole image, tested on the
rest of it; ERRORS.csv keeps the errors of all. Rows say how often the interval of the plots that a
target takes covers the number with which 80 % of the 200 campaigns reach it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.assurance import Outcomes
from learning_curves.answers.assured_errors import find_assured_errors
from learning_curves.answers.measured_curves import MeasuredCurve, log_errors_by_size
from learning_curves.groups import Groups
from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.groups import LAYER
from unmixing.scenes.scene import Layer, Scene, changed, read_scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.split import Split
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer
from unmixing.vocabulary import METRIC

REPETITIONS = 20
PLOTS = (8, 15, 30)
SIDE, LABELS, PER_PLOT = 5, 12, 4
CAMPAIGNS, ASSURANCE, TESTED, DRAWS = 200, 0.8, 3000, 400


def measure(scene_path: str, path: Path, pilots: int) -> None:
    """Measure campaigns of the whole image and divisions of pilots, and keep their errors."""
    scene = read_scene(scene_path)
    rows: list[dict[str, float]] = []
    for groups in (5, 7, 10, 14, 20, 30, 40):
        for number in range(CAMPAIGNS):
            rows.append({"plots": 0, "pilot": 0, "repetition": number, "groups": groups})
            rows[-1][METRIC] = _run_campaign(scene, groups, np.random.default_rng([groups, number]))
    pd.DataFrame(rows).to_csv(path, index=False)
    for n_all in PLOTS:
        for pilot in range(pilots):
            rows += _run_pilot(scene, n_all, pilot)
            pd.DataFrame(rows).to_csv(path, index=False)


def _draw_plots(scene: Scene, count: int, generator: np.random.Generator) -> np.ndarray:
    """Draw plots that do not overlap: pixels (count, labels of each)."""
    height, width = scene.valid.shape
    pixels = np.arange(height * width).reshape(height, width)
    taken = np.zeros((height, width), bool)
    plots: list[np.ndarray] = []
    while len(plots) < count:
        row, column = generator.integers(height - SIDE + 1), generator.integers(width - SIDE + 1)
        there = slice(row, row + SIDE), slice(column, column + SIDE)
        if not taken[there].any():
            taken[there] = True
            plots.append(generator.permutation(pixels[there].ravel())[:LABELS])
    return np.array(plots)


def _fit(scene: Scene, split: Split, seed: int) -> float:
    (run,) = trainer("scikit_learn")(
        make_job(EstimatorSettings("kernel_ridge", 1)), [AskedRun(scene, split, seed=seed)]
    )
    return float(evaluate(scene, split, run.predictions)[METRIC])


def _run_campaign(scene: Scene, groups: int, generator: np.random.Generator) -> float:
    """Return the error of a campaign on the rest of the image."""
    labelled = generator.permutation(_draw_plots(scene, groups, generator)[:, :PER_PLOT].ravel())
    rest = np.setdiff1d(np.flatnonzero(scene.valid), labelled)
    first = len(labelled) // 10
    test = generator.permutation(rest)[:TESTED]
    return _fit(scene, Split(labelled[first:], labelled[:first], test), 0)


def _run_pilot(scene: Scene, n_all: int, pilot: int) -> list[dict[str, float]]:
    """Return the errors of divisions of a pilot's plots, by labelled plots."""
    plots = _draw_plots(scene, n_all, np.random.default_rng([n_all, pilot, 1]))
    group = np.full(scene.valid.shape, -1, np.int32)
    group.ravel()[plots] = np.arange(n_all)[:, None]
    abundances = np.where(group[..., None] >= 0, scene.abundances, np.nan)
    layers = {LAYER: Layer(group, tuple(map(str, range(n_all))))}
    own = changed(scene, abundances=abundances, layers=layers)
    condition = Condition("groups", {"pixels_per_group": PER_PLOT, "group_size": 0})
    test_size = n_all * LABELS // 3
    most = n_all - n_all // 3 - 1
    sizes = {max(3, round(most * share)) for share in (0.2, 0.35, 0.6, 1)}
    rows = []
    for seed in range(REPETITIONS):
        for groups in sorted(sizes):
            split = draw_under(condition, own, seed, groups * PER_PLOT, 0.1, test_size)
            facts = {"plots": n_all, "pilot": pilot, "repetition": seed, "groups": groups}
            counts = {"tested": split.groups.n_test_groups if split.groups else 0}
            rows.append(facts | counts | {METRIC: _fit(own, split, seed)})
    return rows


def cover(path: Path) -> None:
    """Cover the plots that targets take: a row per plots at hand and true number."""
    table = pd.read_csv(path)
    campaigns = table[table["plots"] == 0].groupby("groups")[METRIC]
    assured = np.minimum.accumulate(np.log(campaigns.quantile(ASSURANCE, "higher")))
    print("| plots at hand | true number | covered | too high | too low | width | answered |")
    for n_all, of_plots in table[table["plots"] > 0].groupby("plots"):
        for true in (5, 7, 10, 14, 20, 30, 40):
            if true > 1.4 * n_all:
                continue
            target = float(np.exp(assured[true]))
            found = np.array(list(_answers(of_plots, int(n_all), target)))
            needed, low, high = found.T
            above, below = np.mean(low > true), np.mean(high < true)
            width, known = np.median(high / np.maximum(low, 1)), np.isfinite(needed)
            middle = f"{np.median(needed[known]):.2g}" if known.any() else ""
            print(
                f"| {n_all} | {true} | {1 - above - below:.3f} | {above:.3f} | {below:.3f} | "
                f"{width:.2g} | {known.mean():.2f}, {middle} |",
                flush=True,
            )


def _answers(runs: pd.DataFrame, n_all: int, target: float) -> Iterator[tuple[float, float, float]]:
    """Yield the plots that a target takes and the ends of the interval, per pilot."""
    for _, of_pilot in runs.rename(columns={"groups": "size"}).groupby("pilot"):
        sizes, log_errors = log_errors_by_size(of_pilot, METRIC)
        of_sizes = np.ones_like(sizes)
        groups = Groups(n_all * of_sizes, of_pilot["tested"].mean() * of_sizes, sizes)
        curve = answered(MeasuredCurve(sizes, log_errors, groups=groups), DRAWS)
        found = find_assured_errors(
            Outcomes(sizes, log_errors, groups), curve, ASSURANCE, DRAWS
        ).needed(target)
        # What the fewest plots reach may take fewer.
        yield found[0], 0.0 if found[1] <= sizes[0] else found[1], found[2]


if __name__ == "__main__":
    errors = Path(sys.argv[2])
    if not errors.exists():
        measure(sys.argv[1], errors, *map(int, sys.argv[3:] or ["50"]))
    cover(errors)
