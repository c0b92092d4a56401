"""How often intervals of exchange rates cover: error ratios and sizes of equal error.

python benchmarks/coverage_of_exchange_rates.py: a method alone errs 0.5 n^-b; with further data it
errs as if it had more samples. Seeds share part of their noise between the two; a tenth of the runs
of either may collapse. A row says how often the 95 % intervals cover the truth, and how wide they
are (upper/lower, median of bounded ones). `without labels` is the break-even with a method that has
none.
"""

import itertools

import numpy as np
import pandas as pd

from learning_curves.answers.break_even import break_even
from learning_curves.answers.exchange_rates import exchange_rates
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.costs import Costs
from learning_curves.vocabulary import Vocabulary

STUDIES, DRAWS = 400, 2000
SIZES = np.array([30.0, 60, 120, 250, 500, 900])
SEEDS, SLOPES, EXTRA = (6, 10, 20), (0.15, 0.4), (40, 200)
NOISE = 0.15
VOCABULARY = Vocabulary(errors={"error": "error"}, error_name="error")


def simulate() -> None:
    """Print a row per number of seeds, slope and worth of the further data."""
    print(
        "| seeds | slope | worth | collapse | error ratio | equal size | width | without labels |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for seeds, slope, extra, collapse in itertools.product(SEEDS, SLOPES, EXTRA, (0.0, 0.1)):
        generator = np.random.default_rng([seeds, int(100 * slope), extra, int(10 * collapse)])
        found = [study(generator, seeds, slope, extra, collapse) for _ in range(STUDIES)]
        rows = pd.concat([one for one, _ in found])
        ends = rows[["equal_size_low", "equal_size_high"]]
        bounded = ends[np.isfinite(ends).all(axis=1)]
        print(
            f"| {seeds} | {slope} | {extra} | {collapse} | {rows['ratio_covered'].mean():.3f} | "
            f"{rows['size_covered'].mean():.3f} | "
            f"{(bounded.iloc[:, 1] / bounded.iloc[:, 0]).median():.2f} | "
            f"{np.mean([covered for _, covered in found]):.3f} |",
            flush=True,
        )


def study(
    generator: np.random.Generator, seeds: int, slope: float, extra: float, collapse: float
) -> tuple[pd.DataFrame, bool]:
    """Return the exchange rates of a study with whether they cover, and that of no labels."""
    shared = generator.normal(0, NOISE / 2, (seeds, 1))
    alone_at, helped_at = (np.log(0.5) - slope * np.log(n) for n in (SIZES, SIZES + extra))
    none_at = np.log(0.5) - slope * np.log(extra)
    curves = {}
    for name, means in (
        ("alone", alone_at),
        ("helped", helped_at),
        ("none", np.full(len(SIZES), none_at)),
    ):
        log_errors = means + shared + generator.normal(0, NOISE, (seeds, len(SIZES)))
        log_errors += np.log(3) * (generator.random(log_errors.shape) < collapse)
        curves["field", "standard", name] = MeasuredCurve(SIZES, log_errors, name)
    # Collapses add the same to the expected log error of each.
    rates = exchange_rates(curves, "error", {"helped": "alone"}, Costs(), VOCABULARY, DRAWS)
    true_ratio, true_size = np.exp(helped_at - alone_at), SIZES + extra
    rates["ratio_covered"] = rates["error_ratio_low"].le(true_ratio) & rates["error_ratio_high"].ge(
        true_ratio
    )
    beyond = true_size > SIZES[-1]
    high = rates["equal_size_high"]
    rates["size_covered"] = rates["equal_size_low"].le(true_size) & (
        high.ge(true_size) | (beyond & np.isinf(high))
    )
    crossing = break_even(curves, "error", ["none"], VOCABULARY, DRAWS)
    row = crossing[crossing["method"] == "alone"].iloc[0]
    return rates, bool(row["break_even_low"] <= extra <= row["break_even_high"])


if __name__ == "__main__":
    simulate()
