"""Balanced draws: any consecutive seeds cover what is drawn from evenly."""

import numpy as np

# Bases of the two coordinates of a Halton sequence.
BASES = 2, 3


def compute_halton_point(index: int) -> tuple[float, float]:
    """Return a point of the Halton sequence in the unit square, counted from 0.

    The sequence begins with (1/2, 1/3), since (0, 0) is a corner (J. H. Halton, Numerische
    Mathematik 2, 1960). Any consecutive points are spread evenly, and further points lie between.
    """
    down, across = (_radical_inverse(index + 1, base) for base in BASES)
    return down, across


def choose_balanced_place(allowed: np.ndarray, index: int) -> tuple[int, int]:
    """Return an allowed place of an image; consecutive indices spread evenly.

    A Halton point chooses a row by the share of allowed places above it, and one of the allowed
    columns of that row.

    Parameters
    ----------
    allowed : ndarray
        (height, width) bool, at least one of them true.
    """
    down, across = compute_halton_point(index)
    above = allowed.sum(axis=1).cumsum()
    row = int(np.searchsorted(above, down * above[-1], side="right"))
    columns = np.flatnonzero(allowed[row])
    return row, int(columns[int(across * len(columns))])


def choose_balanced_part(sizes: np.ndarray, wanted: float, index: int) -> np.ndarray:
    """Return which of several things are chosen to hold what is wanted, taking all in turn.

    As in cross-validation: the things are in random order, each index takes the next ones, and
    after the last a new order begins. So things are chosen about equally often.

    Parameters
    ----------
    sizes : ndarray
        (n,), what each holds; those that hold nothing are never chosen.
    wanted : float
        At most the sum of sizes.

    Returns
    -------
    (n,) bool
    """
    turns = max(1, int(sizes.sum() / wanted))
    lap, turn = divmod(index, turns)
    order = np.random.default_rng(lap).permutation(np.flatnonzero(sizes))
    held = sizes[order].cumsum()
    order = np.roll(order, -int(np.searchsorted(held, held[-1] * turn / turns, side="right")))
    n_chosen = 1 + int(np.searchsorted(sizes[order].cumsum(), wanted))
    return np.isin(np.arange(len(sizes)), order[:n_chosen])


def _radical_inverse(index: int, base: int) -> float:
    """Mirror the digits of a number at its point: 6 is 110 in base 2, and gives 0.011."""
    inverse, scale = 0.0, 1.0
    while index:
        index, digit = divmod(index, base)
        scale /= base
        inverse += digit * scale
    return inverse
