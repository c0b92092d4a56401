"""How often intervals for needed training samples cover the true value, on simulated curves.

python benchmarks/coverage_of_intervals.py [--curves 200] [--draws 500] [--seeds 30] [--sizes 6]
    [--collapse 0.1] [--drawn]
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.answered_curves import FittedCurve, answered
from learning_curves.answers.curve_families import FAMILIES
from learning_curves.answers.interpolated_sizes import draw_interpolants, interpolated_sizes
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.significance import INTERVAL

SIZES = np.array([60.0, 150, 375, 940, 2350, 5900])
# Where the target error lies beyond the sizes, as a multiple of the largest.
BEYOND = {"1.5x": 1.5, "4x": 4.0}
MISFITS = (0.0, 0.03)
SPREADS = (0.05, 0.1, 0.15, 0.2)
TRUE_FAMILIES = ("pow2", "pow3", "pow4", "exp3", "mmf4", "wbl4")
# Curves that no family follows: the error dips or peaks.
MISBEHAVING = ("dip", "peak")
# Log error of a run that only learnt the mean abundances.
COLLAPSED = np.log(0.35)
STATUSES = ("reached", "extrapolated", "unknown", "unreachable", "interpolated", "measured")


class Design(NamedTuple):
    """What a study measures: how many repetitions, and how many of the smallest sizes.

    A share `collapse` of the runs collapses, and a share `missing` is missing.
    """

    repetitions: int = 30
    n_sizes: int = 6
    collapse: float = 0.0
    missing: float = 0.0

    @property
    def sizes(self) -> np.ndarray:
        """The sizes, rising."""
        return SIZES[: self.n_sizes]

    @property
    def log_ends(self) -> np.ndarray:
        """Log of the smallest and the largest size."""
        return np.log(self.sizes[[0, -1]])

    def relative(self, sizes: np.ndarray) -> np.ndarray:
        """Log sizes relative to the middle of the measured ones."""
        return np.log(sizes) - self.log_ends.mean()


class Job(NamedTuple):
    """One curve to simulate; with `drawn`, its design is drawn too."""

    kind: str
    misfit: float
    number: int
    draws: int
    design: Design
    drawn: bool = False


def draw_design(collapse: float, generator: np.random.Generator) -> Design:
    """Draw a design: three to 30 seeds, three to six sizes, some runs missing."""
    return Design(
        repetitions=int(generator.choice([3, 5, 10, 20, 30])),
        n_sizes=int(generator.integers(3, 7)),
        collapse=collapse,
        missing=float(generator.choice([0, 0.1])),
    )


def draw_truth(family: str, design: Design, generator: np.random.Generator) -> np.ndarray:
    """Draw parameters of a plausible curve, relative to the middle size."""
    uniform = generator.uniform
    shapes = {
        "pow2": lambda: [np.log(uniform(0.2, 0.8))],
        "pow3": lambda: [np.log(uniform(0.3, 1.2))],
        "pow4": lambda: [np.log(uniform(0.4, 1.5)), np.log(uniform(0.03, 0.5))],
        "exp3": lambda: [np.log(uniform(0.3, 2.0))],
        "mmf4": lambda: [np.log(uniform(0.6, 1.8)), uniform(-1.5, 1.5)],
        "wbl4": lambda: [np.log(uniform(0.5, 2.0)), np.log(uniform(0.4, 1.0))],
    }
    shape = np.array(shapes[family]())
    floor = [np.log(uniform(0.01, 0.04))] if FAMILIES[family].has_floor else []
    falling = FAMILIES[family].log_shape(design.relative(design.sizes), shape)
    # The amplitude is set by the error at the smallest size.
    amplitude = np.log(uniform(0.1, 0.3)) - falling[0]
    return np.array([amplitude, *shape, *floor])


def draw_misbehaving(
    kind: str, design: Design, generator: np.random.Generator
) -> Callable[[np.ndarray], np.ndarray]:
    """Draw a curve of log errors that dips or peaks by a factor of 1.3 or more."""
    first, last = design.log_ends
    level, slope = np.log(generator.uniform(0.1, 0.3)), generator.uniform(0.3, 0.6)
    turn = generator.uniform(0.4, 0.6)
    rise = generator.uniform(0.3, 0.6)

    def log_error(sizes: np.ndarray) -> np.ndarray:
        x = (np.log(sizes) - first) / (last - first)
        span = (last - first) * slope
        if kind == "dip":
            return level + (span + rise) * (x - turn) ** 2 - span * turn**2
        return level - span * x + (span * 0.3 + rise) * np.exp(-(((x - turn) / 0.2) ** 2))

    return log_error


def bend(sizes: np.ndarray, misfit: float, phase: float, design: Design) -> np.ndarray:
    """Return a misfit in log error: a sine of this rms, up to 1.5 times the largest size."""
    first, last = design.log_ends
    x = (np.minimum(np.log(sizes), last + np.log(1.5)) - first) / (last - first)
    return np.sqrt(2) * misfit * np.sin(2 * np.pi * (x + phase))


def simulate(
    log_errors: np.ndarray, spread: float, design: Design, generator: np.random.Generator
) -> MeasuredCurve:
    """Simulate the errors of paired seeds, whose sizes share half of the spread."""
    shape = (design.repetitions, design.n_sizes)
    of_seed = generator.normal(0, spread * 0.5, (design.repetitions, 1))
    errors = log_errors + of_seed + generator.normal(0, spread * np.sqrt(0.75), shape)
    collapsed, missing = generator.uniform(size=(2, *shape))
    errors = np.where(collapsed < design.collapse, COLLAPSED, errors)
    # Two runs of each size are never missing.
    missing[:2] = 1
    return MeasuredCurve(design.sizes, np.where(missing < design.missing, np.nan, errors))


def draw_curve(
    job: Job, design: Design, generator: np.random.Generator
) -> tuple[Callable[[np.ndarray], np.ndarray], float]:
    """Draw the true mean log error as a function of sizes, and its floor."""
    if job.kind in MISBEHAVING:
        return draw_misbehaving(job.kind, design, generator), 0.0
    family = FAMILIES[job.kind]
    truth = draw_truth(job.kind, design, generator)
    phase = generator.uniform()

    def log_error(sizes: np.ndarray) -> np.ndarray:
        smooth = family.log_error(design.relative(sizes), truth)
        bent = smooth + bend(sizes, job.misfit, phase, design)
        return (1 - design.collapse) * bent + design.collapse * COLLAPSED

    floor = (1 - design.collapse) * truth[-1] + design.collapse * COLLAPSED
    return log_error, float(np.exp(floor)) if family.has_floor else 0.0


def trial(job: Job) -> list[dict]:
    """Simulate one curve, and ask for sizes at targets inside and beyond the measured sizes."""
    kinds = (*TRUE_FAMILIES, *MISBEHAVING)
    generator = np.random.default_rng([kinds.index(job.kind), int(1000 * job.misfit), job.number])
    design = draw_design(job.design.collapse, generator) if job.drawn else job.design
    sizes = design.sizes
    log_error, floor = draw_curve(job, design, generator)
    spread = generator.uniform(SPREADS[0], SPREADS[-1])
    clean = log_error(sizes)
    if design.collapse:
        clean = (clean - design.collapse * COLLAPSED) / (1 - design.collapse)
    curve = simulate(clean, spread, design, generator)
    result = answered(curve, job.draws)
    position = generator.uniform(0.5, design.n_sizes - 1.5)
    inside = np.exp(np.interp(position, np.arange(design.n_sizes), np.log(sizes)))
    wanted = {"inside": inside} | {where: factor * sizes[-1] for where, factor in BEYOND.items()}
    facts = job._asdict() | {"spread": spread} | _check_band(result, log_error, sizes[-1])
    rows = []
    for where, size in wanted.items():
        until = np.geomspace(sizes[0] / 4, size, 2000)
        errors = log_error(until)
        # A bent curve may rise: skip targets that it reached before.
        if errors[:-1].min() > errors[-1]:
            error = float(np.exp(errors[-1]))
            row = facts | {"where": where, "truth": size} | result.answer(error)._asdict()
            if where == "inside":
                sizes_of_draws = interpolated_sizes(draw_interpolants(curve, job.draws), error)
                low, high = np.quantile(sizes_of_draws, INTERVAL, method="nearest")
                row |= {"joined_low": low, "joined_high": high}
            rows.append(row)
    if floor:
        answer = result.answer(0.9 * floor)._asdict()
        rows.append(facts | {"where": "below the floor", "truth": np.inf} | answer)
    return rows


def _check_band(result: Any, log_error: Callable[[np.ndarray], np.ndarray], largest: float) -> dict:
    """Return whether the band covers the true error at twice the largest size."""
    band = result.band() if isinstance(result, FittedCurve) else None
    if band is None:
        return {"band_holds": np.nan}
    end = band.iloc[-1]
    truth = float(np.exp(log_error(np.array([2 * largest]))[0]))
    return {"band_holds": float(end["low"] <= truth <= end["high"])}


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Tabulate coverage and statuses by kind, misfit and place of the target."""
    rows = rows.assign(
        covered=covers(rows, "low", "high"),
        open_end=np.isinf(rows["high"]),
        joined_covered=covers(rows, "joined_low", "joined_high"),
        **{status: rows["status"] == status for status in STATUSES},
    )
    shares = ["covered", "open_end", "joined_covered", "band_holds", *STATUSES]
    groups = rows.groupby(["where", "misfit", "kind"], sort=False)
    return groups[shares].mean().round(3).reset_index()


