"""Resampled means spread as Student's t says."""

import numpy as np
import pytest
from scipy.stats import t

from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.resampling import resample_means
from learning_curves.significance import INTERVAL

from made_runs import CURVE_SIZES, make_curve


def test_missing_runs_leave_their_size_to_the_other_seeds():
    errors = make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors.copy()
    errors[3:, 2] = np.nan
    curve = MeasuredCurve(CURVE_SIZES, errors)
    means = resample_means(curve, 2000, np.random.default_rng(0))
    for size, count in ((2, 3), (3, 30)):
        values = errors[:count, size]
        student = t.ppf(INTERVAL[1], count - 1) * values.std(ddof=1) / np.sqrt(count)
        low, high = np.quantile(means[:, size], INTERVAL)
        assert (high - low) / 2 == pytest.approx(student, rel=0.35)
