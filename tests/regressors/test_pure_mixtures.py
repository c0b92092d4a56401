"""Mixtures of pure pixels are linear, of as many pixels as the labels allow."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from unmixing.regressors.pure_mixtures import PureMixtures, find_purest


def labelled(n, p=3, bands=12, seed=0):
    """Return spectra and abundances of pixels that mix linearly."""
    generator = np.random.default_rng(seed)
    endmembers = generator.uniform(size=(bands, p))
    abundances = generator.dirichlet(np.ones(p), n)
    return (abundances @ endmembers.T).astype(np.float32), abundances.astype(np.float32)


@pytest.mark.parametrize(("n", "k"), [(2, 1), (3, 1), (8, 2), (29, 9), (30, 10), (300, 10)])
def test_k_follows_from_the_labels(n, k):
    generator = np.random.default_rng(0)
    purities = generator.permutation(np.linspace(0.5, 0.9, n))
    pixels, classes = find_purest(np.column_stack([purities, 1 - purities, np.zeros(n)]))
    assert classes.tolist() == [0] * k + [1] * k + [2] * k
    assert set(pixels[classes == 0]) == set(np.argsort(-purities)[:k])
    assert set(pixels[classes == 1]) == set(np.argsort(purities)[:k])


def test_mixtures_are_repeatable_and_teach_linear_mixing():
    spectra, abundances = labelled(60)
    first, second = (
        PureMixtures(LinearRegression()).fit(spectra, abundances).predict(spectra) for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(first, abundances, atol=1e-4)


def test_only_the_purest_pixels_are_mixed():
    spectra, abundances = labelled(400)
    spectra[abundances.max(axis=1) < 0.5] = np.nan
    fitted = PureMixtures(LinearRegression()).fit(spectra, abundances)
    assert np.isfinite(fitted.predict(labelled(5)[0])).all()
