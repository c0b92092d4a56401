"""Where labelled pixels may lie and which pixels are tested: geometry alone, drawn by the seed."""

from typing import NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.splits.balanced import balanced_part, balanced_place
from unmixing.splits.condition import BLOCKS, HALVES, PLOT, Condition
from unmixing.splits.sizes import Size, as_count

# Plots with fewer valid pixels than this share of the fullest one are not drawn.
FULL_ENOUGH = 0.9
# Tested blocks up to so many are named, numbered row by row from 0.
MOST_NAMED = 25
# In turn: name, axis across which the image is halved, and whether the first half is labelled.
FOUR_HALVES = (
    ("upper half", 0, True),
    ("lower half", 0, False),
    ("left half", 1, True),
    ("right half", 1, False),
)


class Drawn(NamedTuple):
    """What a split in space is drawn from.

    Attributes
    ----------
    eligible : (n,) int32, row-major indices of the pixels that may be labelled, in random order
    test : (n_test,) int32, row-major indices of the test pixels
    region : where those that may be labelled lie, in words that no other region has
    """

    eligible: np.ndarray
    test: np.ndarray
    region: str


class Sides(NamedTuple):
    """What may be labelled and what may be tested, (height, width) bool, and the former's name."""

    labelled: np.ndarray
    tested: np.ndarray
    region: str


def draw_regions(
    valid: np.ndarray, condition: Condition, seed: int, test_size: Size | None
) -> Drawn:
    """Draw the test pixels of a split in space, and the pixels that may be labelled.

    `blocks`: blocks are tested in turn, as many as hold the test pixels or, where all that are left
    are tested, half of the valid pixels. `halves`: one of the four halves of the image, in turn, is
    labelled and the one across is tested. `plot`: pixels of one square are labelled, and those
    outside of it and of the gap around it are tested, so that a gap takes nothing from the plot;
    squares are spread evenly over the image. So seeds that follow one another cover the image, and
    further ones add regions to it. Test pixels are drawn at random from theirs; those that may be
    labelled are further than `gap`, in rows and columns, from each of them. Neither depends on the
    train size.

    Parameters
    ----------
    valid : (height, width) bool
    condition : of which the split is blocks, halves or plot
    test_size : test pixels, as a count or a fraction of the valid ones; None takes all

    Raises
    ------
    UserError
        If the region to test holds too few pixels, or a plot is larger than the scene.
    """
    generator = np.random.default_rng(seed)
    n_test = None if test_size is None else as_count(test_size, int(valid.sum()))
    labelled, tested, region = SIDES[condition.split](valid, condition, n_test, seed)
    test = generator.permutation(np.flatnonzero(valid & tested))
    if not len(test):
        raise UserError(
            f"with split {condition.split} seed {seed} leaves no pixel to test: make the plot or "
            "the gap smaller, or choose another split."
        )
    if n_test is not None and n_test > len(test):
        raise UserError(
            f"with split {condition.split} there are {len(test)} pixels to test, fewer than "
            f"test_size {test_size}: test on fewer."
        )
    test = test[:n_test]
    is_test = np.zeros(valid.size, bool)
    is_test[test] = True
    around = np.pad(is_test.reshape(valid.shape), condition.gap)
    near = _sums_of_squares(around, 2 * condition.gap + 1) > 0
    eligible = generator.permutation(np.flatnonzero(valid & labelled & ~near))
    return Drawn(eligible.astype(np.int32), test.astype(np.int32), region)


def _blocks(valid: np.ndarray, condition: Condition, n_test: int | None, seed: int) -> Sides:
    assert condition.block_size is not None
    rows, columns = (np.arange(side) // condition.block_size for side in valid.shape)
    block = rows[:, None] * (columns[-1] + 1) + columns
    held = np.bincount(block[valid], minlength=block.max() + 1)
    is_tested = balanced_part(held, held.sum() / 2 if n_test is None else n_test, seed)
    tested = is_tested[block]
    numbers = np.flatnonzero(is_tested)
    named = " ".join(map(str, numbers)) if len(numbers) <= MOST_NAMED else f"of seed {seed}"
    return Sides(~tested, tested, f"all but blocks {named}")


def _halves(valid: np.ndarray, condition: Condition, n_test: int | None, seed: int) -> Sides:
    region, axis, first = FOUR_HALVES[seed % len(FOUR_HALVES)]
    place = np.indices(valid.shape)[axis]
    # Half of the valid pixels, which may lie anywhere.
    before = place < np.median(place[valid])
    return Sides(before, ~before, region) if first else Sides(~before, before, region)


def _plot(valid: np.ndarray, condition: Condition, n_test: int | None, seed: int) -> Sides:
    side = condition.plot_size
    assert side is not None
    if side > min(valid.shape):
        raise UserError(
            f"a plot of {side} x {side} pixels is larger than the scene, {valid.shape[0]} x "
            f"{valid.shape[1]}: make it smaller."
        )
    held = _sums_of_squares(valid, side)
    row, column = balanced_place(held >= FULL_ENOUGH * held.max(), seed)
    gap = condition.gap
    plot, near = np.zeros_like(valid), np.zeros_like(valid)
    plot[row : row + side, column : column + side] = True
    top, left = max(row - gap, 0), max(column - gap, 0)
    near[top : row + side + gap, left : column + side + gap] = True
    region = f"rows {row} to {row + side - 1}, columns {column} to {column + side - 1}"
    return Sides(plot, ~near, region)


def _sums_of_squares(image: np.ndarray, side: int) -> np.ndarray:
    """Sum an image over every square of a side: (height - side + 1, width - side + 1)."""
    before = np.pad(image.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    below = before[side:] - before[:-side]
    return below[:, side:] - below[:, :-side]


SIDES = {BLOCKS: _blocks, HALVES: _halves, PLOT: _plot}