def covers(rows: pd.DataFrame, low: str, high: str) -> pd.Series:
    """Return whether intervals cover the true value, NaN without an interval."""
    covered = (rows[low] <= rows["truth"]) & (rows["truth"] <= rows[high])
    return covered.astype(float).where(rows[low].notna())


def ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the median upper over lower end by spread, for sizes above the second."""
    inside = rows[(rows["where"] == "inside") & (rows["truth"] > SIZES[1])]
    inside = inside.assign(
        ratio=inside["high"] / inside["low"],
        joined=inside["joined_high"] / inside["joined_low"],
        spread=pd.cut(inside["spread"], SPREADS),
    )
    table = inside.pivot_table(
        index=["misfit", "kind"],
        columns="spread",
        values="ratio",
        aggfunc="median",
        sort=False,
        observed=True,
    )
    of_all = inside.groupby(["misfit", "kind"])[["ratio", "joined"]].median()
    return table.sort_index(axis=1).join(of_all).round(2)


def main() -> None:
    """Simulate, and print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--curves", type=int, default=200, help="of each kind")
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--seeds", dest="repetitions", type=int, default=30)
    parser.add_argument("--sizes", type=int, default=6)
    parser.add_argument("--collapse", type=float, default=0.0, help="share of the runs")
    parser.add_argument("--drawn", action="store_true", help="draw the design of every study")
    given = parser.parse_args()
    design = Design(given.repetitions, given.sizes, given.collapse)
    kinds = [*product(TRUE_FAMILIES, MISFITS), *product(MISBEHAVING, MISFITS[:1])]
    jobs = [
        Job(kind, misfit, number, given.draws, design, given.drawn)
        for (kind, misfit), number in product(kinds, range(given.curves))
    ]
    with ProcessPoolExecutor() as pool:
        rows = [row for rows in pool.map(trial, jobs, chunksize=10) for row in rows]
    table = pd.DataFrame(rows)
    print(summarise(table).to_markdown(index=False))
    print("\n" + ratios(table).reset_index().to_markdown(index=False))


if __name__ == "__main__":
    main()
