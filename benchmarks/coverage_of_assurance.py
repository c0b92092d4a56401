"""How often "at most X training samples" is wrong if nearly nine of ten runs reach the target.

python benchmarks/coverage_of_assurance.py [studies]: a row per number of seeds and shares of runs
that reach the target, at the smallest and the largest size.
"""

import sys

import numpy as np

from learning_curves.answers.assurance import ASSURANCE, Outcomes, find_assured

# Seeds, and shares of runs at seven sizes: below nine of ten at all, or at all but the largest.
NEARLY_NINE_OF_TEN = [
    (repetitions, shares)
    for repetitions in (30, 60, 100, 300)
    for shares in ((0.899,) * 7, (*(0.899,) * 6, 1.0))
]


def measure_wrong_ends(repetitions: int, shares: tuple[float, ...], studies: int) -> float:
    """Return the share of studies whose upper end has less than nine of ten runs."""
    generator = np.random.default_rng(repetitions)
    sizes = np.geomspace(50, 3200, len(shares))
    reached = generator.uniform(size=(studies, repetitions, len(shares))) < shares
    ends = [
        find_assured(Outcomes(sizes, np.where(study, -1.0, 0.0)), np.exp(-0.5)).assured_high
        for study in reached
    ]
    enough = sizes[np.array(shares) >= ASSURANCE]
    return float(np.mean(np.array(ends) < min(enough, default=np.inf)))


def main(studies: int = 10_000) -> None:
    """Print a row per kind of study."""
    print(
        "| seeds | share that reaches it at the smallest and largest size | wrong |\n|---|---|---|"
    )
    for repetitions, shares in NEARLY_NINE_OF_TEN:
        wrong = measure_wrong_ends(repetitions, shares, studies)
        print(f"| {repetitions} | {shares[0]:.3g} and {shares[-1]:.3g} | {wrong:.3f} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
