"""Shapes of curves are named if there is evidence."""

import numpy as np
import pytest

from learning_curves.answers.curve_shapes import curve_shape
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.shape_table import shape_table
from learning_curves.columns import rows_of

from made_runs import CURVE_SIZES, WORDS, make_curve, make_runs_of_curves


@pytest.mark.parametrize(
    ("factors", "shape"),
    [
        ([1, 0.8, 0.6, 0.5, 0.4, 0.3], "falling"),
        ([1, 0.5, 0.9, 0.5, 0.4, 0.3], "peaking, falling"),
        ([1, 0.5, 0.4, 0.5, 0.6, 0.7], "dipping, falling"),
        ([1, 1, 1, 1, 1, 1], "flat"),
    ],
)
def test_shapes_are_named(factors, shape):
    found = curve_shape(make_curve(np.log(factors), spread=0.02))
    assert found["shape"] == shape
    assert found["monotone"] == (shape in ("falling", "flat"))


def test_few_seeds_are_never_said_to_be_flat_or_falling_without_evidence():
    found = curve_shape(make_curve(np.log([1, 0.8, 0.7, 0.6, 0.5, 0.4]), repetitions=2, spread=0.5))
    assert found["shape"] == "not shown to fall"
    assert (
        curve_shape(MeasuredCurve(CURVE_SIZES, np.zeros((1, 6))))["shape"]
        == "not tested: one run at a size"
    )


def test_flat_needs_seeds_that_could_have_shown_a_fall():
    level = np.zeros(6)
    assert curve_shape(make_curve(level, repetitions=6, spread=0.02))["shape"] == "flat"
    assert (
        curve_shape(make_curve(level, repetitions=5, spread=0.02))["shape"] == "not shown to fall"
    )
    both_fall = make_curve(np.log([1, 0.92]), repetitions=2, spread=0.001)
    assert "flat" not in curve_shape(both_fall)["shape"]


def test_a_significant_rise_is_not_flat():
    found = curve_shape(make_curve(np.log([1, 1.05, 1.05, 1.05, 1.05, 1]), spread=0.01))
    assert found["shape"] == "peaking" and not found["flat"]


def test_sizes_with_few_validation_pixels_or_updates_are_flagged():
    errors = make_curve(np.log(2 * CURVE_SIZES**-0.5), repetitions=3).log_errors
    runs = make_runs_of_curves({"network": errors, "estimator": errors})
    runs["updates"] = np.where(runs["method"] == "network", runs["size"], 0)
    flags = rows_of(shape_table(runs, WORDS), metric="overallRMSE").set_index("method")
    assert flags.loc["network", "few_updates"] == "60 150 375"
    assert flags.loc["estimator", "few_updates"] == ""
    assert flags.loc["estimator", "few_validation"] == "60"
