"""What sequential studies answer and cost, compared with grids whose intervals are as narrow.

python benchmarks/sequential_studies.py ROWS [--studies 200] [--draws 300] [--methods 1]
    [--collapse 0.1] [--within 1.3] [--grids 30]

ROWS is a file of finished studies; a second command continues it. The true curves of a study belong
to one family. The cost of a run is its number of samples (`work`) or one (`runs`). The grid has all
sizes and the fewest seeds, in steps of three, that make the interval of the method that needs the
fewest pixels narrow enough.
"""

import argparse
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
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

from learning_curves.answers.answered_curves import AnsweredCurve, answered
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.next_runs import (
    ANSWERED,
    BATCH,
    DROPPED,
    MOST_REPETITIONS,
    Design,
    first_design,
    next_steps,
    sum_costs,
)
from learning_curves.answers.sample_sizes import SampleSize

SIMULATED = Simulated(repetitions=2 * MOST_REPETITIONS)
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
    with_grid: bool


class Method(NamedTuple):
    """A method: its true log error over sizes, and its measured errors."""

    log_error: Callable[[np.ndarray], np.ndarray]
    measured: MeasuredCurve

    def curve(self, design: Design, draws: int) -> AnsweredCurve:
        """Answer the curve of a design."""
        columns = [GRID.index(size) for size in design.sizes]
        rows = self.measured.log_errors[: design.repetitions, columns]
        sizes = np.array(design.sizes, float)
        return answered(self.measured._replace(sizes=sizes, log_errors=rows), draws)

    def needed(self, error: float) -> float:
        """Return the size at which the true curve reaches an error, infinite beyond the grid."""
        sizes = np.geomspace(GRID[0], GRID[-1], 20000)
        reached = np.flatnonzero(self.log_error(sizes) <= np.log(error))
        return float(sizes[reached[0]]) if len(reached) else np.inf


def draw_method(job: Job, name: str, generator: np.random.Generator) -> Method:
    """Draw a method, with its own repetitions."""
    simulated = SIMULATED._replace(collapse=job.collapse)
    log_error, _ = draw_curve(
        Curve(job.kind, job.misfit, job.number, job.draws, simulated), simulated, generator
    )
    clean = (log_error(SIMULATED.sizes) - job.collapse * COLLAPSED) / (1 - job.collapse)
    spread = generator.uniform(SPREADS[0], SPREADS[-1])
    measured = simulate(clean, spread, simulated, generator)
    return Method(log_error, measured._replace(name=name))


def price(_: str, size: int) -> float:
    """Return the cost of a run."""
    return size


def trial(job: Job) -> dict[str, Any]:
    """Run one study to its end, and find the smallest grid that is as good."""
    kinds = (*TRUE_FAMILIES, *MISBEHAVING)
    generator = np.random.default_rng([kinds.index(job.kind), int(1000 * job.misfit), job.number])
    names = [f"m{i}" for i in range(job.methods)]
    methods = {name: draw_method(job, name, generator) for name in names}
    position = np.exp(np.interp(generator.uniform(0.5, 4.5), np.arange(6), np.log(GRID)))
    target = float(np.exp(methods["m0"].log_error(np.array([position]))[0]))
    designs = {name: first_design(GRID) for name in methods}
    further, first_narrow, rounds = dict(designs), {}, 0
    curves: dict[str, AnsweredCurve] = {}
    while further:
        rounds += 1
        designs |= further
        curves |= {name: methods[name].curve(designs[name], job.draws) for name in further}
        grids = dict.fromkeys(methods, GRID)
        steps = next_steps(curves, designs, grids, target, job.within, price)
        further = {name: step.design for name, step in steps.items() if step.design}
        for name, design in further.items():
            if design.narrow_at > designs[name].narrow_at:
                first_narrow[name] = curves[name].answer(target)
    truths = {name: method.needed(target) for name, method in methods.items()}
    answers = {
        name: curves[name].answer(target)
        for name, step in steps.items()
        if step.verdict == ANSWERED
    }
    best = min(truths, key=truths.__getitem__)
    facts = job._asdict() | {
        "rounds": rounds,
        "answered": len(answers),
        "held": _count_covered(answers, truths),
        "narrow": len(first_narrow),
        "narrow_held": _count_covered(first_narrow, truths),
        "verdict": steps[best].verdict,
        "sizes": len(designs[best].sizes),
        "repetitions": designs[best].repetitions,
        "runs": sum_costs(designs, lambda *_: 1),
        "work": sum_costs(designs, price),
    }
    if best not in answers or not job.with_grid:
        return facts | dict.fromkeys(["grid_seeds", "grid_runs", "grid_work"], np.nan)
    return facts | _grid(methods[best], job, target)


