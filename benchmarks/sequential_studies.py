"""What sequential studies answer and cost, beside grids whose intervals are as narrow.

python benchmarks/sequential_studies.py [--studies 200] [--draws 300] [--methods 1]
    [--collapse 0.1] [--within 1.3]

Each study has methods with true curves of one family. A run costs as much as it has labelled
pixels, or (`fixed`) as every other. The grid has all six sizes and the fewest seeds, in steps of
three, with which the interval of the method that needs the fewest pixels is as narrow.
"""

import argparse
import gc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from coverage_of_intervals import (
    COLLAPSED,
    MISBEHAVING,
    MISFITS,
    SPREADS,
    TRUE_FAMILIES,
    draw_curve,
    simulate,
)
from coverage_of_intervals import Design as Simulated
from coverage_of_intervals import Job as Curve

from unmixing.answers.answered_curves import AnsweredCurve, answered
from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.next_runs import ANSWERED, MOST_SEEDS, Design, first_design, next_steps

SIMULATED = Simulated(seeds=MOST_SEEDS)
GRID = SIMULATED.sizes.astype(int).tolist()


class Job(NamedTuple):
    """One study to simulate."""

    kind: str
    misfit: float
    number: int
    draws: int
    methods: int
    collapse: float
    within: float


class Method(NamedTuple):
    """A method: its true log error over sizes, and what it errs at every size and seed."""

    log_error: Callable[[np.ndarray], np.ndarray]
    measured: MeasuredCurve

    def curve(self, design: Design, draws: int) -> AnsweredCurve:
        """Answer the curve of a design."""
        columns = [GRID.index(size) for size in design.sizes]
        rows = self.measured.log_errors[: design.seeds, columns]
        return answered(MeasuredCurve(np.array(design.sizes, float), rows), draws)

    def needed(self, error: float) -> float:
        """Return the size from which on the true curve has an error, infinite beyond the grid."""
        sizes = np.geomspace(GRID[0], GRID[-1], 20000)
        reached = np.flatnonzero(self.log_error(sizes) <= np.log(error))
        return float(sizes[reached[0]]) if len(reached) else np.inf


def draw_method(job: Job, generator: np.random.Generator) -> Method:
    """Draw a method, whose seeds are its own."""
    simulated = SIMULATED._replace(collapse=job.collapse)
    log_error, _ = draw_curve(
        Curve(job.kind, job.misfit, job.number, job.draws, simulated), simulated, generator
    )
    clean = (log_error(SIMULATED.sizes) - job.collapse * COLLAPSED) / (1 - job.collapse)
    spread = generator.uniform(SPREADS[0], SPREADS[-1])
    return Method(log_error, simulate(clean, spread, simulated, generator))


def trial(job: Job) -> dict[str, Any]:
    """Run one study to its end, and grids until one is as good."""
    kinds = (*TRUE_FAMILIES, *MISBEHAVING)
    generator = np.random.default_rng([kinds.index(job.kind), int(1000 * job.misfit), job.number])
    methods = {f"m{i}": draw_method(job, generator) for i in range(job.methods)}
    position = np.exp(np.interp(generator.uniform(0.5, 4.5), np.arange(6), np.log(GRID)))
    target = float(np.exp(methods["m0"].log_error(np.array([position]))[0]))
    designs = {name: first_design(GRID) for name in methods}
    rounds, steps, curves = 0, {}, {}
    cells: set[tuple[str, int, int]] = set()
    while True:
        rounds += 1
        for name, design in designs.items():
            cells |= {(name, size, seed) for size in design.sizes for seed in range(design.seeds)}
        curves |= {
            name: methods[name].curve(design, job.draws)
            for name, design in designs.items()
            if rounds == 1 or steps[name].design
        }
        steps = next_steps(curves, designs, GRID, target, job.within, lambda _, size: size)
        if not any(step.design for step in steps.values()):
            break
        designs |= {name: step.design for name, step in steps.items() if step.design}
    verdicts = {name: step.verdict for name, step in steps.items()}
    truths = {name: method.needed(target) for name, method in methods.items()}
    answered_ones = [name for name, verdict in verdicts.items() if verdict == ANSWERED]
    answers = [curves[name].answer(target) for name in answered_ones]
    held = [
        answer.low <= truths[name] <= answer.high
        for name, answer in zip(answered_ones, answers, strict=True)
    ]
    best = min(truths, key=truths.__getitem__)
    facts = job._asdict() | {
        "rounds": rounds,
        "answered": len(answers),
        "held": sum(held),
        "verdict": verdicts[min(verdicts, key=lambda name: truths[name])],
        "best_kept": best in answered_ones,
        "seeds": max(design.seeds for design in designs.values()),
        "runs": len(cells),
        "work": sum(size for _, size, _ in cells),
    }
    return facts | (_grid(job, methods, target) if answers else {})


def _grid(job: Job, methods: dict[str, Method], target: float) -> dict[str, float]:
    """Return the cost of the smallest grid that answers the method that is first as narrowly."""
    low, high = 1, MOST_SEEDS // 3

    def narrow(batches: int) -> bool:
        design = Design(tuple(GRID), 3 * batches)
        answers = [method.curve(design, job.draws).answer(target) for method in methods.values()]
        first = min(answers, key=lambda answer: answer.needed)
        return first.high <= job.within * first.low

    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if narrow(middle) else (middle + 1, high)
    seeds = 3 * low
    return {
        "grid_seeds": seeds,
        "grid_runs": seeds * len(GRID) * len(methods),
        "grid_work": seeds * sum(GRID) * len(methods),
    }


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Table what studies end in, how often intervals hold the truth, and what they save."""
    rows = rows.assign(
        saved_work=rows["grid_work"] / rows["work"], saved_runs=rows["grid_runs"] / rows["runs"]
    )
    groups = rows.groupby(["misfit", "kind"], sort=False)
    table = groups[["best_kept"]].mean()
    table.insert(0, "answered", groups["answered"].apply(lambda n: (n > 0).mean()))
    table.insert(1, "covered", groups["held"].sum() / groups["answered"].sum())
    medians = groups[["rounds", "seeds", "grid_seeds", "saved_work", "saved_runs"]].median()
    totals = groups[["work", "grid_work", "runs", "grid_runs"]].sum()
    done = (
        rows[rows["answered"] > 0]
        .groupby(["misfit", "kind"], sort=False)[["work", "grid_work", "runs", "grid_runs"]]
        .sum()
    )
    table = table.join(medians)
    table["total_work"] = done["grid_work"] / done["work"]
    table["total_runs"] = done["grid_runs"] / done["runs"]
    return table.round(3).reset_index()


def main() -> None:
    """Simulate, and print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=200, help="of each kind")
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--methods", type=int, default=1)
    parser.add_argument("--collapse", type=float, default=0.0, help="share of the runs")
    parser.add_argument("--within", type=float, default=1.3)
    parser.add_argument("--raw")
    given = parser.parse_args()
    jobs = [
        Job(kind, misfit, number, given.draws, given.methods, given.collapse, given.within)
        for (kind, misfit), number in product(product(TRUE_FAMILIES, MISFITS), range(given.studies))
    ]
    # The tests of shapes collect garbage.
    with ProcessPoolExecutor(2, initializer=gc.freeze) as pool:
        table = pd.DataFrame(pool.map(trial, jobs, chunksize=1))
    if given.raw:
        table.to_csv(given.raw)
    print(summarise(table).to_markdown(index=False))


if __name__ == "__main__":
    main()
