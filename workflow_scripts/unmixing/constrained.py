"""Non-negative least squares for many pixels at once, from products with the endmembers.

A problem is given by `gram` (p, p), the products of endmembers with each other, and `linear`
(n, p), the products of pixels with endmembers. Abundances a cost a' gram a - 2 a' linear.
"""

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

# Above this, there are too many combinations to try, and each pixel is solved by itself.
MOST_COMBINED = 14
TOLERANCE = 1e-10


class Constraint(NamedTuple):
    """What abundances must fulfil in addition to not being negative.

    Attributes
    ----------
    solve : Callable[[ndarray, ndarray], ndarray]
        (gram, linear) -> the optimum where abundances may be negative.
    empty_face : bool
        Whether they may all be zero.
    """

    solve: Callable[[np.ndarray, np.ndarray], np.ndarray]
    empty_face: bool


def solve_nonnegative(constraint: Constraint, gram: np.ndarray, linear: np.ndarray) -> np.ndarray:
    """Return the optimal abundances (n, p)."""
    best = constraint.solve(gram, linear)
    outside = np.flatnonzero((best < 0).any(axis=1))
    if len(gram) <= MOST_COMBINED:
        best[outside] = _best_face(constraint, gram, linear[outside])
    else:
        for pixel in outside:
            best[pixel] = _active_set(constraint, gram, linear[pixel])
    return best


def _best_face(constraint: Constraint, gram: np.ndarray, linear: np.ndarray) -> np.ndarray:
    """Return the best of the optima on all faces that are not negative.

    All pixels share the faces, so each face costs one matrix product.
    """
    best = np.zeros(linear.shape)
    cost = np.full(len(linear), 0.0 if constraint.empty_face else np.inf)
    for size in range(1, len(gram)):
        for face in map(list, itertools.combinations(range(len(gram)), size)):
            part = gram[np.ix_(face, face)]
            abundances = constraint.solve(part, linear[:, face])
            residual = np.sum(abundances * (abundances @ part - 2 * linear[:, face]), axis=1)
            better = (abundances >= 0).all(axis=1) & (residual < cost)
            best[better] = 0
            best[np.ix_(better, face)] = abundances[better]
            cost[better] = residual[better]
    return best


def _active_set(constraint: Constraint, gram: np.ndarray, linear: np.ndarray) -> np.ndarray:
    """Return the optimum of one pixel: endmembers enter one by one, and leave at zero.

    Lawson & Hanson, Solving Least Squares Problems, 1974, chapter 23, on the products.
    """
    abundances = np.zeros(len(gram))
    face: list[int] = []
    if not constraint.empty_face:
        face = [int(np.argmin(np.diag(gram) - 2 * linear))]
        abundances[face] = 1
    enough = TOLERANCE * np.abs(linear).max()
    # Each endmember enters a few times at most.
    for _ in range(10 * len(gram)):
        gain = linear - gram @ abundances
        if not constraint.empty_face:
            gain = gain - gain[face].mean()
        gain[face] = -np.inf
        entering = int(np.argmax(gain))
        if gain[entering] <= enough:
            break
        face.append(entering)
        _descend(constraint, gram, linear, abundances, face)
    return abundances


def _descend(
    constraint: Constraint,
    gram: np.ndarray,
    linear: np.ndarray,
    abundances: np.ndarray,
    face: list[int],
) -> None:
    """Move to the optimum on a face, or to its edge where that is negative, and on from there."""
    while face:
        target = constraint.solve(gram[np.ix_(face, face)], linear[None, face])[0]
        here = abundances[face]
        if (target >= 0).all():
            abundances[face] = target
            return
        falling = np.flatnonzero(target < 0)
        shares = here[falling] / (here[falling] - target[falling])
        abundances[face] = np.maximum(here + shares.min() * (target - here), 0)
        # Zero in spite of rounding, also where the endmember that has just entered leaves again.
        abundances[face[falling[np.argmin(shares)]]] = 0
        face[:] = [i for i in face if abundances[i] > 0]
