"""Unmixing with a library equals independent solvers, and sums shares by class."""

import itertools

import numpy as np
import pytest
from scipy import optimize

from unmixing.linear_mixing import SPARSITY, clip_and_normalise, sunsal
from unmixing.mesma import GAIN, MOST_CLASSES, unmix_with_best_models
from unmixing.method import LibrarySpectra
from unmixing.regressors.library_models import LibraryMeans, LibraryModel


@pytest.fixture(scope="module")
def library():
    """Return 24 spectra of 4 classes."""
    rng = np.random.default_rng(1)
    classes = rng.permutation(np.repeat(np.arange(4), 6))
    kinds = rng.uniform(0.05, 0.6, (40, 4))
    spectra = kinds[:, classes] + rng.normal(0, 0.03, (40, 24))
    return LibrarySpectra(spectra, classes)


@pytest.fixture(scope="module")
def pixels(library):
    rng = np.random.default_rng(2)
    shares = rng.dirichlet(np.full(24, 0.1), 60)
    brightness = rng.uniform(0.5, 1.4, (60, 1))
    return brightness * shares @ library.spectra.T + rng.normal(0, 0.005, (60, 40))


def by_class(shares, library):
    """Sum shares by class with a loop."""
    sums = np.zeros((len(shares), 4))
    for place, one in enumerate(library.classes):
        sums[:, one] += shares[:, place]
    return clip_and_normalise(sums)


def fitted(model, library, pixels):
    """Fit with labels that must not matter."""
    labels = np.random.default_rng(3).dirichlet(np.ones(4), len(pixels))
    return model.fit(pixels, labels, library=library).predict(pixels)


def scipy_nnls(library, pixels):
    return np.array([optimize.nnls(library, pixel)[0] for pixel in pixels])


def scipy_fcls(library, pixels):
    """Solve with a row that weighs the sum heavily."""
    heavy = 1e5
    rows = np.vstack([library, np.full(library.shape[1], heavy)])
    return np.array([optimize.nnls(rows, np.append(pixel, heavy))[0] for pixel in pixels])


def scipy_sunsal(library, pixels):
    """Complete the square, so that the penalty becomes a part of the target."""
    root = np.linalg.cholesky(library.T @ library)
    penalty = SPARSITY * np.mean(np.sum(library**2, axis=0))
    targets = np.linalg.solve(root, library.T @ pixels.T - penalty).T
    return np.array([optimize.nnls(root.T, target)[0] for target in targets])


SOLVERS = {"nnls": scipy_nnls, "fcls": scipy_fcls, "sunsal": scipy_sunsal}


@pytest.mark.parametrize("solver", SOLVERS)
def test_all_spectra_unmix_as_scipy_does(solver, library, pixels):
    expected = by_class(SOLVERS[solver](library.spectra, pixels), library)
    np.testing.assert_allclose(fitted(LibraryModel(solver), library, pixels), expected, atol=1e-6)


@pytest.mark.parametrize("solver", SOLVERS)
def test_class_means_unmix_as_scipy_does(solver, library, pixels):
    means = np.stack([library.spectra[:, library.classes == i].mean(axis=1) for i in range(4)], 1)
    expected = clip_and_normalise(SOLVERS[solver](means, pixels))
    np.testing.assert_allclose(fitted(LibraryMeans(solver), library, pixels), expected, atol=1e-6)


def test_the_penalty_shrinks_the_sum_of_shares(library, pixels, monkeypatch):
    sums = sunsal(pixels, library.spectra).sum(axis=1)
    monkeypatch.setattr("unmixing.linear_mixing.SPARSITY", 100 * SPARSITY)
    assert (sunsal(pixels, library.spectra).sum(axis=1) < sums).all()


def best_model_by_trying(library, pixel):
    """Try every model with NumPy's least squares, one class more only where it gains enough."""
    best, best_rmse = np.zeros(library.spectra.shape[1]), np.inf
    for count in range(1, MOST_CLASSES + 1):
        found, found_rmse = None, np.inf
        for model in itertools.combinations(range(library.spectra.shape[1]), count):
            if len({library.classes[place] for place in model}) < count:
                continue
            columns = library.spectra[:, model]
            shares = np.linalg.lstsq(columns, pixel, rcond=None)[0]
            rmse = np.sqrt(np.mean((pixel - columns @ shares) ** 2))
            if shares.min() >= 0 and rmse < found_rmse:
                found, found_rmse = (model, shares), rmse
        if found is not None and found_rmse < best_rmse - GAIN * library.spectra.max():
            best, best_rmse = np.zeros(library.spectra.shape[1]), found_rmse
            best[list(found[0])] = found[1]
    return best


def test_mesma_takes_the_best_of_all_models(library, pixels):
    some = pixels[:6]
    expected = [best_model_by_trying(library, pixel) for pixel in some]
    found = unmix_with_best_models(some, library.spectra, library.classes)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert {np.count_nonzero(shares) for shares in found} <= {1, 2, 3}
    np.testing.assert_allclose(
        fitted(LibraryModel("mesma"), library, some),
        by_class(np.array(expected), library),
        atol=1e-6,
    )


def test_mesma_finds_the_spectra_that_were_mixed(library):
    places = [np.flatnonzero(library.classes == one)[0] for one in (0, 2)]
    pixel = library.spectra[:, places] @ [0.5, 0.7]
    shares = unmix_with_best_models(pixel[None], library.spectra, library.classes)[0]
    np.testing.assert_allclose(shares[places], [0.5, 0.7], atol=1e-9)
    assert np.count_nonzero(shares) == 2
