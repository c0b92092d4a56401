"""Fits of a whole scene in parts are those of all its pixels at once."""

import numpy as np
import pytest

from unmixing.scenes.mixtures import (
    PIXELS_AT_ONCE,
    by_parts,
    refitted_endmembers,
    share_unexplained,
)


@pytest.fixture(scope="module")
def mixed():
    """Mix more pixels than are seen at once, with noise."""
    generator = np.random.default_rng(0)
    n, endmembers = 2 * PIXELS_AT_ONCE + 17, generator.random((20, 4))
    abundances = generator.dirichlet(np.ones(4), n).astype(np.float32)
    spectra = abundances @ endmembers.T + generator.normal(0, 0.1, (n, 20))
    return spectra.astype(np.float32), abundances, endmembers


def test_endmembers_are_those_of_least_squares(mixed):
    spectra, abundances, _ = mixed
    expected = np.linalg.lstsq(abundances.astype(float), spectra.astype(float), rcond=None)[0].T
    np.testing.assert_allclose(refitted_endmembers(spectra, abundances), expected, rtol=1e-9)


def test_an_endmember_that_no_pixel_has_is_fitted_as_zeros(mixed):
    spectra, abundances, _ = mixed
    without = abundances * [1, 1, 0, 1]
    fitted = refitted_endmembers(spectra, without)
    assert np.allclose(fitted[:, 2], 0)
    expected = np.linalg.lstsq(without[:, [0, 1, 3]], spectra.astype(float), rcond=None)[0].T
    np.testing.assert_allclose(fitted[:, [0, 1, 3]], expected, rtol=1e-6)


def test_the_share_that_mixing_leaves_is_of_all_pixels(mixed):
    spectra, abundances, endmembers = mixed
    left = np.linalg.norm(spectra - abundances @ endmembers.T) / np.linalg.norm(spectra)
    assert share_unexplained(spectra, abundances, endmembers) == pytest.approx(left, rel=1e-6)
    assert np.isnan(share_unexplained(spectra[:0], abundances[:0], endmembers))


def test_predictions_come_in_the_order_of_the_pixels(mixed):
    spectra, _, endmembers = mixed
    found = by_parts(lambda some: some @ endmembers, spectra)
    np.testing.assert_allclose(found, spectra @ endmembers)
