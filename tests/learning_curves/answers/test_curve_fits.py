"""Learning curves are fitted, and draws give the uncertainty of fits."""

import numpy as np
import pytest

from learning_curves.answers.curve_families import FAMILIES
from learning_curves.answers.curve_fits import (
    draw_curves,
    fit_curve,
    held_out_errors,
    log_error_at,
    log_size_at,
)
from learning_curves.answers.measured_curves import MeasuredCurve

from made_runs import CURVE_SIZES, FAMILY_PARAMETERS, LOG_SIZES, make_curve

REFERENCE = np.log(CURVE_SIZES[[0, -1]]).mean()


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_fitted_to_its_own_curve(name):
    values = FAMILIES[name].log_error(LOG_SIZES, np.array(FAMILY_PARAMETERS[name]))
    fit = fit_curve(make_curve(values))
    assert fit.families[name].chi_square < 0.02
    fitted = FAMILIES[name].log_error(LOG_SIZES, fit.families[name].parameters)
    np.testing.assert_allclose(fitted, values, atol=0.005)


@pytest.mark.slow
def test_variances_of_few_seeds_are_right_on_average():
    generator = np.random.default_rng(0)
    logs = []
    for _ in range(100):
        errors = np.log(2 * CURVE_SIZES**-0.5) + generator.normal(0, 0.1, (3, len(CURVE_SIZES)))
        fit = fit_curve(MeasuredCurve(CURVE_SIZES, errors))
        logs.append(np.log(fit.scales**2 - fit.misfit**2))
    assert np.mean(logs) == pytest.approx(np.log(0.1**2 / 3), abs=0.1)


def test_held_out_sizes_are_predicted_from_the_others():
    curve = make_curve(np.log(2 * CURVE_SIZES**-0.5), spread=0.02)
    errors = held_out_errors(curve)
    assert errors["pow2"] < 0.05
    expected = curve.means[4:] - curve.means[3]
    assert errors["last1"] == pytest.approx(np.sqrt(np.mean(expected**2)))
    assert held_out_errors(curve.first(2)) == {}


def test_a_curve_with_one_run_at_a_size_cannot_be_resampled():
    fit = fit_curve(MeasuredCurve(CURVE_SIZES, np.log(2 * CURVE_SIZES**-0.5)[None]))
    with pytest.raises(ValueError, match="one run at a size"):
        draw_curves(fit)


def test_a_logarithm_promises_no_error_of_zero():
    values = FAMILIES["log2"].log_error(LOG_SIZES, np.array([-4, np.log(5950) - REFERENCE + 1]))
    curve = make_curve(values)
    parameters = fit_curve(curve).families["log2"].parameters
    beyond = LOG_SIZES[-1] + np.log([1, 1.5, 2, 4, 40])
    errors = log_error_at("log2", curve, beyond, parameters)
    steep = (values[-2] - values[-1]) / np.diff(LOG_SIZES)[-1]
    assert errors == pytest.approx(errors[0] - steep * (beyond - beyond[0]), abs=0.2)
    both = np.concatenate([LOG_SIZES, beyond])
    at = [
        log_size_at("log2", curve, error, parameters[None])[0]
        for error in log_error_at("log2", curve, both, parameters)
    ]
    np.testing.assert_allclose(at, both, atol=1e-6)
