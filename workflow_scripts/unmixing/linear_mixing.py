"""Linear mixing inverted: abundances from endmembers, endmembers from abundances, and the misfit.

Small numbers of endmembers admit an exact way: the optimum of a convex problem under
non-negativity is the best of the unconstrained optima on those faces of the simplex where they
are not negative. All pixels share the faces, so that each face costs one matrix product.
"""

import itertools
from collections.abc import Callable

import numpy as np

from unmixing.errors import UserError

MAXIMUM_ENDMEMBERS = 14


def fitted_endmembers(spectra: np.ndarray, abundances: np.ndarray) -> np.ndarray:
    """Endmembers that best mix spectra from abundances, by least squares.

    Parameters
    ----------
    spectra : (n, bands)
    abundances : (n, p)

    Returns
    -------
    (bands, p) float64
    """
    labels, pixels = np.asarray(abundances, np.float64), np.asarray(spectra, np.float64)
    return np.linalg.lstsq(labels, pixels, rcond=None)[0].T


def nnls(spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
    """Least-squares abundances that are not negative.

    Parameters
    ----------
    spectra : (n, bands)
    endmembers : (bands, p), linearly independent

    Returns
    -------
    (n, p) float64, of any sum

    Raises
    ------
    UserError
        If there are more than 14 endmembers, whose faces are too many.
    """
    return _best_face(spectra, endmembers, _least_squares, empty_face=True)


def fcls(spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
    """Fully constrained least squares: abundances that are not negative and sum to one.

    The problem of Heinz & Chang, IEEE TGRS 39(3), 2001, solved exactly.

    Parameters
    ----------
    spectra : (n, bands)
    endmembers : (bands, p), affinely independent

    Returns
    -------
    (n, p) float64

    Raises
    ------
    UserError
        If there are more than 14 endmembers, whose faces are too many.
    """
    return _best_face(spectra, endmembers, _least_squares_of_sum_one, empty_face=False)


def normalised(abundances: np.ndarray) -> np.ndarray:
    """Put predictions on the simplex: clip at zero, then divide by the sum.

    A pixel without a positive value becomes the even mixture: (n, p) -> (n, p).
    """
    clipped = np.clip(np.asarray(abundances, np.float64), 0, None)
    total = clipped.sum(axis=1, keepdims=True)
    even = np.full_like(clipped, 1 / clipped.shape[1])
    # What is not finite stays so, for its run to be seen as diverged.
    return np.divide(clipped, total, out=even, where=total != 0)


def reordered_fit_error(cube: np.ndarray, abundances: np.ndarray) -> float:
    """Return `linear_fit_error` of the better of both orders in which maps may be misread."""
    height, width, p = abundances.shape
    reorderings = (
        abundances.reshape(width, height, p).transpose(1, 0, 2),
        abundances.transpose(1, 0, 2).reshape(height, width, p),
    )
    return min(linear_fit_error(cube, maps) for maps in reorderings)


def linear_fit_error(cube: np.ndarray, abundances: np.ndarray) -> float:
    """Return the relative residual of the best linear mixing of `cube` from `abundances`.

    The endmembers are free (least squares), so it does not matter how they are scaled.

    Parameters
    ----------
    cube : (height, width, bands)
    abundances : (height, width, endmembers)

    Returns
    -------
    float
        Frobenius norm of the residual over that of the cube, on pixels finite in both.
    """
    finite = np.isfinite(cube).all(-1) & np.isfinite(abundances).all(-1)
    pixels, fractions = cube[finite], abundances[finite]
    return misfit(pixels, fractions, fitted_endmembers(pixels, fractions))


def misfit(spectra: np.ndarray, abundances: np.ndarray, endmembers: np.ndarray) -> float:
    """Return the norm of what mixing leaves unexplained over that of the spectra.

    Parameters
    ----------
    spectra : (n, bands)
    abundances : (n, p)
    endmembers : (bands, p)
    """
    pixels = np.asarray(spectra, np.float64)
    mixed = np.asarray(abundances, np.float64) @ endmembers.T
    return float(np.linalg.norm(pixels - mixed) / np.linalg.norm(pixels))


def _best_face(
    spectra: np.ndarray,
    endmembers: np.ndarray,
    solve: Callable[[np.ndarray, np.ndarray], np.ndarray],
    empty_face: bool,
) -> np.ndarray:
    """Return the best of the faces' optima; pixels whose whole-face optimum is inside are done."""
    spectra = np.asarray(spectra, np.float64)
    n_endmembers = endmembers.shape[1]
    if n_endmembers > MAXIMUM_ENDMEMBERS:
        raise UserError(
            f"{n_endmembers} endmembers have too many combinations for the exact solver, which "
            f"takes up to {MAXIMUM_ENDMEMBERS}: use another model."
        )
    gram, linear = endmembers.T @ endmembers, spectra @ endmembers
    best = solve(gram, linear)
    inside = (best >= 0).all(axis=1)
    outside = np.flatnonzero(~inside)
    linear = linear[outside]
    candidate = np.zeros((len(outside), n_endmembers))
    cost = np.full(len(outside), 0.0 if empty_face else np.inf)
    for size in range(1, n_endmembers):
        for face in map(list, itertools.combinations(range(n_endmembers), size)):
            part = gram[np.ix_(face, face)]
            abundances = solve(part, linear[:, face])
            residual = np.sum(abundances * (abundances @ part - 2 * linear[:, face]), axis=1)
            better = (abundances >= 0).all(axis=1) & (residual < cost)
            candidate[better] = 0
            candidate[np.ix_(better, face)] = abundances[better]
            cost[better] = residual[better]
    best[outside] = candidate
    return best


def _least_squares(gram: np.ndarray, linear: np.ndarray) -> np.ndarray:
    return _smallest_solution(gram, linear.T).T


def _least_squares_of_sum_one(gram: np.ndarray, linear: np.ndarray) -> np.ndarray:
    size = len(gram)
    bordered = np.ones((size + 1, size + 1))
    bordered[:size, :size] = gram
    bordered[size, size] = 0
    right = np.column_stack([linear, np.ones(len(linear))])
    return _smallest_solution(bordered, right.T).T[:, :size]


def _smallest_solution(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve, also where endmembers are alike or zero: an endmember no label has gets nothing."""
    return np.linalg.lstsq(matrix, right, rcond=None)[0]