def _count_covered(answers: dict[str, SampleSize], truths: dict[str, float]) -> int:
    """Count the intervals that cover the true size."""
    return sum(answer.low <= truths[name] <= answer.high for name, answer in answers.items())


def _grid(best: Method, job: Job, target: float) -> dict[str, float]:
    """Return the cost of the smallest grid that answers a method as narrowly."""
    low, high = 1, MOST_REPETITIONS // BATCH
    while low < high:
        middle = (low + high) // 2
        answer = best.curve(Design(tuple(GRID), BATCH * middle), job.draws).answer(target)
        narrow = answer.high <= job.within * answer.low
        low, high = (low, middle) if narrow else (middle + 1, high)
    grid = dict.fromkeys(map(str, range(job.methods)), Design(tuple(GRID), BATCH * low))
    return {
        "grid_seeds": BATCH * low,
        "grid_runs": sum_costs(grid, lambda *_: 1),
        "grid_work": sum_costs(grid, price),
    }


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Tabulate how studies end, how often intervals cover the true size, and what studies save.

    `covered` counts intervals that are narrow enough in the end, `covered_at_first` those before
    the repetitions that confirm them; `saved_...` are totals of the studies with a grid.
    """
    groups = rows.groupby(["misfit", "kind"], sort=False)
    with_grid = rows[rows["grid_work"] > 0].groupby(["misfit", "kind"], sort=False).sum(True)
    return (
        pd.DataFrame(
            {
                "studies": groups.size(),
                "answered": groups["answered"].apply(lambda counts: (counts > 0).mean()),
                "covered": groups["held"].sum() / groups["answered"].sum(),
                "covered_at_first": groups["narrow_held"].sum() / groups["narrow"].sum(),
                "best_dropped": groups["verdict"].apply(lambda said: (said == DROPPED).mean()),
                "rounds": groups["rounds"].median(),
                "repetitions": groups["repetitions"].median(),
                "grid_seeds": groups["grid_seeds"].median(),
                "saved_work": with_grid["grid_work"] / with_grid["work"],
                "saved_runs": with_grid["grid_runs"] / with_grid["runs"],
            }
        )
        .round(3)
        .reset_index()
    )


def main() -> None:
    """Simulate the missing studies, and print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=200, help="of each kind")
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--methods", type=int, default=1)
    parser.add_argument("--collapse", type=float, default=0.0, help="share of the runs")
    parser.add_argument("--within", type=float, default=1.3)
    parser.add_argument("--grids", type=int, default=30, help="studies of each kind with grids")
    parser.add_argument("rows", type=Path, help="file with a line of JSON per study")
    given = parser.parse_args()
    before = given.rows.read_text().splitlines() if given.rows.exists() else []
    rows = [json.loads(line) for line in before]
    done = {(row["kind"], row["misfit"], row["number"]) for row in rows}
    shared = (given.draws, given.methods, given.collapse, given.within)
    jobs = [
        Job(kind, misfit, number, *shared, with_grid=number < given.grids)
        for number, kind, misfit in product(range(given.studies), TRUE_FAMILIES, MISFITS)
        if (kind, misfit, number) not in done
    ]
    with ProcessPoolExecutor(2) as pool, open(given.rows, "a", buffering=1) as file:
        for row in pool.map(trial, jobs):
            file.write(json.dumps(row, default=float) + "\n")
            rows.append(row)
    print(summarise(pd.DataFrame(rows)).to_markdown(index=False))


if __name__ == "__main__":
    main()
