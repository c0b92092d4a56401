"""Curves are collected from completed runs, and default targets are errors that they reach."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.answers.measured_curves import default_targets, measured_curves

from made_runs import CURVE_SIZES, make_curve, make_runs_of_curves


def test_curves_of_a_scene_share_the_seeds_of_their_rows():
    whole = make_curve(np.log(2 * CURVE_SIZES**-0.5), repetitions=3).log_errors
    gaps = whole.copy()
    gaps[0] = np.nan
    curves = measured_curves(make_runs_of_curves({"a": whole, "b": gaps}), "overallRMSE")
    assert list(curves) == [("field", "standard", "a"), ("field", "standard", "b")]
    of_a, of_b = curves.values()
    np.testing.assert_array_equal(of_a.sizes, CURVE_SIZES)
    np.testing.assert_allclose(of_a.log_errors, whole)
    np.testing.assert_allclose(of_b.log_errors, gaps)
    assert (of_a.n_repetitions, of_b.n_repetitions) == (3, 2)


def test_an_error_of_zero_counts_as_half_the_smallest_other_of_its_scene():
    errors = make_curve(np.log(2 * CURVE_SIZES**-0.5), repetitions=3).log_errors
    zero = errors.copy()
    zero[0, 2] = -np.inf
    runs = make_runs_of_curves({"a": errors, "b": zero})
    other = make_runs_of_curves({"a": errors - 5}, "coast")
    of_a, of_b, elsewhere = measured_curves(pd.concat([runs, other]), "overallRMSE").values()
    least = np.exp(errors.min()) / 2
    assert of_b.zero_as == pytest.approx(least)
    assert of_b.log_errors[0, 2] == pytest.approx(np.log(least))
    assert np.isnan([of_a.zero_as, elsewhere.zero_as]).all()


def test_errors_that_are_all_zero_count_as_the_rounding_error():
    curves = {"a": np.full((3, 6), -np.inf)}
    (curve,) = measured_curves(make_runs_of_curves(curves), "overallRMSE").values()
    assert np.exp(curve.log_errors) == pytest.approx(np.finfo(float).eps)


def test_default_targets_are_round_errors_within_reach():
    curve = make_curve(np.log([0.25, 0.12, 0.08, 0.06, 0.05, 0.04]), repetitions=3)
    targets = default_targets({("field", "standard", "a"): curve})
    assert targets == [
        0.2,
        0.15,
        0.1,
        0.07,
        0.05,
        0.03,
    ]
