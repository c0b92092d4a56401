"""A run of an estimator chooses among candidates, and names the file of one that does not fit."""

import dataclasses

import numpy as np
import pytest
from sklearn.svm import SVR

from unmixing.errors import UserError
from unmixing.estimators import estimator
from unmixing.splits.drawing import draw_split
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
