"""Time and memory of the answers: synthetic runs of 3 scenes, 20 methods, 10 sizes and 30 seeds.

python benchmarks/answers.py [methods] [sizes] [draws]
"""

import sys
import time

import numpy as np
import pandas as pd

from learning_curves.answers.against_best import against_best
from learning_curves.answers.curve_tables import curve_tables
from learning_curves.answers.data_efficiency_table import data_efficiency_table
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.pairs import compare_methods
from learning_curves.answers.shape_table import shape_table
from unmixing.machine.memory import peak_memory_mb

SCENES, SEEDS = 3, 30
TARGETS = (0.2, 0.1, 0.05, 0.02)


def synthetic_runs(methods: int, sizes: int) -> pd.DataFrame:
    """Make runs whose errors follow power laws with floors, around which paired seeds spread."""
    generator = np.random.default_rng(0)
    n = np.geomspace(50, 10_000, sizes).round().astype(int)
    tables = []
    for scene in range(SCENES):
        of_seed = generator.normal(0, 0.05, (SEEDS, 1))
        for method in range(methods):
            floor, scale, rate = generator.uniform([0.01, 0.5, 0.3], [0.05, 2, 0.8])
            noise = generator.normal(0, 0.1, (SEEDS, sizes))
            errors = (floor + scale * n**-rate) * np.exp(of_seed + noise)
            tables.append(
                pd.DataFrame(
                    {
                        "scene": f"scene{scene}",
                        "condition": "standard",
                        "model": f"method{method:02d}",
                        "train_size": np.tile(n.astype(str), SEEDS),
                        "seed": np.repeat(np.arange(SEEDS), sizes),
                        "n_train_pixels": np.tile(n, SEEDS),
                        "status": "completed",
                        "n_validation_pixels": np.tile(n // 10, SEEDS),
                        "updates": 1000,
                        "overallRMSE": errors.ravel(),
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)


def main() -> None:
    """Print seconds of each table, and the peak memory of all."""
    given = [int(argument) for argument in sys.argv[1:]]
    methods, sizes, draws = given + [20, 10, 2000][len(given) :]
    runs = synthetic_runs(methods, sizes)
    curves = measured_curves(runs, "overallRMSE")
    steps = {
        "fits and sample sizes": lambda: curve_tables(runs, "overallRMSE", TARGETS, draws),
        "data efficiency": lambda: data_efficiency_table(curves, "overallRMSE", draws),
        "against the best": lambda: against_best(runs, ["overallRMSE"], 0.1),
        "comparisons": lambda: compare_methods(runs, ["overallRMSE"]),
        "shapes": lambda: shape_table(runs, ["overallRMSE"]),
    }
    print(f"{len(runs):,} runs, {methods} methods, {sizes} sizes, {draws} draws")
    for name, step in steps.items():
        started = time.perf_counter()
        step()
        print(f"{name}: {time.perf_counter() - started:.1f} s", flush=True)
    print(f"peak memory: {peak_memory_mb():.0f} MiB")


if __name__ == "__main__":
    main()
