"""Areas, size ratios and crossings of curves that are known."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from unmixing.answers.data_efficiency import area, last_crossing, size_ratio

from shared import CURVE_SIZES


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
    at=st.floats(3.05, 7.95),
    height=st.floats(-3, 0),
    slopes=st.tuples(st.floats(-1, -0.6), st.floats(-0.5, -0.1)),
)
@settings(max_examples=50, deadline=None)
def test_two_lines_cross_where_they_do(at, height, slopes):
    log_sizes = np.linspace(3, 8, 6)
    steep, slow = (height + slope * (log_sizes - at)[None] for slope in slopes)
    # A crossing at a measured size itself is told by no change of sign.
    assume(np.abs(log_sizes - at).min() > 1e-6)
    assert last_crossing(log_sizes, steep, slow)[0] == pytest.approx(at, abs=1e-6)
    assert last_crossing(log_sizes, slow, steep)[0] == pytest.approx(at, abs=1e-6)
    assert np.isnan(last_crossing(log_sizes, slow + 5, steep)[0])
