"""How often the interval of the method that needs the fewest holds the truth, picked from several.

python benchmarks/coverage_of_first.py [studies]: methods of one true curve, so that each may come
out first by luck. A row a number of methods, of repetitions, and a share of runs that collapse.
Only the family of the true curve is fitted, which leaves the narrowest intervals, and is quick.
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
# Where the target lies among the sizes.
PLACE = 2.5


def true_log_errors(sizes: np.ndarray) -> np.ndarray:
    """Return the log errors of runs that did not collapse: a power law to a floor."""
    return np.log(0.02 + 0.2 * (sizes / sizes[0]) ** -0.7)


def measure(number: int, design: Design) -> list[AnsweredCurve]:
    """Measure and answer as many methods as are picked from at most, with the same true curve."""
    generator = np.random.default_rng([number, design.repetitions, int(100 * design.collapse)])
    clean = true_log_errors(design.sizes)
    return [
        answered(simulate(clean, SPREAD, design, generator)._replace(name=str(i)), DRAWS)
        for i in range(METHODS[-1])
    ]


def true_answer(design: Design) -> tuple[float, float]:
    """Return a size inside the measured ones, and the geometric-mean error there."""
    size = np.exp(np.interp(PLACE, range(design.n_sizes), np.log(design.sizes)))
    learnt = true_log_errors(np.append(design.sizes[0], size))[1]
    return float(size), float(np.exp((1 - design.collapse) * learnt + design.collapse * COLLAPSED))


def first_of(curves: list[AnsweredCurve], error: float) -> int | None:
    """Return which of several methods needs the fewest, by estimates that have an interval."""
    needed = [curve.answer(error).needed for curve in curves]
    return None if np.isnan(needed).all() else int(np.nanargmin(needed))


def holds(answer: SampleSize, size: float) -> bool:
    """Tell whether an interval holds the true size."""
    return answer.low <= size <= answer.high


def trial(number: int, design: Design) -> dict[int, list[tuple[bool, bool, bool, float]]]:
    """Tell of groups of methods whether the first one's interval, plain and wider, holds.

    Beside it, whether the headline says not to trust it, and how many times as large the wider
    upper end is.
    """
    curves, (size, error) = measure(number, design), true_answer(design)
    found = defaultdict(list)
    for count in METHODS:
        # Each method begins a group, but for that of all.
        for start in range(len(curves) if count < len(curves) else 1):
            group = (curves + curves)[start : start + count]
            first = first_of(group, error)
            if first is not None:
                plain, wider = (group[first].answer(error, of) for of in (1, count))
                ends = wider.high / plain.high if np.isfinite(plain.high) else np.nan
                warned = bool(np.isfinite(repetitions_for_outliers(group[first].curve)))
                found[count].append((holds(plain, size), holds(wider, size), warned, ends))
    return found


def main(studies: int = 100) -> None:
    """Print a row a number of methods, of repetitions, and a share of runs that collapse."""
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
