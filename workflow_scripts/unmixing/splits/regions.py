"""Labelled and test pixels drawn from two parts of an image that are kept apart."""

from typing import NamedTuple

import numpy as np

from unmixing.splits.strategy import Drawn, Key

GAP = Key(
    "Pixels around a test pixel from which none is labelled. With the largest patch radius no "
    "training patch holds a test pixel.",
    default=None,
    values={"type": "integer", "minimum": 0},
)


class Sides(NamedTuple):
    """Masks of what may be labelled and tested, (height, width) bool, and the former's name."""

    labelled: np.ndarray
    tested: np.ndarray
    region: str


def draw_apart(valid: np.ndarray, sides: Sides, gap: int, n_test: int | None, seed: int) -> Drawn:
    """Draw test pixels at random from their side; those near one of them are not labelled.

    Parameters
    ----------
    valid : ndarray
        (height, width) bool.
    sides : Sides
        They do not depend on the train size.
    gap : int
        Rows and columns around a test pixel from which none is labelled.
    n_test : int or None
        Number of test pixels; None takes all on their side.
    seed : int
        For the draw.
    """
    generator = np.random.default_rng(seed)
    test = generator.permutation(np.flatnonzero(valid & sides.tested))[:n_test]
    is_test = np.zeros(valid.size, bool)
    is_test[test] = True
    around = np.pad(is_test.reshape(valid.shape), gap)
    near = sum_over_squares(around, 2 * gap + 1) > 0
    eligible = generator.permutation(np.flatnonzero(valid & sides.labelled & ~near))
    return Drawn(eligible.astype(np.int32), test.astype(np.int32), sides.region)


def sum_over_squares(image: np.ndarray, side: int) -> np.ndarray:
    """Sum an image over every square with this side: (height - side + 1, width - side + 1)."""
    before = np.pad(image.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    below = before[side:] - before[:-side]
    return below[:, side:] - below[:, :-side]
