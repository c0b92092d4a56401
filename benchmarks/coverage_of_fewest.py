"""How often intervals for the ratio of two methods' needs cover the true ratio, in simulations.

python benchmarks/coverage_of_fewest.py [pairs]: the true curves of a pair belong to one family, a
little apart, and each is bent by its own misfit that no family follows. There is a row per spread
of the repetitions, with misfits drawn separately, as for real methods, and identically.
"""

import sys
from itertools import product

import numpy as np
from coverage_of_intervals import TRUE_FAMILIES, Design, bend, draw_truth, simulate

from learning_curves.answers.answered_curves import FittedCurve, answered
from learning_curves.answers.curve_families import FAMILIES
from learning_curves.answers.fewest_needed import fewest_needed

DESIGN, DRAWS, MISFIT, APART = Design(), 300, 0.03, 0.03
SPREADS = (0.05, 0.1)
# Curves with the same name draw the same misfits.
NAMES = {"apart": ("a", "b"), "alike": ("", "")}
# Probability from which a method counts as surely first.
SURE = 0.95


def true_size(log_errors: np.ndarray, sizes: np.ndarray, target: float) -> float:
    """Return the size at which a true curve reaches a target, infinite beyond the sizes."""
    reached = np.flatnonzero(log_errors <= target)
    return float(sizes[reached[0]]) if len(reached) else np.inf


def trial(number: int, spread: float, names: tuple[str, str]) -> tuple[bool, bool, bool] | None:
    """Return whether the true ratio is covered, a method is surely first, and wrongly so."""
    generator = np.random.default_rng([number, int(1000 * spread)])
    kind = TRUE_FAMILIES[number % len(TRUE_FAMILIES)]
    fine = np.geomspace(DESIGN.sizes[0], DESIGN.sizes[-1], 6000)
    parameters = draw_truth(kind, DESIGN, generator)
    curves, truths = {}, {}
    for name, drawn_by in zip(("a", "b"), names, strict=True):
        moved = parameters + np.eye(len(parameters))[0] * generator.normal(0, APART)
        phase = generator.uniform()

        def log_errors(
            sizes: np.ndarray, moved: np.ndarray = moved, phase: float = phase
        ) -> np.ndarray:
            smooth = FAMILIES[kind].log_error(DESIGN.relative(sizes), moved)
            return smooth + bend(sizes, MISFIT, phase, DESIGN)

        measured = simulate(log_errors(DESIGN.sizes), spread, DESIGN, generator)
        curves[name] = answered(measured._replace(name=drawn_by), DRAWS)
        truths[name] = log_errors(fine)
    target = truths["a"][int(generator.uniform(0.1, 0.9) * len(fine))]
    needed = {name: true_size(truths[name], fine, target) for name in truths}
    inside = all(fine[0] < size < np.inf for size in needed.values())
    if not inside or not all(isinstance(curve, FittedCurve) for curve in curves.values()):
        return None
    draws = {name: curve.needed(float(np.exp(target))) for name, curve in curves.items()}
    table = fewest_needed({name: one for name, one in draws.items() if one}).set_index("method")
    first = table["first"].iloc[0]
    (other,) = set(needed) - {first}
    ratio, sure = needed[other] / needed[first], table.loc[first, "probability_first"] >= SURE
    covered = table.loc[other, "ratio_low"] <= ratio <= table.loc[other, "ratio_high"]
    return bool(covered), bool(sure), bool(sure and ratio < 1)


def main(pairs: int = 200) -> None:
    """Print a row per spread and way."""
    print(
        "| spread of seeds | misfits drawn | pairs | ratios covered | said to be first | wrongly |"
    )
    print("|---|---|---|---|---|---|")
    for spread, (way, names) in product(SPREADS, NAMES.items()):
        found = [result for number in range(pairs) if (result := trial(number, spread, names))]
        covered, sure, wrong = np.sum(found, axis=0)
        cells = f"{way} | {len(found)} | {covered / len(found):.3f} | {sure} | {wrong}"
        print(f"| {spread:.0%} | {cells} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
