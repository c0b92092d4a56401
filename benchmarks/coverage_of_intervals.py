"""How often the intervals of needed labelled pixels hold the truth: simulated learning curves.

python benchmarks/coverage_of_intervals.py [curves of a family] [draws] [seeds] [sizes]
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from unmixing.answers.curve_families import FAMILIES
from unmixing.answers.curve_fits import draw_curves, fit_curve
from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.sample_sizes import sample_size

SIZES = np.array([60.0, 150, 375, 940, 2350, 5900])
# Where the target error lies beyond the sizes, as a multiple of the largest.
BEYOND = {"1.5x": 1.5, "4x": 4.0}
MISFITS = (0.0, 0.03)
SPREADS = (0.05, 0.1, 0.15, 0.2)
TRUE_FAMILIES = ("pow2", "pow3", "pow4", "exp3", "mmf4", "wbl4")


class Design(NamedTuple):
    """What a study measures: so many of the smallest sizes, with so many seeds."""

    seeds: int = 30
    n_sizes: int = 6

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


def draw_truth(family: str, design: Design, generator: np.random.Generator) -> np.ndarray:
    """Draw parameters of a curve that a study could measure, relative to the middle size."""
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


def bend(sizes: np.ndarray, misfit: float, phase: float, design: Design) -> np.ndarray:
    """Log error that no family follows: a sine of this rms, up to 1.5 times the largest size."""
    first, last = design.log_ends
    x = (np.minimum(np.log(sizes), last + np.log(1.5)) - first) / (last - first)
    return np.sqrt(2) * misfit * np.sin(2 * np.pi * (x + phase))


def simulate(
    log_errors: np.ndarray, spread: float, design: Design, generator: np.random.Generator
) -> MeasuredCurve:
    """Simulate the errors of paired seeds: half their spread a seed shares over sizes."""
    of_seed = generator.normal(0, spread * 0.5, (design.seeds, 1))
    noise = generator.normal(0, spread * np.sqrt(0.75), (design.seeds, design.n_sizes))
    return MeasuredCurve(design.sizes, log_errors + of_seed + noise)


def trial(job: tuple) -> list[dict]:
    """Simulate one curve, and ask for the size at targets inside and beyond the measured sizes."""
    family, misfit, number, draws, design = job
    sizes = design.sizes
    generator = np.random.default_rng([TRUE_FAMILIES.index(family), int(1000 * misfit), number])
    truth = draw_truth(family, design, generator)
    phase = generator.uniform()

    def log_error(sizes: np.ndarray) -> np.ndarray:
        smooth = FAMILIES[family].log_error(design.relative(sizes), truth)
        return smooth + bend(sizes, misfit, phase, design)

    spread = generator.uniform(SPREADS[0], SPREADS[-1])
    curve = simulate(log_error(sizes), spread, design, generator)
    fit = fit_curve(curve)
    drawn = draw_curves(fit, draws)
    position = generator.uniform(0.5, design.n_sizes - 1.5)
    inside = np.exp(np.interp(position, np.arange(design.n_sizes), np.log(sizes)))
    wanted = {"inside": inside} | {where: factor * sizes[-1] for where, factor in BEYOND.items()}
    rows = []
    for where, size in wanted.items():
        until = np.geomspace(sizes[0] / 4, size, 2000)
        errors = log_error(until)
        # A bent curve may rise: a target that it met before is not needed here.
        if errors[:-1].min() > errors[-1]:
            answer = sample_size(fit, drawn, np.exp(errors[-1]))
            rows.append(_row(job, spread, where, size, answer))
    if FAMILIES[family].has_floor:
        below = np.exp(truth[-1]) * 0.9
        answer = sample_size(fit, drawn, below)
        rows.append(_row(job, spread, "below the floor", np.inf, answer))
    return rows


def _row(job: tuple, spread: float, where: str, size: float, answer) -> dict:
    family, misfit, number, *_ = job
    facts = {"family": family, "misfit": misfit, "number": number, "spread": spread}
    return facts | {"where": where, "truth": size} | answer._asdict()


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Table coverage, interval width and statuses by family, misfit and place of the target."""
    rows = rows.assign(
        covered=(rows["low"] <= rows["truth"]) & (rows["truth"] <= rows["high"]),
        lower_holds=rows["low"] <= rows["truth"],
        open_end=np.isinf(rows["high"]),
        **{
            status: rows["status"] == status
            for status in ("reached", "extrapolated", "unknown", "unreachable")
        },
    )
    groups = rows.groupby(["where", "misfit", "family"], sort=False)
    shares = groups[
        ["covered", "lower_holds", "open_end", "reached", "extrapolated", "unknown", "unreachable"]
    ].mean()
    return shares.round(3).reset_index()


def ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """Table the median upper over lower end, inside and above the second size, by seeds' spread."""
    inside = rows[(rows["where"] == "inside") & (rows["truth"] > SIZES[1])]
    inside = inside.assign(
        ratio=inside["high"] / inside["low"], spread=pd.cut(inside["spread"], SPREADS)
    )
    table = inside.pivot_table(
        index=["misfit", "family"],
        columns="spread",
        values="ratio",
        aggfunc="median",
        sort=False,
        observed=True,
    )
    of_all = inside.groupby(["misfit", "family"])["ratio"].median()
    return table.sort_index(axis=1).assign(all=of_all).round(2)


def main() -> None:
    """Simulate, and print the table as Markdown."""
    curves = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    design = Design(*map(int, sys.argv[3:]))
    jobs = list(product(TRUE_FAMILIES, MISFITS, range(curves), [draws], [design]))
    with ProcessPoolExecutor() as pool:
        rows = [row for rows in pool.map(trial, jobs, chunksize=10) for row in rows]
    table = pd.DataFrame(rows)
    print(summarise(table).to_markdown(index=False))
    print("\n" + ratios(table).reset_index().to_markdown(index=False))


if __name__ == "__main__":
    main()
