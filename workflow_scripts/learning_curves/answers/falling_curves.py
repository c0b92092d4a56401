"""Curves that never rise, because surplus labels may be left unused.

Curves are rows of log errors over rising sizes (draws, sizes).
"""

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import isotonic_regression

# Log errors closer than this differ only by rounding.
SAME = 1e-9
# Points of a smooth curve.
POINTS = 200


def falling_fit(curves: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the nearest curves that never rise, for curves (draws, sizes) and weights (sizes,)."""
    # One fit for all draws: each is shifted so far below the previous one that they cannot merge.
    moved = np.arange(len(curves))[:, None] * (np.ptp(curves) + 1)
    all_weights = np.broadcast_to(weights, curves.shape).ravel()
    fit = isotonic_regression((curves - moved).ravel(), weights=all_weights, increasing=False)
    return fit.x.reshape(curves.shape) + moved


def once_reached(curves: np.ndarray) -> np.ndarray:
    """Return curves in which an error once reached also counts as reached at larger sizes."""
    return np.minimum.accumulate(curves, axis=-1)


def smooth(log_sizes: np.ndarray, curves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join points by monotone cubics: finer log sizes (points,), and curves (draws, points).

    F. N. Fritsch & J. Butland, SIAM J. Scientific and Statistical Computing 5(2), 1984.
    """
    finer = np.union1d(np.linspace(log_sizes[0], log_sizes[-1], POINTS), log_sizes)
    return finer, PchipInterpolator(log_sizes, curves, axis=-1)(finer)


def log_size_at(log_sizes: np.ndarray, falling: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the first log sizes at which curves (draws, sizes) reach levels (draws, levels).

    The curves never rise, and every level must be reached by its curve; one above the whole curve
    is reached at the first size.
    """
    n_above = (falling[:, :, None] > levels[:, None, :] + SAME).sum(axis=1)
    after = n_above.clip(1, len(log_sizes) - 1)
    high = np.take_along_axis(falling, after - 1, axis=1)
    low = np.take_along_axis(falling, after, axis=1)
    share = (high - levels) / np.maximum(high - low, SAME)
    share = np.where(n_above > 0, share.clip(0, 1), 0)
    return log_sizes[after - 1] + share * (log_sizes[after] - log_sizes[after - 1])


def sizes_at(sizes: np.ndarray, falling: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the sizes at which curves (draws, sizes) reach levels (draws, levels).

    The curves never rise. A size is at least the smallest one, and infinite where a curve does not
    reach the level.
    """
    reached = np.maximum(levels, falling[:, -1:])
    log_found = log_size_at(np.log(sizes), falling, reached)
    found = np.where(log_found <= np.log(sizes[0]), sizes[0], np.exp(log_found)).clip(
        sizes[0], sizes[-1]
    )
    return np.where(levels >= falling[:, -1:], found, np.inf)
