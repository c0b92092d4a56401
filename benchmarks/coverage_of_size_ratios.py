"""How often the interval of a size ratio covers the true one, on simulated pairs of methods.

python benchmarks/coverage_of_size_ratios.py [studies]: prints a Markdown table, 200 studies a row.
"""

import sys

import numpy as np

from learning_curves.answers.data_efficiency import compare_data_efficiency
from learning_curves.answers.measured_curves import MeasuredCurve

SIZES = np.geomspace(60, 6000, 6)
FINE = np.linspace(np.log(SIZES[0]), np.log(SIZES[-1]), 4001)
SEEDS, DRAWS, SPREAD = (3, 10, 30), 400, 0.07


def curve(drop: float, exponent: float, floor: float) -> np.ndarray:
    """Return the log errors of a power law above a floor."""
    return np.log(floor + drop * (SIZES / 60) ** -exponent)


FLAT = np.log(np.full(6, 0.05))
PAIRS = {
    "both fall as powers": (curve(0.2, 0.5, 0), curve(0.1, 0.5, 0)),
    "both fall to a floor": (curve(0.2, 0.8, 0.02), curve(0.15, 0.6, 0.02)),
    "one is at its floor after three sizes": (curve(0.2, 0.5, 0.02), curve(0.2, 2.0, 0.05)),
    "both fall by little": (curve(0.05, 0.3, 0.2), curve(0.05, 0.5, 0.2)),
    "one falls, one is flat": (curve(0.2, 0.5, 0), FLAT),
    "both are flat": (FLAT, FLAT),
}


def true_log_ratio(a: np.ndarray, b: np.ndarray) -> float:
    """Return the mean log ratio of sizes at eleven errors that both reach."""
    falling = [np.minimum.accumulate(np.interp(FINE, np.log(SIZES), errors)) for errors in (a, b)]
    top, bottom = min(errors[0] for errors in falling), max(errors[-1] for errors in falling)
    levels = top + (np.arange(11) + 0.5) / 11 * (bottom - top)
    at_a, at_b = (
        np.array([FINE[np.argmax(errors <= level + 1e-9)] for level in levels])
        for errors in falling
    )
    return float((at_a - at_b).mean())


def simulate(mean: np.ndarray, shared: np.ndarray, generator: np.random.Generator) -> MeasuredCurve:
    """Simulate a measured curve with shared and own spread of the repetitions."""
    own = generator.normal(0, SPREAD, (len(shared), len(SIZES)))
    return MeasuredCurve(SIZES, mean + shared + own)


def measure(
    a: np.ndarray, b: np.ndarray, repetitions: int, studies: int
) -> tuple[float, float, float]:
    """Return the median estimate, and the shares of covering intervals and of given ratios."""
    generator = np.random.default_rng(0)
    truth, estimates, held = true_log_ratio(a, b), [], []
    for _ in range(studies):
        shared = generator.normal(0, SPREAD, (repetitions, 1))
        curves = {"a": simulate(a, shared, generator), "b": simulate(b, shared, generator)}
        row = compare_data_efficiency(curves, DRAWS).iloc[0]
        if np.isfinite(row["size_ratio"]):
            low, high = row["size_ratio_low"], row["size_ratio_high"]
            estimates.append(row["size_ratio"])
            held.append(low - 1e-9 <= np.exp(truth) <= high + 1e-9)
    if not held:
        return np.nan, np.nan, 0.0
    return float(np.median(estimates)), float(np.mean(held)), len(held) / studies


def main() -> None:
    """Print a row per pair, with numbers for few and for many repetitions."""
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("| pair | true ratio | median estimate | covered | given a ratio |")
    print("|---|---|---|---|---|")
    for name, (a, b) in PAIRS.items():
        rows = [measure(a, b, repetitions, studies) for repetitions in SEEDS]
        cells = [
            " / ".join(form.format(value) for value in column)
            for form, column in zip(
                ("{:.2f}", "{:.3f}", "{:.2f}"), zip(*rows, strict=True), strict=True
            )
        ]
        truth = f"{np.exp(true_log_ratio(a, b)):.2f}"
        print("| " + " | ".join([name, truth, *cells]) + " |", flush=True)


if __name__ == "__main__":
    main()
