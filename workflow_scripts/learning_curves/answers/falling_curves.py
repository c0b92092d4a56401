"""Curves that never rise: with more labels at hand, some may be left unused.

Curves are rows of log errors over rising sizes (draws, sizes).
"""

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import isotonic_regression

# Log errors that are so close are the same: what is less is rounding.
SAME = 1e-9
# Points of a smooth curve.
POINTS = 200


def falling_fit(curves: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the nearest curves that never rise, of curves (draws, sizes) with a weight a size."""
    # One fit of all draws: each is moved so far below the one before that no level joins two.
    moved = np.arange(len(curves))[:, None] * (np.ptp(curves) + 1)
    all_weights = np.broadcast_to(weights, curves.shape).ravel()
    fit = isotonic_regression((curves - moved).ravel(), weights=all_weights, increasing=False)
    return fit.x.reshape(curves.shape) + moved


def once_reached(curves: np.ndarray) -> np.ndarray:
    """Return curves whose error, once reached, counts as reached with more labels."""
    return np.minimum.accumulate(curves, axis=-1)


def smooth(log_sizes: np.ndarray, curves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join points by monotone cubics: finer log sizes (points,), and curves (draws, points).

    F. N. Fritsch & J. Butland, SIAM J. Scientific and Statistical Computing 5(2), 1984.
    """
    finer = np.union1d(np.linspace(log_sizes[0], log_sizes[-1], POINTS), log_sizes)
    return finer, PchipInterpolator(log_sizes, curves, axis=-1)(finer)


def log_size_at(log_sizes: np.ndarray, falling: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """First log sizes at which curves (draws, sizes) that never rise reach levels (draws, levels).

    A level above a curve is reached at its first size, and each is one that the curve reaches.
    """
    n_above = (falling[:, :, None] > levels[:, None, :] + SAME).sum(axis=1)
    after = n_above.clip(1, len(log_sizes) - 1)
    high = np.take_along_axis(falling, after - 1, axis=1)
    low = np.take_along_axis(falling, after, axis=1)
    share = (high - levels) / np.maximum(high - low, SAME)
    share = np.where(n_above > 0, share.clip(0, 1), 0)
    return log_sizes[after - 1] + share * (log_sizes[after] - log_sizes[after - 1])
