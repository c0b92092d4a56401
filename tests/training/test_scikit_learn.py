"""Estimators are chosen among candidates, seeded, given what they see, and named if they fail."""

import dataclasses

import numpy as np
import pytest
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.svm import SVR

from learning_curves.errors import UserError
from unmixing.method import Labelled
from unmixing.regressors.simplex import OnSimplex
from unmixing.splits.drawing import draw_split
from unmixing.splits.patches import normalise
from unmixing.training.trainers.scikit_learn import choose

from shared import fitted


class Constant:
    """A regressor of a number of equal numbers a pixel."""

    def __init__(self, value, count):
        self.value, self.count = value, count

    def fit(self, spectra, abundances):
        return self

    def predict(self, spectra):
        return np.full((len(spectra), self.count), self.value)


@pytest.mark.parametrize(
    ("regressor", "words"),
    [
        (SVR(), "estimators/ridge.py: y should be a 1d array.*MultiOutputRegressor"),
        (Constant(1, 1), r"ridge.py: .* the shape \(200, 1\) for 200 pixels and 3 endmembers"),
    ],
)
def test_an_own_estimator_that_does_not_fit_is_named(small_scene, split, regressor, words):
    with pytest.raises(UserError, match=words):
        fitted(small_scene, split, "ridge", candidates=lambda endmembers: [regressor])


class Watcher(RegressorMixin, BaseEstimator):
    """A regressor that keeps what it is given, and predicts the mean."""

    def __init__(self, random_state=0):
        self.random_state = random_state

    def fit(self, spectra, abundances, **given):
        self.given, self.drawn_by = given, self.random_state
        self.mean = abundances.mean(axis=0)
        return self

    def predict(self, spectra):
        return np.tile(self.mean, (len(spectra), 1))


@pytest.fixture
def scene_with_a_hole(small_scene):
    """Return the scene with one pixel that is not valid."""
    cube = small_scene.cube.copy()
    cube[1, 2, 3] = np.nan
    return dataclasses.replace(small_scene, cube=cube)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("sees", ["labels", "spectra", "truth"])
def test_an_estimator_is_given_what_it_sees(scene_with_a_hole, sees, number):
    watchers = [Watcher() for _ in range(number)]
    scene = scene_with_a_hole
    split = draw_split(scene.valid, seed=0, train_size=60, val_size=0.2, test_size=200)
    run = fitted(scene, split, "ridge_scaled", 7, candidates=lambda endmembers: watchers, sees=sees)
    if sees == "labels":
        assert all(watcher.given == {} for watcher in watchers)
        return
    for watcher in watchers:
        image = watcher.given["image"]
        limits = run.predictions.minimum, run.predictions.maximum
        np.testing.assert_array_equal(image.spectra, normalise(scene.cube[scene.valid], *limits))
        np.testing.assert_array_equal(image.pixels, np.flatnonzero(scene.valid))
        assert (image.height, image.width) == scene.shape[:2]
        if sees == "spectra":
            assert image.truth is None
        else:
            np.testing.assert_array_equal(image.truth, scene.abundances[scene.valid])


def test_an_estimator_may_use_the_validation_pixels(small_scene, split):
    watcher = Watcher()
    fitted(
        small_scene, split, "ridge", candidates=lambda endmembers: [watcher], uses_validation=True
    )
    (validation,) = watcher.given.values()
    np.testing.assert_array_equal(validation.pixels, split.validation)
    np.testing.assert_array_equal(validation.abundances, small_scene.labels[split.validation])


@pytest.mark.slow
def test_random_draws_of_estimators_differ_between_seeds(small_scene, split):
    watcher = Watcher()
    fitted(small_scene, split, "ridge", seed=7, candidates=lambda endmembers: [OnSimplex(watcher)])
    assert watcher.drawn_by == 7
    for name in ("random_forest", "pure_mixtures"):
        first, second, again = (
            fitted(small_scene, split, name, seed).predictions.abundances for seed in (1, 2, 1)
        )
        assert not np.array_equal(first, second)
        np.testing.assert_array_equal(first, again)


def test_a_candidate_that_predicts_no_number_is_not_chosen():
    candidates = [Constant(value, 2) for value in (np.nan, 0.2, 0.4)]
    data = Labelled(np.zeros((3, 5)), np.full((3, 2), 0.5), np.arange(3))
    chosen = choose(candidates, data, data, lambda candidate, pixels: candidate)
    assert chosen is candidates[2]
