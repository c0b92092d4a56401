"""Ridge regression on components of all pixels learns from unlabelled pixels too."""

import numpy as np
import pytest

from unmixing.regressors.principal_ridge import PrincipalRidge

from shared import image_of_pixels


@pytest.fixture(scope="module")
def pixels():
    """Mix 2,000 pixels of three endmembers in 50 bands, with noise."""
    generator = np.random.default_rng(0)
    abundances = generator.dirichlet(np.ones(3), 2000)
    spectra = abundances @ generator.uniform(0.2, 1, (3, 50))
    return spectra + generator.normal(0, 0.2, spectra.shape), abundances


def rmse(model, spectra, abundances):
    return np.sqrt(np.mean((model.predict(spectra) - abundances) ** 2))


def test_components_of_the_image_are_better_than_those_of_a_few_labels(pixels):
    spectra, abundances = pixels
    labels, rest = slice(0, 12), slice(12, None)
    few = image_of_pixels(spectra[labels])
    alone, with_image = (
        PrincipalRidge(2, 1e-4).fit(spectra[labels], abundances[labels], image)
        for image in (few, image_of_pixels(spectra))
    )
    error = rmse(with_image, spectra[rest], abundances[rest])
    assert error < 0.9 * rmse(alone, spectra[rest], abundances[rest])
    assert error < 0.12


@pytest.mark.parametrize("scale", [1e-4, 1e4])
def test_units_change_nothing(pixels, scale):
    spectra, abundances = pixels
    plain, scaled = (
        PrincipalRidge(5, 1e-2)
        .fit(factor * spectra[:50], abundances[:50], image_of_pixels(factor * spectra))
        .predict(factor * spectra)
        for factor in (1, scale)
    )
    np.testing.assert_allclose(scaled, plain, atol=1e-6)


def test_there_are_no_more_components_than_bands_or_pixels(pixels):
    spectra, abundances = pixels
    for image in (spectra[:, :4], spectra[:9]):
        model = PrincipalRidge(40, 1e-2)
        model.fit(image[:9], abundances[:9], image_of_pixels(image))
        np.testing.assert_allclose(model.predict(image).sum(axis=1), 1)
        assert len(model.model_[0].components_) == min(image.shape)
