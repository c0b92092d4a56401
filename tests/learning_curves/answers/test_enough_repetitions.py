"""An interval needs more repetitions if there are outliers."""

import numpy as np
import pytest

from learning_curves.answers.enough_repetitions import enough_repetitions, repetitions_for_outliers
from learning_curves.answers.measured_curves import MeasuredCurve

from made_runs import CURVE_SIZES, make_curve


def curve(repetitions: int, outliers: bool, regions: tuple[str, ...] = ()) -> MeasuredCurve:
    log_errors = make_curve(
        np.log(2 * CURVE_SIZES**-0.5), spread=0.05, repetitions=repetitions
    ).log_errors
    if outliers:
        log_errors = log_errors.copy()
        log_errors[1, 3] += 2
    return MeasuredCurve(CURVE_SIZES, log_errors, regions=regions)


@pytest.mark.parametrize(
    ("repetitions", "outliers", "wanted"),
    [(10, True, 36), (30, True, 36), (36, True, np.nan), (3, False, np.nan)],
)
def test_seeds_are_asked_for_where_there_are_outliers(repetitions, outliers, wanted):
    np.testing.assert_equal(repetitions_for_outliers(curve(repetitions, outliers)), wanted)


def test_regions_differ_for_a_reason():
    regions = tuple(f"plot {i}" for i in range(10))
    assert np.isnan(repetitions_for_outliers(curve(10, True, regions)))


def test_sixty_runs_tell_whether_there_are_outliers():
    assert enough_repetitions(curve(3, False)) == 10
    assert enough_repetitions(curve(3, False).first(3)) == 20
    assert enough_repetitions(curve(3, True)) == 36


def test_a_size_with_a_larger_spread_does_not_ask_for_more_seeds():
    """In the quick study, a run with 25 labels has 1.75 times the usual error."""
    spread = np.array([0.2, 0.04, 0.02])
    logs = np.log([0.09, 0.07, 0.06]) + np.linspace(-1, 1, 15)[:, None] * spread
    logs[-1, 0] = np.log(0.09 * 1.75)
    wide = MeasuredCurve(np.array([25.0, 50, 100]), logs)
    assert wide.has_outliers and np.isnan(repetitions_for_outliers(wide))
