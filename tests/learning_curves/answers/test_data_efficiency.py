"""Areas, size ratios and crossings of known curves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from learning_curves.answers.data_efficiency import (
    LEVELS,
    area,
    compare_data_efficiency,
    falling_fit,
    last_crossing,
    size_ratio,
)
from learning_curves.answers.data_efficiency_table import data_efficiency
from learning_curves.answers.measured_curves import MeasuredCurve, measured_curves

from made_runs import CURVE_SIZES, make_curve, make_runs_of_curves


def test_data_efficiency_of_curves_that_are_known():
    log_sizes = np.log(CURVE_SIZES)
    slow, quick = np.log(2 * CURVE_SIZES**-0.5)[None], np.log(2 * (3 * CURVE_SIZES) ** -0.5)[None]
    assert np.exp(size_ratio(log_sizes, slow, quick)) == pytest.approx(3, rel=1e-6)
    assert np.exp(size_ratio(log_sizes, quick, slow)) == pytest.approx(1 / 3, rel=1e-6)
    assert np.exp(area(log_sizes, slow) - area(log_sizes, quick)) == pytest.approx(3**0.5)
    assert np.isposinf(size_ratio(log_sizes, slow + 5, quick))
    assert np.isnan(last_crossing(log_sizes, slow, quick))
    steep = np.log(2 * 500**0.5 / CURVE_SIZES)[None]
    assert np.exp(last_crossing(log_sizes, slow, steep)) == pytest.approx(500, rel=1e-6)


def test_a_flat_curve_needs_its_smallest_size_for_the_error_that_it_has():
    log_sizes = np.log([50.0, 100, 200, 400])
    falling = np.log([[0.2, 0.1, 0.06, 0.02]])
    flat = np.full((1, 4), np.log(0.06))
    assert np.exp(size_ratio(log_sizes, falling, flat)) == pytest.approx(4)
    assert np.exp(size_ratio(log_sizes, flat, falling)) == pytest.approx(1 / 4)
    assert np.isneginf(size_ratio(log_sizes, falling - 3, flat))


falling_curves = st.lists(st.floats(0.05, 1), min_size=5, max_size=5).map(lambda d: -np.cumsum(d))


@given(falling=falling_curves, log_ratio=st.floats(-0.5, 0.5))
@settings(max_examples=50, deadline=None)
def test_a_curve_moved_along_the_sizes_needs_so_many_times_the_labels(falling, log_ratio):
    log_sizes = np.linspace(3, 8, 51)
    whole = np.linspace(0, 12, 5)

    def curve(moved):
        return np.interp(log_sizes - moved, whole, falling)[None]

    ratio = size_ratio(log_sizes, curve(log_ratio), curve(0))[0]
    assert ratio == pytest.approx(log_ratio, abs=0.1)
    assert ratio == pytest.approx(-size_ratio(log_sizes, curve(0), curve(log_ratio))[0], abs=1e-9)


@given(
    at=st.one_of(st.floats(3.05, 7.95), st.sampled_from([4.0, 6.0])),
    height=st.floats(-3, 0),
    slopes=st.tuples(st.floats(-1, -0.6), st.floats(-0.5, -0.1)),
)
@settings(max_examples=50, deadline=None)
def test_two_lines_cross_where_they_do(at, height, slopes):
    log_sizes = np.linspace(3, 8, 6)
    steep, slow = (height + slope * (log_sizes - at)[None] for slope in slopes)
    assert last_crossing(log_sizes, steep, slow)[0] == pytest.approx(at, abs=1e-6)
    assert last_crossing(log_sizes, slow, steep)[0] == pytest.approx(at, abs=1e-6)
    assert np.isnan(last_crossing(log_sizes, slow + 5, steep)[0])


def test_curves_that_meet_at_a_size_cross_there_if_they_change_places():
    log_sizes = np.arange(5.0)
    differences = {
        2.0: [1, 1, 0, -1, -1],
        3.0: [1, 1, 0, 0, -1],
        1.5: [1, 1, -1, 0, -1],
    }
    for at, difference in differences.items():
        assert last_crossing(log_sizes, np.array([difference], float), np.zeros((1, 5)))[0] == at
    for difference in ([1, 1, 0, 1, 1], [0, 0, 1, 1, 1], [1, 1, 1, 1, 0], [1, 1, -1e-15, 1, 1]):
        assert np.isnan(last_crossing(log_sizes, np.array([difference], float), np.zeros((1, 5))))


def test_the_fit_that_never_rises_is_that_of_scipy_for_every_draw():
    generator = np.random.default_rng(0)
    curves = generator.normal(-3, 0.5, (40, 6)) - 0.2 * np.arange(6)
    weights = np.array([30, 30, 5, 1, 3, 30])
    for curve, fit in zip(curves, falling_fit(curves, weights), strict=True):
        expected = isotonic_regression(curve, weights=weights, increasing=False).x
        np.testing.assert_allclose(fit, expected, atol=1e-9)


@pytest.mark.parametrize("plateau", [-1.0, -2.0])
def test_a_rounding_step_does_not_move_the_size_that_reaches_a_plateau(plateau):
    # At half of the shared errors, and at the least of them.
    log_sizes = np.arange(5.0)
    a = np.array([[0.0, plateau, plateau, plateau, -2]])
    b = np.array([[0.0, -0.5, -1, -1.5, -2]])
    expected = size_ratio(log_sizes, a, b)[0]
    for step in (1e-15, -1e-15, 1e-12, -1e-12):
        a[0, 1:4] = plateau + step * np.array([1, 0, -1])
        fit = falling_fit(a, np.ones(5))
        assert size_ratio(log_sizes, fit, b)[0] == pytest.approx(expected, abs=1e-6)
        assert size_ratio(log_sizes, b, fit)[0] == pytest.approx(-expected, abs=1e-6)


def true_log_ratio(a, b):
    """Read eleven sizes off the lines between the points of curves that never rise."""
    fine = np.linspace(*np.log(CURVE_SIZES[[0, -1]]), 10_001)
    a, b = (np.interp(fine, np.log(CURVE_SIZES), curve) for curve in (a, b))
    top, bottom = min(a[0], b[0]), max(a[-1], b[-1])
    return np.mean(
        [
            fine[np.argmax(a <= level)] - fine[np.argmax(b <= level)]
            for level in top + LEVELS * (bottom - top)
        ]
    )


@pytest.mark.parametrize("repetitions", [3, 30])
def test_a_size_ratio_is_unbiased_and_covered_where_a_curve_has_a_floor(repetitions):
    steps = CURVE_SIZES / CURVE_SIZES[0]
    slow, floored = np.log(0.02 + 0.2 * steps**-0.5), np.log(0.05 + 0.2 / steps**2)
    truth = true_log_ratio(slow, floored)
    generator = np.random.default_rng(0)
    estimates, covered = [], []
    for _ in range(100):
        noise = generator.normal(0, 0.07, (2, repetitions, 6)) + generator.normal(
            0, 0.07, (repetitions, 1)
        )
        curves = {
            "slow": MeasuredCurve(CURVE_SIZES, slow + noise[0]),
            "floored": MeasuredCurve(CURVE_SIZES, floored + noise[1]),
        }
        row = compare_data_efficiency(curves, draws=200).iloc[0]
        estimates.append(np.log(row["size_ratio"]))
        covered.append(np.log(row["size_ratio_low"]) <= truth <= np.log(row["size_ratio_high"]))
    assert np.median(estimates) == pytest.approx(truth, abs=0.05)
    assert np.mean(covered) >= 0.9


FALLING = np.log(2 * CURVE_SIZES**-0.5)


def test_a_flat_curve_has_no_size_ratio_and_the_table_says_so():
    # Its mean falls by a tenth of what one repetition spreads by.
    flat = -3 - 0.01 * np.linspace(0, 1, 6)
    curves = {
        "falling": make_curve(FALLING, spread=0.1),
        "flat": make_curve(flat, spread=0.1, repetition=1),
        "rising": make_curve(-FALLING - 6, spread=0.1, repetition=2),
    }
    table = compare_data_efficiency(curves, draws=200).set_index(["method_a", "method_b"])
    assert table.filter(like="size_ratio").isna().all(axis=None)
    assert table.filter(like="area_ratio").notna().all(axis=None)
    assert table["note"].tolist() == [
        "no size ratio: not shown to fall: flat",
        "no size ratio: not shown to fall: rising",
        "no size ratio: not shown to fall: flat, rising",
    ]


def test_a_lone_run_matters_only_at_a_size_that_both_have():
    lone = make_curve(FALLING, spread=0.1).log_errors.copy()
    lone[1:, 5] = np.nan
    long, short = MeasuredCurve(CURVE_SIZES, lone), make_curve(FALLING[:5] + 0.1, repetition=1)
    row = compare_data_efficiency({"long": long, "short": short}, draws=200).iloc[0]
    assert (row["n_sizes"], row["n_repetitions"], row["note"]) == (5, 30, None)
    assert row["size_ratio_low"] < row["size_ratio"] < row["size_ratio_high"]
    whole = make_curve(FALLING + 0.1, repetition=1)
    other = compare_data_efficiency({"long": long, "whole": whole}, draws=200).iloc[0]
    assert (other["n_repetitions"], other["note"]) == (1, "one run at a size: no interval")
    assert other.filter(regex="_(low|high|probability)$").isna().all()
    assert other["size_ratio"] < 1


def test_curves_that_share_one_size_are_not_compared():
    elsewhere = make_curve(FALLING)._replace(sizes=CURVE_SIZES + 1)
    curves = {"a": make_curve(FALLING), "b": make_curve(FALLING[:1]), "c": elsewhere}
    table = compare_data_efficiency(curves, draws=200)
    assert table["n_sizes"].tolist() == [1, 0, 0]
    assert table["n_repetitions"].tolist() == [30, 0, 0]
    assert (table["note"] == "fewer than two shared sizes").all()
    assert table.loc[:, "area_error_a":"crossing_probability"].isna().all(axis=None)


def test_a_crossing_has_an_interval_that_contains_it():
    slow, steep = np.log(2 * CURVE_SIZES**-0.5), np.log(2 * 500**0.5 / CURVE_SIZES)
    curves = {
        "slow": make_curve(slow, spread=0.1).log_errors,
        "steep": make_curve(steep, spread=0.1, repetition=1).log_errors,
    }
    measured = measured_curves(make_runs_of_curves(curves), "overallRMSE")
    row = data_efficiency(measured, "overallRMSE", draws=500).iloc[0]
    assert row["crossing_low"] < 500 < row["crossing_high"]
    assert row["crossing_probability"] == 1


def test_a_study_in_which_every_run_diverged_has_tables_with_no_rows():
    table = data_efficiency({}, "overallRMSE")
    assert table.empty
    assert {"data_set", "method_a", "method_b", "size_ratio"} <= set(table.columns)
