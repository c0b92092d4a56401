"""Families of curves match their published formulas, and have inverses."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from learning_curves.answers.curve_families import FAMILIES, constants

from made_runs import CURVE_SIZES, FAMILY_PARAMETERS, LOG_SIZES

REFERENCE = np.log(CURVE_SIZES[[0, -1]]).mean()
# The formulas as published, of the size in pixels.
FORMULAS = {
    "pow2": lambda n, a, b: a * n**-b,
    "pow3": lambda n, a, b, c: c + a * n**-b,
    "pow4": lambda n, a, b, c, d: c + a * (n + d) ** -b,
    "exp3": lambda n, a, b, c: c + a * np.exp(-b * n),
    "log2": lambda n, a, b: a - b * np.log(n),
    "mmf4": lambda n, a, b, c, d: (a * b + c * n**d) / (b + n**d),
    "wbl4": lambda n, a, b, c, d: c - b * np.exp(-a * n**d),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_its_published_formula_and_knows_its_inverse(name):
    family, truth = FAMILIES[name], np.array(FAMILY_PARAMETERS[name])
    values = family.log_error(LOG_SIZES, truth)
    formula = FORMULAS[name](CURVE_SIZES, **constants(family, truth, REFERENCE))
    np.testing.assert_allclose(np.exp(values), formula, rtol=1e-9)
    back = [family.log_size_at(value, truth[None])[0] for value in values]
    np.testing.assert_allclose(back, LOG_SIZES, atol=1e-8)
    if family.has_floor:
        assert np.isposinf(family.log_size_at(truth[-1] - 0.01, truth[None])[0])


@st.composite
def curves(draw):
    """Draw a family and the parameters of a curve that falls by a measurable amount."""
    name = draw(st.sampled_from(sorted(FAMILIES)))
    number = {
        "rate": st.floats(-2, 1),
        "exponent": st.floats(-1.5, 0.7),
        "end": st.floats(4, 40),
        "middle": st.floats(-3, 3),
    }
    shapes = {
        "pow2": ["exponent"],
        "pow3": ["exponent"],
        "pow4": ["exponent", "rate"],
        "exp3": ["rate"],
        "log2": ["end"],
        "mmf4": ["exponent", "middle"],
        "wbl4": ["rate", "exponent"],
    }
    amplitude, floor = draw(st.floats(-6, 2)), draw(st.floats(-6, -2))
    shape = [draw(number[kind]) for kind in shapes[name]]
    return FAMILIES[name], np.array([amplitude, *shape, *[floor] * FAMILIES[name].has_floor])


@given(curve=curves(), log_size=st.floats(-2, 2))
@settings(max_examples=50, deadline=None)
def test_the_error_at_a_size_is_reached_at_that_size(curve, log_size):
    family, parameters = curve
    error = family.log_error(np.array([log_size]), parameters)[0]
    # Near the floor of a curve, sizes cannot be distinguished.
    assume(not family.has_floor or error - parameters[-1] > 1e-6)
    found = family.log_size_at(error, parameters[None])[0]
    assert found == pytest.approx(log_size, abs=1e-4)


@given(curve=curves(), log_sizes=st.lists(st.floats(-2, 2), min_size=2, max_size=6))
@settings(max_examples=50, deadline=None)
def test_no_error_rises_with_labels(curve, log_sizes):
    family, parameters = curve
    errors = family.log_error(np.sort(log_sizes), parameters)
    assert (np.diff(errors) <= 1e-12).all()


@given(curve=curves(), below=st.floats(0.001, 3))
@settings(max_examples=50, deadline=None)
def test_no_size_reaches_an_error_below_the_floor(curve, below):
    family, parameters = curve
    assume(family.has_floor)
    assert np.isposinf(family.log_size_at(parameters[-1] - below, parameters[None])[0])
