"""How often tests between methods err or find a difference, in simulated studies.

python benchmarks/power_of_tests.py [studies]
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np
import pandas as pd

from learning_curves.answers.against_best import against_best
from learning_curves.answers.pairs import compare_methods
from learning_curves.answers.statuses import EQUAL, WORSE
from learning_curves.vocabulary import Vocabulary

METRIC = "overallRMSE"
MARGIN = 0.1
DESIGNS = ((3, 3), (3, 5), (8, 5), (8, 10), (8, 30), (20, 30))
# How far the log errors of the other methods are above those of the equal ones.
GAPS = (0.1, 0.2)
# Spread of log errors between repetitions, and between the runs of one repetition.
OF_SEEDS, OF_RUNS = 0.1, 0.1


def draw_errors(
    methods: int, repetitions: int, n_equal: int, gap: float, generator: np.random.Generator
) -> dict[str, np.ndarray]:
    """Draw the errors of methods; the first `n_equal` are equal and best."""
    shared = generator.normal(0, OF_SEEDS, repetitions)
    return {
        f"m{i}": 0.1 * np.exp(shared + generator.normal(gap * (i >= n_equal), OF_RUNS, repetitions))
        for i in range(methods)
    }


def runs_of(errors: dict[str, np.ndarray]) -> pd.DataFrame:
    """Make the table of runs of one size."""
    frames = [
        pd.DataFrame({"method": method, "repetition": np.arange(len(values)), METRIC: values})
        for method, values in errors.items()
    ]
    axes = {"data_set": "field", "condition": "standard", "size_name": "100", "size": 100}
    return pd.concat(frames, ignore_index=True).assign(**axes, status="completed")


def trial(job: tuple) -> dict:
    """Simulate one study of one size, and count right and wrong verdicts of both rules."""
    (methods, repetitions), kind, gap, number = job
    n_equal = {"all equal": methods, "half equal": methods // 2, "one best": 1}[kind]
    generator = np.random.default_rng([methods, repetitions, n_equal, int(100 * gap), number])
    runs = runs_of(draw_errors(methods, repetitions, n_equal, gap, generator))
    against = against_best(runs, [METRIC], MARGIN).set_index("method")
    pairs = compare_methods(runs, [METRIC], Vocabulary())
    equal = {f"m{i}" for i in range(n_equal)}
    worse = set(against.index[against["standing"] == WORSE])
    called_equal = set(against.index[against["standing"] == EQUAL])
    among_equal = pairs["method_a"].isin(equal) & pairs["method_b"].isin(equal)
    better = pairs["verdict"].str.endswith(" better")
    across = pairs[pairs["method_a"].isin(equal) & ~pairs["method_b"].isin(equal)]
    n_worse = methods - n_equal
    return {
        "methods": methods,
        "repetitions": repetitions,
        "truth": kind,
        "gap": gap,
        "a wrong difference": bool(worse & equal),
        "a wrong equality": bool(called_equal - equal) and np.expm1(gap) > MARGIN,
        "found": len(worse - equal) / n_worse if n_worse else np.nan,
        "old: a wrong difference": bool((better & among_equal).any()),
        "old: found": (across["verdict"] == across["method_a"] + " better").mean(),
    }


def main() -> None:
    """Simulate, and print the table as Markdown."""
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    jobs = list(product(DESIGNS, ("all equal", "half equal", "one best"), GAPS, range(studies)))
    with ProcessPoolExecutor() as pool:
        rows = pd.DataFrame(pool.map(trial, jobs, chunksize=20))
    keys = ["methods", "repetitions", "truth", "gap"]
    print(rows.groupby(keys, sort=False).mean().round(3).reset_index().to_markdown(index=False))


if __name__ == "__main__":
    main()
