"""Mixtures of pure pixels are linear, of as many pixels as the labels allow."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from unmixing.regressors.pure_mixtures import MIXTURES, PureMixtures, mix_purest


def labelled(n, p=3, bands=12, seed=0):
    """Return spectra and abundances of pixels that mix linearly, and their endmembers."""
    generator = np.random.default_rng(seed)
    endmembers = generator.uniform(size=(bands, p))
    abundances = generator.dirichlet(np.ones(p), n)
    return (abundances @ endmembers.T).astype(np.float32), abundances.astype(np.float32), endmembers


@pytest.mark.parametrize("n", [2, 3, 17, 200])
def test_labels_of_mixtures_mix_their_spectra(n):
    spectra, abundances, endmembers = labelled(n)
    mixed, shares = mix_purest(spectra, abundances, np.random.default_rng(0))
    assert mixed.shape == (MIXTURES, 12)
    assert mixed.dtype == shares.dtype == np.float64
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(mixed, shares @ endmembers.T, atol=1e-6)


@pytest.mark.parametrize(("n", "k"), [(2, 1), (3, 1), (8, 2), (29, 9), (30, 10), (300, 10)])
def test_k_follows_from_the_labels(n, k):
    generator = np.random.default_rng(0)
    purities = generator.permutation(np.linspace(0.5, 0.9, n))
    abundances = np.column_stack([purities, 1 - purities, np.zeros(n)])
    # These spectra show which pixels a mixture holds.
    mixed, _ = mix_purest(np.eye(n), abundances, generator)
    purest = np.argsort(-purities)[:k]
    assert set(purest) <= set(np.flatnonzero(mixed.any(axis=0)))
    assert len(np.flatnonzero(mixed.any(axis=0))) <= min(3 * k, n)


def test_pure_pixels_are_mixed_in_shares_of_a_flat_dirichlet():
    _, shares = mix_purest(np.eye(3), np.eye(3), np.random.default_rng(0))
    np.testing.assert_allclose(shares.mean(axis=0), 1 / 3, atol=0.03)
    np.testing.assert_allclose(shares.var(axis=0), 1 / 18, atol=0.01)


def test_mixtures_are_repeatable_and_teach_linear_mixing():
    spectra, abundances, _ = labelled(60)
    first, second = (
        PureMixtures(LinearRegression()).fit(spectra, abundances).predict(spectra) for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(first, abundances, atol=1e-4)
