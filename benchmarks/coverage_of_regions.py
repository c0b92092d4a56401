"""How often intervals cover the mean over regions, and one more region.

python benchmarks/coverage_of_regions.py: regions are draws from a population of log errors, which
is normal or has two groups with a factor of ten between their errors. Runs of one region differ by
10 %. A study has all four halves in turn, or plots of one run each.

python benchmarks/coverage_of_regions.py SCENE.h5 ERRORS.csv: kernel ridge with 250 labels from each
40 x 40 plot whose corner is on a grid of four pixels; ERRORS.csv keeps the errors of all plots. A
study has the plots of successive seeds. The true mean is over all plots of the image, and one more
region is any of them.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from learning_curves.answers.paired_ratios import next_ratio, paired_ratio
from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.scene import read_scene
from unmixing.splits.balanced import choose_balanced_place
from unmixing.splits.split import Split
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer
from unmixing.vocabulary import METRIC

STUDIES, PLOTS = 4000, (8, 12, 20, 30)
OF_RUNS = 0.1
SIDE, STEP, LABELS, TESTED = 40, 4, 250, 1000
# Draws of n log ratios of regions.
Population = Callable[[np.random.Generator, int], np.ndarray]


def normal(spread: float) -> Population:
    """Let regions differ by a normal distribution."""
    return lambda generator, n: generator.normal(0, spread, n)


def in_two_groups(share: float) -> Population:
    """Let a share of the regions have ten times the error of the others."""
    return lambda generator, n: np.log(10) * (generator.random(n) < share)


POPULATIONS = {
    "normal, 0.5": normal(0.5),
    "normal, 1": normal(1),
    "a tenth errs ten times as much": in_two_groups(0.1),
    "a third errs ten times as much": in_two_groups(1 / 3),
}


def covered(ratios: np.ndarray, mean: float, next_one: float) -> tuple[bool, bool, float, float]:
    """Return if intervals cover the mean and one more region, and their widths (upper/lower).

    Parameters
    ----------
    ratios : ndarray
        Log ratios (regions,).
    """
    nothing = {"next_region_low": np.nan, "next_region_high": np.nan}
    effect = paired_ratio(ratios) | nothing | next_ratio(ratios)
    low, high = effect["ratio_low"], effect["ratio_high"]
    next_low, next_high = effect["next_region_low"], effect["next_region_high"]
    return (
        low <= np.exp(mean) <= high,
        next_low <= np.exp(next_one) <= next_high,
        high / low,
        next_high / next_low,
    )


def write_row(name: str, outcomes: list[tuple[bool, bool, float, float]]) -> str:
    """Write a row of the table."""
    mean, following, *widths = np.array(outcomes, float).T
    is_foretold = np.isfinite(widths[1]).all()
    foretold = (
        (f"{following.mean():.3f}", f"{np.median(widths[1]):.3g}") if is_foretold else ("", "")
    )
    covers, wide = (
        f"{mean.mean():.3f} | {foretold[0]}",
        f"{np.median(widths[0]):.3g} | {foretold[1]}",
    )
    return f"| {name} | {covers} | {wide} |"


def simulate() -> None:
    """Cover populations of regions: a row a population and study."""
    for called, population in POPULATIONS.items():
        truth = population(np.random.default_rng(0), 10**6).mean()
        for regions, repetitions in [(4, 4), (4, 12), (4, 30), *((n, n) for n in PLOTS)]:
            generator = np.random.default_rng([regions, repetitions])
            outcomes, of_image = [], []
            for _ in range(STUDIES):
                of_regions = population(generator, regions + 1)
                turn = np.arange(repetitions) % regions
                runs = of_regions[turn] + generator.normal(0, OF_RUNS, repetitions)
                ratios = np.bincount(turn, runs) / np.bincount(turn)
                outcomes.append(covered(ratios, truth, of_regions[-1]))
                of_image.append(covered(ratios, of_regions[:-1].mean(), of_regions[-1]))
            kind = f"4 halves, {repetitions} seeds" if regions == 4 else f"{regions} plots"
            print(write_row(f"{called} | {kind}", outcomes), flush=True)
            if regions == 4:
                print(write_row(f"{called} | {kind}, mean over these four", of_image), flush=True)


def measure(scene_path: str, path: Path) -> None:
    """Measure the errors of all plots on the grid, and keep them."""
    data_set = read_scene(scene_path)
    height, width = data_set.valid.shape
    pixels = np.arange(height * width).reshape(height, width)
    job, rows = make_job(EstimatorSettings("kernel_ridge", 1)), []
    for row in range(0, height - SIDE + 1, STEP):
        for column in range(0, width - SIDE + 1, STEP):
            generator = np.random.default_rng([row, column])
            plot = pixels[row : row + SIDE, column : column + SIDE].ravel()
            labelled = generator.permutation(plot)[:LABELS]
            test = generator.permutation(np.setdiff1d(pixels, plot))[:TESTED]
            split = Split(labelled[LABELS // 10 :], labelled[: LABELS // 10], test)
            (run,) = trainer("scikit_learn")(job, [AskedRun(data_set, split, seed=0)])
            error = evaluate(data_set, split, run.predictions)[METRIC]
            rows.append({"row": row, "column": column, METRIC: error})
    pd.DataFrame(rows).to_csv(path, index=False)


def cover_image(path: Path) -> None:
    """Cover the plots of an image: drawn by successive repetitions, and at random."""
    table = pd.read_csv(path)
    errors = np.log(table.pivot(index="row", columns="column", values=METRIC).to_numpy())
    everywhere = np.ones(STEP * (np.array(errors.shape) - 1) + 1, bool)
    ratio = np.exp(np.ptp(errors))
    print(f"{path.stem}: {errors.size} plots, the worst errs {ratio:.3g} times as much as the best")
    for count in PLOTS:
        generator = np.random.default_rng(count)
        balanced: list[tuple[bool, bool, float, float]] = []
        random: list[tuple[bool, bool, float, float]] = []
        for study in range(STUDIES):
            repetitions = range(study * count, (study + 1) * count)
            places = np.array(
                [choose_balanced_place(everywhere, repetition) for repetition in repetitions]
            )
            drawn = errors[tuple(np.rint(places / STEP).astype(int).T)]
            other = generator.choice(errors.ravel(), count)
            following = generator.choice(errors.ravel())
            for outcomes, ratios in ((balanced, drawn), (random, other)):
                outcomes.append(covered(ratios, errors.mean(), following))
        print(write_row(f"{path.stem}, successive seeds | {count} plots", balanced))
        print(write_row(f"{path.stem}, drawn at random | {count} plots", random), flush=True)


if __name__ == "__main__":
    print("| regions | study | covers the mean | covers one more | width, mean | width, one more |")
    print("|---|---|---|---|---|---|")
    if len(sys.argv) == 1:
        simulate()
    else:
        if not Path(sys.argv[2]).exists():
            measure(sys.argv[1], Path(sys.argv[2]))
        cover_image(Path(sys.argv[2]))
