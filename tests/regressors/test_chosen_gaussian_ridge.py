"""Kernels are shared, and the choice of width and penalty is that of separate regressors."""

import itertools

import numpy as np
import pytest
from sklearn.kernel_ridge import KernelRidge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer

from unmixing.linear_mixing import clip_and_normalise
from unmixing.method import Labelled
from unmixing.regressors.chosen_gaussian_ridge import ChosenGaussianRidge, solve_ridge

GAMMAS, ALPHAS = np.logspace(-1, 2, 4), np.logspace(-6, 0, 4)


@pytest.fixture
def pixels():
    rng = np.random.default_rng(0)
    abundances = rng.dirichlet(np.ones(3), 150).astype(np.float32)
    spectra = abundances @ rng.random((3, 20)) + 0.02 * rng.standard_normal((150, 20))
    return Labelled(spectra, abundances, np.arange(150))


@pytest.mark.parametrize("scaler", [Normalizer(), FunctionTransformer()])
def test_it_predicts_as_the_best_of_scikit_learns_regressors(pixels, scaler):
    training, wanted = pixels.first(100), pixels.spectra[110:]
    validation = Labelled(*(values[100:110] for values in pixels))
    predicted, errors = [], []
    for gamma, alpha in itertools.product(GAMMAS, ALPHAS):
        separate = make_pipeline(scaler, KernelRidge(kernel="rbf", gamma=gamma, alpha=alpha))
        separate.fit(training.spectra, training.abundances)
        own = clip_and_normalise(separate.predict(validation.spectra))
        errors.append(np.sqrt(np.mean((own - validation.abundances) ** 2)))
        predicted.append(clip_and_normalise(separate.predict(wanted)))
    best = int(np.argmin(errors))
    assert best > 0
    model = ChosenGaussianRidge(scaler, GAMMAS, ALPHAS)
    model.fit(training.spectra, training.abundances, validation)
    np.testing.assert_allclose(model.predict(wanted), predicted[best], rtol=1e-6)


def test_it_chooses_on_the_first_pixels_and_fits_all(pixels, monkeypatch):
    monkeypatch.setattr("unmixing.regressors.chosen_gaussian_ridge.CHOICE_PIXELS", 20)
    validation = Labelled(*(values[140:] for values in pixels))
    chosen = []
    for changed in (slice(0, 20), slice(20, 140)):
        abundances = pixels.abundances[:140].copy()
        abundances[changed] = abundances[changed, ::-1]
        model = ChosenGaussianRidge(Normalizer(), GAMMAS, ALPHAS)
        model.fit(pixels.spectra[:140], abundances, validation)
        chosen.append(model.model_.regressor[-1].get_params())
        assert model.model_.regressor[-1].model_.X_fit_.shape == (140, 20)
    first = ChosenGaussianRidge(Normalizer(), GAMMAS, ALPHAS)
    first.fit(pixels.spectra[:20], pixels.abundances[:20], validation)
    of_first = first.model_.regressor[-1].get_params()
    assert chosen[1] == of_first
    assert chosen[0] != of_first


def test_a_singular_kernel_is_solved_by_least_squares():
    kernel, abundances = np.ones((3, 3)), np.full((3, 2), 0.5)
    weights = solve_ridge(kernel, 0.0, abundances)
    np.testing.assert_allclose(kernel @ weights, abundances)
