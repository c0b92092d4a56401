"""Constrained least squares equals independent solvers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import optimize

from unmixing.linear_mixing import clip_and_normalise, fcls, fit_endmembers, nnls


@pytest.fixture(params=[2, 4, 6])
def mixture(request):
    rng = np.random.default_rng(request.param)
    endmembers = rng.uniform(size=(30, request.param)) + 0.5
    abundances = rng.dirichlet(np.full(request.param, 0.4), size=60)
    spectra = abundances @ endmembers.T * rng.uniform(0.5, 1.5, (60, 1))
    return spectra + rng.normal(0, 0.1, spectra.shape), endmembers


def test_nnls_equals_scipy(mixture):
    spectra, endmembers = mixture
    expected = [optimize.nnls(endmembers, spectrum)[0] for spectrum in spectra]
    np.testing.assert_allclose(nnls(spectra, endmembers), expected, atol=1e-9)


def test_fcls_is_the_optimum_that_scipy_finds(mixture):
    spectra, endmembers = mixture
    p = endmembers.shape[1]
    found = fcls(spectra, endmembers)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-9)
    assert found.min() >= 0
    for spectrum, abundances in zip(spectra, found, strict=True):
        expected = optimize.minimize(
            lambda a, y=spectrum: np.sum((y - endmembers @ a) ** 2),
            np.full(p, 1 / p),
            jac=lambda a, y=spectrum: 2 * endmembers.T @ (endmembers @ a - y),
            bounds=[(0, 1)] * p,
            constraints={"type": "eq", "fun": lambda a: a.sum() - 1, "jac": np.ones_like},
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 500},
        ).x
        np.testing.assert_allclose(abundances, expected, atol=1e-5)


def test_a_spectrum_opposite_to_all_endmembers_has_no_abundance():
    assert nnls(-np.ones((1, 5)), np.eye(5)[:, :2]).tolist() == [[0, 0]]


def test_nnls_of_many_endmembers_equals_scipy():
    rng = np.random.default_rng(3)
    endmembers = rng.uniform(size=(40, 18)) + 0.2
    spectra = rng.dirichlet(np.full(18, 0.2), size=15) @ endmembers.T
    spectra += rng.normal(0, 0.1, spectra.shape)
    expected = [optimize.nnls(endmembers, spectrum)[0] for spectrum in spectra]
    np.testing.assert_allclose(nnls(spectra, endmembers), expected, atol=1e-7)


@pytest.mark.parametrize("solve", [nnls, fcls])
def test_pixel_by_pixel_gives_what_all_combinations_give(mixture, monkeypatch, solve):
    spectra, endmembers = mixture
    spectra = spectra + np.random.default_rng(0).normal(0, 0.5, spectra.shape)
    expected = solve(spectra, endmembers)
    monkeypatch.setattr("unmixing.constrained.MOST_COMBINED", 0)
    np.testing.assert_allclose(solve(spectra, endmembers), expected, atol=1e-8)


@pytest.mark.parametrize("solve", [nnls, fcls])
@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1e3, 1e4, 1e6])
def test_units_do_not_count(mixture, solve, scale):
    spectra, endmembers = mixture
    expected = solve(spectra, endmembers)
    np.testing.assert_allclose(solve(scale * spectra, scale * endmembers), expected, atol=1e-8)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_units_of_what_endmembers_are_fitted_to_do_not_count(mixture, scale):
    spectra, endmembers = mixture
    abundances = np.random.default_rng(1).dirichlet(np.ones(endmembers.shape[1]), len(spectra))
    expected = fit_endmembers(spectra, abundances)
    found = fit_endmembers(scale * spectra, abundances) / scale
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("solve", [nnls, fcls])
def test_a_spectrum_that_is_not_finite_has_no_abundances(mixture, solve):
    spectra, endmembers = mixture
    broken = spectra.copy()
    broken[[3, 5], [0, 1]] = np.nan, np.inf
    found = solve(broken, endmembers)
    assert np.isnan(found[[3, 5]]).all()
    whole = np.setdiff1d(np.arange(len(spectra)), [3, 5])
    np.testing.assert_array_equal(found[whole], solve(spectra[whole], endmembers))


def test_endmembers_come_back_from_what_they_mixed(mixture):
    _, endmembers = mixture
    abundances = np.random.default_rng(0).dirichlet(np.ones(endmembers.shape[1]), size=50)
    found = fit_endmembers(abundances @ endmembers.T, abundances)
    np.testing.assert_allclose(found, endmembers, atol=1e-10)


def test_predictions_are_put_on_the_simplex():
    found = clip_and_normalise([[0.2, -0.1, 0.2], [-1, -2, 0]])
    np.testing.assert_allclose(found, [[0.5, 0, 0.5], [1 / 3] * 3])


def test_a_prediction_that_is_not_finite_stays_so():
    assert np.isnan(clip_and_normalise([[np.nan, 0.5]])).all()


def test_unlabelled_and_identical_endmembers_are_handled():
    spectra = np.random.default_rng(0).random((20, 8))
    unseen = np.column_stack([spectra[:3].T, np.zeros((8, 2))])
    expected = nnls(spectra, unseen[:, :3])
    np.testing.assert_allclose(nnls(spectra, unseen)[:, :3], expected, rtol=1e-7, atol=1e-12)
    assert (nnls(spectra, unseen)[:, 3:] == 0).all()
    np.testing.assert_allclose(fcls(spectra, unseen).sum(axis=1), 1)
    twins = spectra[[0, 0, 1]].T
    mixed = nnls(spectra, twins)
    np.testing.assert_allclose(
        mixed @ twins.T, nnls(spectra, twins[:, 1:]) @ twins[:, 1:].T, atol=1e-9
    )


@st.composite
def spectra_and_endmembers(draw):
    """Draw spectra of any sign, and endmembers that are linearly independent."""
    p, n = draw(st.integers(2, 4)), draw(st.integers(1, 4))
    bands = p + draw(st.integers(0, 4))
    numbers = st.floats(-4, 4, width=32)
    spectra = draw(arrays(np.float64, (n, bands), elements=numbers))
    # A dominant diagonal: no endmember is a mixture of others.
    small = arrays(np.float64, (bands, p), elements=st.floats(0, 0.25, width=32))
    return spectra, draw(small) + np.eye(bands, p)


@settings(max_examples=50, deadline=None)
@given(spectra_and_endmembers())
def test_nnls_is_feasible_and_stationary(drawn):
    spectra, endmembers = drawn
    found = nnls(spectra, endmembers)
    assert found.min() >= 0
    slopes = (found @ endmembers.T - spectra) @ endmembers
    # Neither more of an endmember nor less of one in the mixture improves anything.
    assert slopes.min() > -1e-8
    assert np.abs(slopes * found).max() < 1e-8


@settings(max_examples=50, deadline=None)
@given(spectra_and_endmembers())
def test_fcls_is_feasible_and_stationary(drawn):
    spectra, endmembers = drawn
    found = fcls(spectra, endmembers)
    assert found.min() >= 0
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-9)
    slopes = (found @ endmembers.T - spectra) @ endmembers
    # All endmembers in the mixture have one slope, and no other has a smaller one.
    shared = np.sum(slopes * found, axis=1, keepdims=True)
    assert (slopes - shared).min() > -1e-8
    assert np.abs((slopes - shared) * found).max() < 1e-8


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, (3, 4), elements=st.floats(-1e3, 1e3, allow_subnormal=False)))
def test_any_finite_prediction_is_put_on_the_simplex(predictions):
    found = clip_and_normalise(predictions)
    assert found.min() >= 0
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-9)
    np.testing.assert_allclose(clip_and_normalise(found), found, atol=1e-12)
