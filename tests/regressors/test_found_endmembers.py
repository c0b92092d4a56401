"""Endmembers found in an image are named by labels, and yield abundances."""

import itertools

import numpy as np
import pytest

from unmixing.regressors.found_endmembers import FoundDirections, FoundEndmembers, match_columns

from shared import image_of_pixels

REGRESSORS = [
    *(FoundEndmembers(search) for search in ("vca", "n_findr", "spa")),
    FoundDirections("vca"),
]


def image_of(n=300, bands=30, p=4, seed=0, brightness=0.0):
    """Mix an image whose first pixels are pure: spectra, abundances and endmembers."""
    generator = np.random.default_rng(seed)
    endmembers = generator.uniform(0.1, 1, (bands, p))
    abundances = generator.dirichlet(np.ones(p), n)
    abundances[:p] = np.eye(p)
    scales = np.exp(generator.normal(0, brightness, (n, 1)))
    return scales * (abundances @ endmembers.T), abundances, endmembers


@pytest.mark.parametrize("regressor", REGRESSORS, ids=repr)
def test_labels_recover_the_order_of_the_endmembers(regressor):
    spectra, abundances, endmembers = image_of()
    labelled = slice(100, 120)
    regressor.fit(spectra[labelled], abundances[labelled], image_of_pixels(spectra))
    if isinstance(regressor, FoundDirections):
        endmembers = endmembers / np.linalg.norm(endmembers, axis=0)
    np.testing.assert_allclose(regressor.endmembers_, endmembers, atol=1e-6)


@pytest.mark.parametrize("search", ["vca", "n_findr", "spa"])
def test_a_noise_free_image_is_unmixed_exactly(search):
    spectra, abundances, _ = image_of()
    regressor = FoundEndmembers(search)
    regressor.fit(spectra[100:120], abundances[100:120], image_of_pixels(spectra))
    np.testing.assert_allclose(regressor.predict(spectra), abundances, atol=1e-6)


@pytest.mark.parametrize("permutation", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 2, 3, 0)])
def test_order_undoes_a_permutation(permutation):
    abundances = np.random.default_rng(0).dirichlet(np.ones(4), 9)
    permuted = abundances[:, list(permutation)]
    np.testing.assert_array_equal(permuted[:, match_columns(permuted, abundances)], abundances)


def test_order_has_the_least_squared_error_of_all():
    generator = np.random.default_rng(0)
    for _ in range(20):
        found, labels = generator.dirichlet(np.ones(4), (2, 6))
        errors = {
            order: np.sum((found[:, order] - labels) ** 2)
            for order in itertools.permutations(range(4))
        }
        assert tuple(match_columns(found, labels)) == min(errors, key=errors.get)


def test_names_come_from_the_truth_if_there_is_one():
    spectra, abundances, endmembers = image_of()
    wrong = abundances[:20, [1, 2, 3, 0]]
    by_labels = FoundEndmembers("spa").fit(spectra[:20], wrong, image_of_pixels(spectra))
    by_truth = FoundEndmembers("spa").fit(spectra[:20], wrong, image_of_pixels(spectra, abundances))
    np.testing.assert_allclose(by_labels.endmembers_, endmembers[:, [1, 2, 3, 0]], atol=1e-6)
    np.testing.assert_allclose(by_truth.endmembers_, endmembers, atol=1e-6)


@pytest.mark.parametrize("regressor", REGRESSORS, ids=repr)
@pytest.mark.parametrize("scale", [1e-4, 1e4])
def test_predictions_are_abundances_in_any_units(regressor, scale):
    spectra, abundances, _ = image_of(brightness=0.2)
    spectra = spectra + np.random.default_rng(1).normal(0, 0.01, spectra.shape)
    labels = abundances[:50]
    predicted = regressor.fit(spectra[:50], labels, image_of_pixels(spectra)).predict(spectra)
    assert predicted.min() >= 0
    np.testing.assert_allclose(predicted.sum(axis=1), 1, atol=1e-9)
    scaled = scale * spectra
    again = regressor.fit(scaled[:50], labels, image_of_pixels(scaled)).predict(scaled)
    np.testing.assert_allclose(again, predicted, atol=1e-6)


def test_dark_pixels_have_no_direction_and_are_mixed_evenly():
    spectra, abundances, endmembers = image_of()
    spectra[:50:10] = 0
    spectra[4] = endmembers[:, 0]
    regressor = FoundDirections("vca")
    regressor.fit(spectra[100:120], abundances[100:120], image_of_pixels(spectra))
    expected = endmembers / np.linalg.norm(endmembers, axis=0)
    np.testing.assert_allclose(regressor.endmembers_, expected, atol=1e-6)
    np.testing.assert_allclose(regressor.predict(spectra[:1]), 0.25)


def test_labels_without_all_endmembers_still_name_those_they_have():
    spectra, abundances, endmembers = image_of()
    regressor = FoundEndmembers("spa")
    regressor.fit(spectra[[2]], abundances[[2]], image_of_pixels(spectra))
    np.testing.assert_allclose(regressor.endmembers_[:, 2], endmembers[:, 2], atol=1e-6)


@pytest.mark.parametrize("regressor", REGRESSORS, ids=repr)
def test_a_fitted_regressor_keeps_only_endmembers(regressor):
    spectra, abundances, endmembers = image_of(n=5000)
    regressor.fit(spectra[:50], abundances[:50], image_of_pixels(spectra, abundances))
    arrays = [value for value in vars(regressor).values() if isinstance(value, np.ndarray)]
    assert [array.shape for array in arrays] == [endmembers.shape]
    # A view would be saved with the whole array under it.
    assert arrays[0].base is None or arrays[0].base.size == endmembers.size
