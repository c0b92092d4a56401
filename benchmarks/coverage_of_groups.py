"""How often intervals cover the mean over all plots of a site, if few plots were divided often.

python benchmarks/coverage_of_groups.py: plots have effects on the log error, of the tests on them
and perhaps of the campaigns that label them. Rows compare four intervals of the mean over 20
divisions, by the share of studies whose interval covers and by the median width (upper/lower).
"""

import itertools
from collections.abc import Callable

import numpy as np
from scipy.stats import t

from learning_curves.groups import Groups, count_freedom, error_of_mean

STUDIES, REPETITIONS = 4000, 20
PLOTS, SPREADS = (8, 15, 30, 60), (0.5, 1.0)
# Whether plots have effects on tests, and on the campaigns that label them.
EFFECTS = {"tests": (1, 0), "tests and labels": (1, 1)}
# Half-widths of intervals of a mean, in standard deviations of a repetition.
REACHES: dict[str, Callable[[int, Groups], float]] = {
    "repetitions": lambda n, groups: t.ppf(0.975, n - 1) / np.sqrt(n),
    "few clusters": lambda n, groups: _quantile(n, groups) / np.sqrt(n),
    "Nadeau and Bengio": lambda n, groups: (
        _quantile(n, groups) * np.sqrt(1 / n + groups.n_tested / (groups.n_all - groups.n_tested))
    ),
    "ours": lambda n, groups: _quantile(n, groups) * float(error_of_mean(n, groups)),
}


def _quantile(n: int, groups: Groups) -> float:
    return float(t.ppf(0.975, float(count_freedom(n, groups))))


def simulate() -> None:
    """Cover the mean over all plots of a site: a row per number of plots and spread."""
    print(
        "| plots | spread | effects on | labelled |",
        " | ".join(f"{name} | width" for name in REACHES),
        "|",
    )
    for n_all, spread, (kind, effects) in itertools.product(PLOTS, SPREADS, EFFECTS.items()):
        tested = n_all // 3
        for labelled in (max(2, n_all // 6), n_all - tested):
            generator = np.random.default_rng([n_all, labelled, int(10 * spread)])
            studies = [
                simulate_study(generator, n_all, tested, labelled, spread * np.array(effects))
                for _ in range(STUDIES)
            ]
            means, deviations = np.transpose(studies)
            groups = Groups(*np.array([n_all, tested, labelled], float))
            said = []
            for reach in REACHES.values():
                half = reach(REPETITIONS, groups) * deviations
                said.append(f"{np.mean(np.abs(means) <= half):.3f}")
                said.append(f"{np.exp(2 * np.median(half)):.3g}")
            print(f"| {n_all} | {spread} | {kind} | {labelled} | {' | '.join(said)} |", flush=True)


def simulate_study(
    generator: np.random.Generator, n_all: int, tested: int, labelled: int, spreads: np.ndarray
) -> tuple[float, float]:
    """Return mean and standard deviation of the log errors of divisions, whose true mean is 0."""
    of_tests, of_labels = generator.normal(0, spreads[:, None], (2, n_all))
    errors = []
    for _ in range(REPETITIONS):
        order = generator.permutation(n_all)
        ends = of_tests[order[:tested]], of_labels[order[tested : tested + labelled]]
        errors.append(sum(end.mean() for end in ends) + generator.normal(0, 0.1))
    return float(np.mean(errors)), float(np.std(errors, ddof=1))


if __name__ == "__main__":
    simulate()
