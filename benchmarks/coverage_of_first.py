"""How often the interval of the method picked as needing the fewest covers the true value.

python benchmarks/coverage_of_first.py [studies]: all methods have the same true curve, so each may
come out first by luck. There is a row per number of repetitions, share of runs that collapse and
number of methods. Only the family of the true curve is fitted, which is quick and gives the
narrowest intervals.
"""

import sys
from collections import defaultdict
from itertools import product

import numpy as np
from coverage_of_intervals import COLLAPSED, Design, simulate

from learning_curves.answers import curve_fits
from learning_curves.answers.answered_curves import AnsweredCurve, answered
from learning_curves.answers.enough_repetitions import repetitions_for_outliers
from learning_curves.answers.sample_sizes import SampleSize

METHODS, DRAWS, SPREAD = (1, 3, 8, 15), 200, 0.1
SEEDS, COLLAPSES = (10, 30), (0.0, 0.1)
TRUE_FAMILY = "pow3"
# Position of the target among the sizes.
PLACE = 2.5


def true_log_errors(sizes: np.ndarray) -> np.ndarray:
    """Return the log errors of runs that did not collapse: a power law above a floor."""
    return np.log(0.02 + 0.2 * (sizes / sizes[0]) ** -0.7)


def measure(number: int, design: Design) -> list[AnsweredCurve]:
    """Measure and answer the largest number of methods, all with the same true curve."""
    generator = np.random.default_rng([number, design.repetitions, int(100 * design.collapse)])
    clean = true_log_errors(design.sizes)
    return [
        answered(simulate(clean, SPREAD, design, generator)._replace(name=str(i)), DRAWS)
        for i in range(METHODS[-1])
    ]


def true_answer(design: Design) -> tuple[float, float]:
    """Return a size between the measured ones, and the geometric-mean error there."""
    size = np.exp(np.interp(PLACE, range(design.n_sizes), np.log(design.sizes)))
    learnt = true_log_errors(np.append(design.sizes[0], size))[1]
    return float(size), float(np.exp((1 - design.collapse) * learnt + design.collapse * COLLAPSED))


def find_first(curves: list[AnsweredCurve], error: float) -> int | None:
    """Return the index of the method that needs the fewest, or None without estimates."""
    needed = [curve.answer(error).needed for curve in curves]
    return None if np.isnan(needed).all() else int(np.nanargmin(needed))


def covers(answer: SampleSize, size: float) -> bool:
    """Return whether an interval covers the true size."""
    return answer.low <= size <= answer.high


def trial(number: int, design: Design) -> dict[int, list[tuple[bool, bool, bool, float]]]:
    """Return what the intervals of the first methods of groups do, for each size of group.

    For each group: whether the plain and the wider interval cover the true size, whether the
    headline warns of the answer, and how many times as large the upper end of the wider one is.
    """
    curves, (size, error) = measure(number, design), true_answer(design)
    found = defaultdict(list)
    for count in METHODS:
        # Each method begins a group, except in the group of all.
        for start in range(len(curves) if count < len(curves) else 1):
            group = (curves + curves)[start : start + count]
            first = find_first(group, error)
            if first is not None:
                plain, wider = (group[first].answer(error, of) for of in (1, count))
                ends = wider.high / plain.high if np.isfinite(plain.high) else np.nan
                warned = bool(np.isfinite(repetitions_for_outliers(group[first].curve)))
                found[count].append((covers(plain, size), covers(wider, size), warned, ends))
    return found


def main(studies: int = 100) -> None:
    """Print a row per number of repetitions, share of runs that collapse and number of methods."""
    curve_fits.FAMILIES = {TRUE_FAMILY: curve_fits.FAMILIES[TRUE_FAMILY]}
    head = (
        "repetitions",
        "collapse",
        "picked from",
        "groups",
        "as it is",
        "for the first",
        "warned",
    )
    print(f"| {' | '.join((*head, 'upper end'))} |\n|{'---|' * (len(head) + 1)}")
    for repetitions, collapse in product(SEEDS, COLLAPSES):
        design = Design(repetitions=repetitions, n_sizes=5, collapse=collapse)
        of_studies = [trial(number, design) for number in range(studies)]
        for count in METHODS:
            groups = np.array([group for study in of_studies for group in study[count]])
            plain, wider, warned = groups[:, :3].mean(axis=0)
            cells = f"{plain:.3f} | {wider:.3f} | {warned:.2f} | {np.nanmedian(groups[:, 3]):.2f}"
            cells = f"{count} | {len(groups)} | {cells} times"
            print(f"| {repetitions} | {collapse:.0%} | {cells} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
