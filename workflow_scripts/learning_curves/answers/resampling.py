"""Means of resampled repetitions: how else a measured curve could have turned out."""

import numpy as np

from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.groups import stretch_of_means

DRAWS = 2000


def resample_means(curve: MeasuredCurve, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Return mean log errors of resampled repetitions (draws, sizes), stretched if they are few.

    See `groups.stretch_of_means`.
    """
    rows, n = len(curve.log_errors), curve.counts
    weights = generator.multinomial(rows, np.full(rows, 1 / rows), size=draws).astype(float)
    present = np.isfinite(curve.log_errors)
    counts = weights @ present
    sums = weights @ np.where(present, curve.log_errors, 0)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), curve.means)
    return curve.means + stretch_of_means(n, curve.groups) * (means - curve.means)
