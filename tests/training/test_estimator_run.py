"""A run of an estimator chooses among candidates, and names the file of one that does not fit."""

import dataclasses

import numpy as np
import pytest
from sklearn.svm import SVR

from learning_curves.errors import UserError
from unmixing.estimators import estimator
from unmixing.splits.drawing import draw_split
from unmixing.splits.patches import normalise
from unmixing.training import estimator_run
from unmixing.training.estimator_run import Labelled, choose, fit_run


class Ones:
    """A regressor of one number a pixel."""

    def fit(self, spectra, abundances):
        return self

    def predict(self, spectra):
        return np.ones((len(spectra), 1))


@pytest.fixture(scope="module")
def split(small_scene):
    return draw_split(small_scene.valid, seed=0, train_size=60, val_size=0.2, test_size=200)


@pytest.mark.parametrize(
    ("regressor", "words"),
    [
        (SVR(), "y should be a 1d array.*MultiOutputRegressor.*estimators/ridge.py"),
        (Ones(), r"it predicts the shape \(200, 1\) for 200 pixels and 3 endmembers"),
    ],
)
def test_an_own_estimator_that_does_not_fit_is_named(
    small_scene, split, monkeypatch, regressor, words
):
    alone = dataclasses.replace(estimator("ridge"), candidates=lambda endmembers: [regressor])
    monkeypatch.setattr(estimator_run, "estimator", lambda name: alone)
    with pytest.raises(UserError, match=words):
        fit_run(small_scene, split, "ridge")


class Watcher:
    """A regressor that keeps what it is given, and predicts the mean."""

    def fit(self, spectra, abundances, *given):
        self.given = given
        self.mean = abundances.mean(axis=0)
        return self

    def predict(self, spectra):
        return np.tile(self.mean, (len(spectra), 1))


@pytest.fixture
def scene_with_a_hole(small_scene):
    """Return the scene, a pixel of which is not valid."""
    cube = small_scene.cube.copy()
    cube[1, 2, 3] = np.nan
    return dataclasses.replace(small_scene, cube=cube)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("sees", ["labels", "spectra", "truth"])
def test_an_estimator_is_given_what_it_sees(scene_with_a_hole, monkeypatch, sees, number):
    watchers = [Watcher() for _ in range(number)]
    kind = dataclasses.replace(
        estimator("ridge_scaled"), candidates=lambda endmembers: watchers, sees=sees
    )
    monkeypatch.setattr(estimator_run, "estimator", lambda name: kind)
    scene = scene_with_a_hole
    split = draw_split(scene.valid, seed=0, train_size=60, val_size=0.2, test_size=200)
    run = fit_run(scene, split, "ridge", 7)
    if sees == "labels":
        assert all(watcher.given == () for watcher in watchers)
        return
    for watcher in watchers:
        (image,) = watcher.given
        limits = run.predictions.minimum, run.predictions.maximum
        np.testing.assert_array_equal(image.spectra, normalise(scene.cube[scene.valid], *limits))
        assert image.seed == 7
        if sees == "spectra":
            assert image.truth is None
        else:
            np.testing.assert_array_equal(image.truth, scene.abundances[scene.valid])


def test_a_candidate_that_predicts_no_number_is_not_chosen():
    class Constant:
        def __init__(self, value):
            self.value = value

        def fit(self, spectra, abundances):
            return self

        def predict(self, spectra):
            return np.full((len(spectra), 2), self.value)

    candidates = [Constant(np.nan), Constant(0.2), Constant(0.4)]
    data = Labelled(np.zeros((3, 5)), np.full((3, 2), 0.5))
    assert choose(candidates, data, data) is candidates[2]
