"""Which runs a sequential study makes next, given its present ones, or why it stops.

A method begins with three sizes and six repetitions. Until its curve comes down to the target,
the next larger size is added. After that come sizes near the estimate, and as many repetitions as
the width of the interval requires. A method continues while it may need the fewest training
samples. Starting a round takes longer than many runs, so a round adds at least half as many
repetitions as there are.

An interval that is checked after every batch may be narrow by luck, so it must still be narrow with
a quarter more repetitions. Few runs do not show whether some are outliers, so an answer needs 60
runs, and 36 repetitions if there is an outlier (docs/validation.md).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from learning_curves.answers.answered_curves import AnsweredCurve
from learning_curves.answers.enough_repetitions import enough_repetitions
from learning_curves.answers.fewest_needed import possibly_first
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.sample_sizes import SampleSize

FIRST_SIZES = 3
# Repetitions come in batches of this many; a job runs one batch.
BATCH = 6
MOST_REPETITIONS = 96
# A round makes the repetitions this many times as many: at least, because a round takes long to
# start, and at most, because few repetitions tell little of the width.
LEAST_GROWTH, MOST_GROWTH = 1.5, 3
# This many repetitions show whether more would help.
ENOUGH_REPETITIONS = 12
# Sizes needed above the estimate to fix the curve there, and in all to show its shape.
SIZES_ABOVE = 2
SIZES_OF_A_CURVE = 4
# Each new larger size is at least this multiple of the previous one, if the grid has one.
RATIO = 2.0
# A method is dropped if it may be first in a smaller share of the draws.
CHANCE = 0.05

ANSWERED = "answered"
DROPPED = "dropped"
FAILED = "failed"
BEYOND = "beyond"
TOO_WIDE = "too wide"
TOO_DEAR = "too dear"

# Method and size -> cost of a run.
Price = Callable[[str, int], float]


class Design(NamedTuple):
    """The rising sizes and the number of repetitions that one method is measured with.

    `narrow_at` is the number at which the interval was first narrow enough, 0 before that.
    """

    sizes: tuple[int, ...]
    repetitions: int
    narrow_at: int = 0


class Step(NamedTuple):
    """What comes next for a method: a design with more runs, or the verdict that ends it."""

    design: Design | None
    verdict: str = ""


def first_design(grid: Sequence[int]) -> Design:
    """Return three small sizes of a rising grid, spaced by `RATIO`, and a batch of repetitions."""
    sizes = [grid[0]]
    while len(sizes) < FIRST_SIZES and (larger := _larger(grid, sizes[-1])):
        sizes.append(larger)
    return Design(tuple(sizes), BATCH)


def next_steps(
    curves: Mapping[str, AnsweredCurve],
    designs: Mapping[str, Design],
    grids: Mapping[str, Sequence[int]],
    target: float,
    factor: float,
    price: Price,
) -> dict[str, Step]:
    """Decide for every method what comes next.

    Parameters
    ----------
    curves : Mapping[str, AnsweredCurve]
        Method -> curve, answered from the runs of its design.
    designs : Mapping[str, Design]
        Method -> design; a method without a completed run has no curve.
    grids : Mapping[str, Sequence[int]]
        Method -> rising sizes that could be run.
    target : float
        Error to reach.
    factor : float
        The largest acceptable ratio of the upper to the lower end of the interval.
    """
    playing = may_be_first(curves, target)
    return {
        method: next_step(
            curves[method].answer(target),
            design,
            grids[method],
            factor,
            partial(price, method),
            math.ceil(enough_repetitions(curves[method].curve) / BATCH) * BATCH,
            _find_overlap(curves[method].curve),
        )
        if method in playing
        else Step(None, DROPPED if method in curves else FAILED)
        for method, design in designs.items()
    }


def sum_costs(designs: Mapping[str, Design], price: Price) -> float:
    """Add up the costs of all runs of designs."""
    return sum(
        design.repetitions * sum(price(method, size) for size in design.sizes)
        for method, design in designs.items()
    )


def affordable(
    steps: Mapping[str, Step], designs: Mapping[str, Design], price: Price, budget: float | None
) -> dict[str, Step]:
    """Keep the steps that a budget for all runs allows, the cheapest first; None allows all."""
    kept = dict(steps)
    if budget is None:
        return kept
    planned = dict(designs)
    wanted = {method: step.design for method, step in steps.items() if step.design}
    costs = {method: sum_costs({method: design}, price) for method, design in wanted.items()}
    for method in sorted(wanted, key=costs.__getitem__):
        tried = planned | {method: wanted[method]}
        if sum_costs(tried, price) <= budget:
            planned = tried
        else:
            kept[method] = Step(None, TOO_DEAR)
    return kept


def may_be_first(curves: Mapping[str, AnsweredCurve], target: float) -> set[str]:
    """Return the methods that may need the fewest in at least 5 % of draws, or have no draws.

    Draw i of all methods resamples the same repetitions.
    """
    drawn = {method: curve.needed(target) for method, curve in curves.items()}
    needed = {method: sizes for method, sizes in drawn.items() if sizes is not None}
    shares = possibly_first(needed).mean(axis=1) if needed else ()
    dropped = {method for method, share in zip(needed, shares, strict=True) if share < CHANCE}
    return set(curves) - dropped


def next_step(
    answer: SampleSize,
    design: Design,
    grid: Sequence[int],
    factor: float,
    price: Callable[[int], float],
    fewest_repetitions: int,
    overlap: float = 0.0,
) -> Step:
    """Decide what comes next for a method that may be first.

    Parameters
    ----------
    fewest_repetitions : int
        Number of repetitions that an answer needs.
    overlap : float
        As in `Groups`, of repetitions that divide the same groups: more of them make an interval
        narrower only as far as other groups allow.
    """
    if np.isnan(answer.low):
        return _without_interval(design)
    # NaN, if the estimate is too far beyond the sizes, also fails the comparison.
    if not answer.needed <= design.sizes[-1]:
        return _beyond(answer, design, grid)
    if answer.high <= factor * answer.low:
        return _confirmed(design, fewest_repetitions)
    repetitions = _repetitions_wanted(answer, design, factor, overlap)
    is_wide = repetitions > MOST_REPETITIONS and design.repetitions >= ENOUGH_REPETITIONS
    size = _size_wanted(answer, design, grid, is_wide)
    of_repetitions = (repetitions - design.repetitions) * sum(map(price, design.sizes))
    if size and (is_wide or design.repetitions * price(size) < of_repetitions):
        return Step(_with_size(design, size))
    if is_wide:
        return Step(None, TOO_WIDE)
    most = min(MOST_GROWTH * design.repetitions, MOST_REPETITIONS)
    return Step(design._replace(repetitions=min(repetitions, most)))


def _confirmed(design: Design, fewest_repetitions: int) -> Step:
    """End with a narrow interval, once more repetitions have confirmed it."""
    if design.repetitions < fewest_repetitions:
        return Step(design._replace(repetitions=fewest_repetitions))
    if design.narrow_at:
        return Step(None, ANSWERED)
    more = math.ceil(design.repetitions / 4 / BATCH) * BATCH
    return Step(
        design._replace(repetitions=design.repetitions + more, narrow_at=design.repetitions)
    )


def _without_interval(design: Design) -> Step:
    """Add repetitions if runs are too few or contradict the fits."""
    if design.repetitions < ENOUGH_REPETITIONS:
        return Step(design._replace(repetitions=2 * design.repetitions))
    return Step(None, TOO_WIDE)


def _beyond(answer: SampleSize, design: Design, grid: Sequence[int]) -> Step:
    """Add a larger size or, if there is none, repetitions that show whether one is needed."""
    larger = _larger(grid, design.sizes[-1])
    if larger:
        return Step(_with_size(design, larger))
    if design.repetitions < ENOUGH_REPETITIONS and not answer.low > grid[-1]:
        return Step(design._replace(repetitions=2 * design.repetitions))
    return Step(None, BEYOND)


def _find_overlap(curve: MeasuredCurve) -> float:
    """Return the least overlap of any size, 0 if repetitions divide no groups."""
    return 0.0 if curve.groups is None else float(curve.groups.overlap.min())


def _repetitions_wanted(answer: SampleSize, design: Design, factor: float, overlap: float) -> int:
    """Return the repetitions needed if the log width is proportional to `error_of_mean`.

    They are at least as many as a round adds.
    """
    excess = np.log(answer.high / answer.low) / np.log(factor)
    variance = (1 / design.repetitions + overlap) / float(excess) ** 2 - overlap
    most = 100 * MOST_REPETITIONS
    wanted = 1 / variance if variance > 1 / most else most
    least = BATCH * math.ceil(LEAST_GROWTH * design.repetitions / BATCH)
    return max(BATCH * (int(wanted) // BATCH + 1), min(least, MOST_REPETITIONS))


def _size_wanted(
    answer: SampleSize, design: Design, grid: Sequence[int], is_wide: bool
) -> int | None:
    """Return the size of the grid that would help most, or None.

    It is the one nearest to the estimate between the sizes that bracket it. Otherwise it is a
    larger one, until two sizes fix the curve above the estimate and four in all show its shape. If
    repetitions alone would not be enough, it is the nearest unmeasured size.
    """
    below = [size for size in design.sizes if size < answer.needed] or [grid[0]]
    above = [size for size in design.sizes if size >= answer.needed]
    unmeasured = [size for size in grid if size not in design.sizes]
    between = [size for size in unmeasured if below[-1] < size < above[0]]
    if between or is_wide:
        nearest = partial(_distance, answer.needed)
        return min(between or unmeasured, key=nearest, default=None)
    few = len(above) < SIZES_ABOVE or len(design.sizes) < SIZES_OF_A_CURVE
    return _larger(grid, above[-1]) if few else None


def _distance(needed: float, size: int) -> float:
    return abs(math.log(size / needed))


def _with_size(design: Design, size: int) -> Design:
    return design._replace(sizes=tuple(sorted({*design.sizes, size})))


def _larger(grid: Sequence[int], size: int) -> int | None:
    """Return the next size by `RATIO` or more, else the largest, None if none is larger."""
    larger = [other for other in grid if other > size]
    return next(
        (other for other in larger if other >= RATIO * size), larger[-1] if larger else None
    )
