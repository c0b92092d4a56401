"""Fits of a whole scene in parts are those of all its pixels at once, and take less memory."""

import tracemalloc

import numpy as np
import pytest

from unmixing.scenes.audit import audit
from unmixing.scenes.mixtures import (
    PIXELS_AT_ONCE,
    by_parts,
    refitted_endmembers,
    share_unexplained,
)
from unmixing.study.own_scene import read_own


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


def test_a_scene_is_read_and_audited_in_four_times_its_cube(tmp_path):
    generator = np.random.default_rng(0)
    maps = generator.dirichlet([1, 1], (120, 160)).astype(np.float32)
    cube = (maps @ generator.random((2, 200)) + 0.01).astype(np.float32)
    files = {role: tmp_path / f"{role}.npy" for role in ("cube", "abundances")}
    np.save(files["cube"], cube.transpose(2, 0, 1))
    np.save(files["abundances"], maps.transpose(2, 0, 1))
    tracemalloc.start()
    audit(read_own("field", files, {}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * cube.nbytes
