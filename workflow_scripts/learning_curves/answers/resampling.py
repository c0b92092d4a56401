"""Means of resampled repetitions: how else a measured curve could have turned out."""

import numpy as np
from scipy.stats import t

from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.significance import INTERVAL, NORMAL_QUANTILE

DRAWS = 2000


def resample_means(curve: MeasuredCurve, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Return mean log errors of resampled repetitions (draws, sizes), stretched if they are few.

    With S runs at a size, the stretch is t(0.975, S - 1) / 1.96 sqrt(S / (S - 1)): a bootstrap of S
    values is too narrow by the last factor, and its quantiles are those of a normal distribution.
    """
    rows, n = len(curve.log_errors), curve.counts
    weights = generator.multinomial(rows, np.full(rows, 1 / rows), size=draws).astype(float)
    present = np.isfinite(curve.log_errors)
    counts = weights @ present
    sums = weights @ np.where(present, curve.log_errors, 0)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), curve.means)
    stretch = t.ppf(INTERVAL[1], n - 1) / NORMAL_QUANTILE * np.sqrt(n / (n - 1))
    return curve.means + stretch * (means - curve.means)
