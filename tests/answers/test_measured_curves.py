"""Curves are collected from completed runs, and their targets are errors that they reach."""

import numpy as np

from unmixing.answers.measured_curves import default_targets, measured_curves

from shared import CURVE_SIZES, curve_of, runs_of_curves


def test_rows_of_curves_of_a_scene_are_the_same_seeds():
    whole = curve_of(np.log(2 * CURVE_SIZES**-0.5), seeds=3).log_errors
    gaps = whole.copy()
    gaps[0] = np.nan
    curves = measured_curves(runs_of_curves({"a": whole, "b": gaps}), "overallRMSE")
    assert list(curves) == [("field", "standard", "a"), ("field", "standard", "b")]
    of_a, of_b = curves.values()
    np.testing.assert_array_equal(of_a.sizes, CURVE_SIZES)
    np.testing.assert_allclose(of_a.log_errors, whole)
    np.testing.assert_allclose(of_b.log_errors, gaps)
    assert (of_a.n_seeds, of_b.n_seeds) == (3, 2)


def test_an_error_of_zero_is_known_to_be_one():
    errors = curve_of(np.log(2 * CURVE_SIZES**-0.5), seeds=3).log_errors
    zero = errors.copy()
    zero[0, 2] = -np.inf
    curves = measured_curves(runs_of_curves({"a": errors, "b": zero}), "overallRMSE")
    assert [curve.has_zero_error for curve in curves.values()] == [False, True]


def test_default_targets_are_round_errors_within_reach():
    curve = curve_of(np.log([0.25, 0.12, 0.08, 0.06, 0.05, 0.04]), seeds=3)
    targets = default_targets({("field", "standard", "a"): curve})
    assert targets == [
        0.2,
        0.15,
        0.1,
        0.07,
        0.05,
        0.03,
    ]
