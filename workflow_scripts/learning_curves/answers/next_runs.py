"""Which runs a sequential study makes next, given those that it has, or why it makes no more.

A method begins with three sizes and three repetitions. While its curve has not come down to the
target, the next larger size follows. Then come sizes near the estimate, and repetitions, as many
as the width of the interval asks for. A method goes on for as long as it may need the fewest
training samples.

An interval that is looked at after every batch is first narrow enough by luck. So it counts when it
is narrow with a quarter more repetitions too. Few runs do not tell whether some are outliers: it
counts from 60 runs on, and from 36 repetitions on where one did (docs/answers.md).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from learning_curves.answers.answered_curves import AnsweredCurve
from learning_curves.answers.enough_repetitions import enough_repetitions
from learning_curves.answers.fewest_needed import possibly_first
from learning_curves.answers.sample_sizes import SampleSize

FIRST_SIZES = 3
# Seeds come in batches of this many: a job works on a batch.
BATCH = 3
MOST_REPETITIONS = 96
# So many repetitions tell whether still more would do.
ENOUGH_REPETITIONS = 12
# So many sizes above the estimate hold the curve there, and so many in all tell how it bends.
SIZES_ABOVE = 2
SIZES_OF_A_CURVE = 4
# Larger sizes are tried at this distance, or the next above it.
RATIO = 2.0
# A method that is first with a smaller probability is dropped.
CHANCE = 0.05

ANSWERED = "answered"
DROPPED = "dropped"
FAILED = "failed"
BEYOND = "beyond"
TOO_WIDE = "too wide"
TOO_DEAR = "too dear"

# Model and size -> what a run costs.
Price = Callable[[str, int], float]


class Design(NamedTuple):
    """What one method is measured with: sizes, rising, and a count of repetitions.

    `narrow_at` is the count with which the interval was first narrow enough, 0 before.
    """

    sizes: tuple[int, ...]
    repetitions: int
    narrow_at: int = 0


class Step(NamedTuple):
    """What comes next for a method: a design with more runs, or the verdict that ends it."""

    design: Design | None
    verdict: str = ""


def first_design(grid: Sequence[int]) -> Design:
    """Return three small sizes of a rising grid, at a distance, and three repetitions."""
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
        Method -> design; one of which no run completed has no curve.
    grids : Mapping[str, Sequence[int]]
        Method -> sizes of the study, rising.
    target : float
        Error to reach.
    factor : float
        Upper over lower end of the interval that is wanted.
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
        )
        if method in playing
        else Step(None, DROPPED if method in curves else FAILED)
        for method, design in designs.items()
    }


def cost_of_designs(designs: Mapping[str, Design], price: Price) -> float:
    """Return what all runs of designs cost."""
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
    costs = {method: cost_of_designs({method: design}, price) for method, design in wanted.items()}
    for method in sorted(wanted, key=costs.__getitem__):
        tried = planned | {method: wanted[method]}
        if cost_of_designs(tried, price) <= budget:
            planned = tried
        else:
            kept[method] = Step(None, TOO_DEAR)
    return kept


def may_be_first(curves: Mapping[str, AnsweredCurve], target: float) -> set[str]:
    """Return the methods that may need the fewest in 5 % of the draws, or have no draws.

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
) -> Step:
    """Decide what comes next for a method that may be first.

    Parameters
    ----------
    fewest_repetitions : int
        That an answer takes.
    """
    if np.isnan(answer.low):
        return _without_interval(design)
    # Too far beyond them it has no number.
    if not answer.needed <= design.sizes[-1]:
        return _beyond(answer, design, grid)
    if answer.high <= factor * answer.low:
        return _confirmed(design, fewest_repetitions)
    repetitions = _repetitions_wanted(answer, design, factor)
    is_wide = repetitions > MOST_REPETITIONS and design.repetitions >= ENOUGH_REPETITIONS
    size = _size_wanted(answer, design, grid, is_wide)
    of_repetitions = (repetitions - design.repetitions) * sum(map(price, design.sizes))
    if size and (is_wide or design.repetitions * price(size) < of_repetitions):
        return Step(_with_size(design, size))
    if is_wide:
        return Step(None, TOO_WIDE)
    return Step(
        design._replace(repetitions=min(repetitions, 2 * design.repetitions, MOST_REPETITIONS))
    )


def _confirmed(design: Design, fewest_repetitions: int) -> Step:
    """End with an interval that is narrow enough, once more repetitions have said so too."""
    if design.repetitions < fewest_repetitions:
        return Step(design._replace(repetitions=min(2 * design.repetitions, fewest_repetitions)))
    if design.narrow_at:
        return Step(None, ANSWERED)
    more = math.ceil(design.repetitions / 4 / BATCH) * BATCH
    return Step(
        design._replace(repetitions=design.repetitions + more, narrow_at=design.repetitions)
    )


def _without_interval(design: Design) -> Step:
    """Add repetitions where runs are too few, or say other things than the fits."""
    if design.repetitions < ENOUGH_REPETITIONS:
        return Step(design._replace(repetitions=2 * design.repetitions))
    return Step(None, TOO_WIDE)


def _beyond(answer: SampleSize, design: Design, grid: Sequence[int]) -> Step:
    """Go on to a larger size or, without one, to repetitions that tell if one is needed."""
    larger = _larger(grid, design.sizes[-1])
    if larger:
        return Step(_with_size(design, larger))
    if design.repetitions < ENOUGH_REPETITIONS and not answer.low > grid[-1]:
        return Step(design._replace(repetitions=2 * design.repetitions))
    return Step(None, BEYOND)


def _repetitions_wanted(answer: SampleSize, design: Design, factor: float) -> int:
    """Return the repetitions that a width which falls with their square root asks for."""
    excess = np.log(answer.high / answer.low) / np.log(factor)
    wanted = min(design.repetitions * float(excess) ** 2, 100 * MOST_REPETITIONS)
    return BATCH * (int(wanted) // BATCH + 1)


def _size_wanted(
    answer: SampleSize, design: Design, grid: Sequence[int], is_wide: bool
) -> int | None:
    """Return the size of the grid that would help.

    It lies next to the estimate, between the sizes that bracket it; else it is a larger one, for
    two of them hold the curve there and four in all tell how it bends. Where repetitions alone
    would not do, it is the nearest of any.
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
    """Return the next size at a distance, or the largest of the grid."""
    larger = [other for other in grid if other > size]
    return next(
        (other for other in larger if other >= RATIO * size), larger[-1] if larger else None
    )
