"""A band contains the averaged curve, and needs draws and three sizes."""

import numpy as np
import pytest

from learning_curves.answers.curve_fits import draw_curves, fit_curve
from learning_curves.answers.fitted_bands import fitted_band

from made_runs import CURVE_SIZES, make_curve


def test_a_band_contains_the_curve_up_to_twice_the_largest_size():
    curve = make_curve(np.log(2 * CURVE_SIZES**-0.5), spread=0.05)
    fit = fit_curve(curve)
    band = fitted_band(fit, draw_curves(fit, 200))
    sizes = band["size"]
    assert (sizes[0], sizes[-1]) == pytest.approx((60, 11800))
    np.testing.assert_allclose(band["error"], 2 * sizes**-0.5, rtol=0.05)
    assert (band["low"] < band["error"]).all()
    assert (band["error"] < band["high"]).all()


def test_one_seed_has_a_curve_without_a_band():
    band = fitted_band(fit_curve(make_curve(np.log(2 * CURVE_SIZES**-0.5))), {})
    assert np.isfinite(band["error"]).all()
    assert np.isnan([band["low"], band["high"]]).all()


def test_two_sizes_have_no_band_and_nothing_beyond_them():
    fit = fit_curve(make_curve(np.log([0.2, 0.1])))
    band = fitted_band(fit, draw_curves(fit, 20))
    assert band["size"][[0, -1]] == pytest.approx([60, 150])
    assert band["error"][[0, -1]] == pytest.approx([0.2, 0.1], rel=0.01)
    assert np.isnan([band["low"], band["high"]]).all()
