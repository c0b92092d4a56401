"""Linear mixing inverted: abundances from endmembers and back."""

import numpy as np

from unmixing.constrained import Constraint, solve_nonnegative

# An endmember whose peak is at most this share of the brightest one's is shade.
DARKEST = 1e-3
# The weight of the sum of shares in sparse regression, in mean squared norms of the endmembers.
SPARSITY = 1e-5


def fit_endmembers(spectra: np.ndarray, abundances: np.ndarray) -> np.ndarray:
    """Fit the endmembers that best mix spectra from abundances, by least squares.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    abundances : ndarray
        (n, p).

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
    spectra : ndarray
        (n, bands).
    endmembers : ndarray
        (bands, p), linearly independent.

    Returns
    -------
    (n, p) float64, with any sum; NaN where a spectrum is not finite
    """
    return _unmixed(spectra, endmembers, NON_NEGATIVE)


def fcls(spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
    """Fully constrained least squares: abundances that are not negative and sum to one.

    The problem of Heinz & Chang, IEEE TGRS 39(3), 2001, solved exactly.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    endmembers : ndarray
        (bands, p), affinely independent.

    Returns
    -------
    (n, p) float64; NaN where a spectrum is not finite
    """
    return _unmixed(spectra, endmembers, SUM_TO_ONE)


def sunsal(spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
    """Sparse regression: least squares with a penalty on the sum of non-negative shares.

    The problem of Bioucas-Dias & Figueiredo, WHISPERS 2010: half the squared residual and lambda
    times the sum, solved exactly. Lambda is 1e-5 times the mean squared norm of the endmembers, so
    it does not depend on units or on the number of bands.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    endmembers : ndarray
        (bands, p), of a library.

    Returns
    -------
    (n, p) float64, with any sum; NaN where a spectrum is not finite
    """
    return _unmixed(spectra, endmembers, NON_NEGATIVE, penalty=SPARSITY)


def clip_and_normalise(abundances: np.ndarray) -> np.ndarray:
    """Put predictions on the simplex: clip at zero, then divide by the sum.

    A pixel without a positive value becomes the even mixture: (n, p) -> (n, p).
    """
    clipped = np.clip(np.asarray(abundances, np.float64), 0, None)
    total = clipped.sum(axis=1, keepdims=True)
    even = np.full_like(clipped, 1 / clipped.shape[1])
    # Values that are not finite stay so, and mark their run as diverged.
    return np.divide(clipped, total, out=even, where=total != 0)


def is_shade(endmembers: np.ndarray) -> np.ndarray:
    """Say which endmembers (bands, p) are shade, stored as zeros or nearly so: (p,)."""
    peaks = np.abs(endmembers).max(axis=0)
    dark: np.ndarray = peaks <= DARKEST * peaks.max()
    return dark


def _unmixed(
    spectra: np.ndarray, endmembers: np.ndarray, constraint: Constraint, penalty: float = 0.0
) -> np.ndarray:
    """Solve for the abundances of all pixels, whatever the units of spectra and endmembers.

    The penalty on their sum is in mean squared norms of the endmembers.
    """
    # Scaled to about one, so that a constraint on sums weighs as much as the spectra.
    size = np.sqrt(np.mean(np.square(endmembers, dtype=np.float64))) or 1.0
    columns = np.asarray(endmembers, np.float64) / size
    pixels = np.asarray(spectra, np.float64) / size
    finite = np.isfinite(pixels).all(axis=1)
    abundances = np.full((len(pixels), columns.shape[1]), np.nan)
    bands = len(columns)
    gram, linear = columns.T @ columns / bands, pixels[finite] @ columns / bands
    abundances[finite] = solve_nonnegative(constraint, gram, linear - penalty)
    return abundances


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
    """Solve by least squares; endmembers may be alike, or zero where no label has them."""
    return np.linalg.lstsq(matrix, right, rcond=None)[0]


NON_NEGATIVE = Constraint(_least_squares, empty_face=True)
SUM_TO_ONE = Constraint(_least_squares_of_sum_one, empty_face=False)
