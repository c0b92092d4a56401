"""One run of an estimator: it is chosen and fitted on a split, and predicts the test pixels."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from sklearn.base import RegressorMixin

from learning_curves.errors import UserError
from unmixing.estimators import estimator
from unmixing.machine.memory import peak_memory_mb
from unmixing.regressors.estimator import Candidates, Estimator, Image
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import extract_patches, normalisation_range, normalise
from unmixing.splits.split import Split
from unmixing.training.predictions import Predictions

CHOICE_PIXELS = 2000


class FittedRun(NamedTuple):
    """An estimator, fitted, and what it predicts."""

    regressor: RegressorMixin
    predictions: Predictions


class Labelled(NamedTuple):
    """Pixels with their labels: spectra (n, k * k * bands) and abundances (n, p)."""

    spectra: np.ndarray
    abundances: np.ndarray

    def first(self, number: int) -> "Labelled":
        """Return the first of them."""
        return Labelled(self.spectra[:number], self.abundances[:number])


def fit_run(scene: Scene, split: Split, name: str, seed: int = 0) -> FittedRun:
    """Choose, fit and predict: one run of a study.

    The training pixels fit and the validation pixels choose among candidates, as they stop the
    training of a network. Candidates are compared on the first 2,000 training pixels.

    Parameters
    ----------
    name : of the estimator
    seed : of the run: what an estimator draws from the whole image differs between seeds
    """
    kind = estimator(name)
    limits = normalisation_range(scene, split, kind.neighbourhood_size)
    train, validation, test = (
        _spectra(scene, indices, kind, limits)
        for indices in (split.train, split.validation, split.test)
    )
    training = Labelled(train, scene.labels[split.train])
    image = None if kind.sees == "labels" else _image(scene, kind, limits, seed)

    started = time.perf_counter()
    candidates = kind.candidates(scene.endmembers)
    with _named(name):
        regressor = candidates[0]
        if len(candidates) > 1:
            validating = Labelled(validation, scene.labels[split.validation])
            regressor = choose(candidates, training.first(CHOICE_PIXELS), validating, image)
        _fit(regressor, training, image)
    training_time = time.perf_counter() - started

    started = time.perf_counter()
    with _named(name):
        abundances = _predicted(regressor, test, scene.n_endmembers)
    inference_time = time.perf_counter() - started
    predictions = Predictions(
        abundances=abundances,
        status="completed" if np.isfinite(abundances).all() else "diverged",
        minimum=limits[0],
        maximum=limits[1],
        n_parameters=0,
        epochs=0,
        updates=0,
        training_time=training_time,
        inference_time=inference_time,
        peak_memory_mb=peak_memory_mb(),
    )
    return FittedRun(regressor, predictions)


def choose(
    candidates: Candidates,
    training: Labelled,
    validation: Labelled,
    image: Image | None = None,
) -> RegressorMixin:
    """Return the candidate with the smallest error on the validation pixels.

    Parameters
    ----------
    image : for candidates that see it
    """
    errors = []
    for candidate in candidates:
        predicted = _fit(candidate, training, image).predict(validation.spectra)
        error = np.sqrt(np.mean((predicted - validation.abundances) ** 2))
        # One that predicts a NaN is chosen only where all do.
        errors.append(error if np.isfinite(error) else np.inf)
        logging.info("validation RMSE %.4f: %s", errors[-1], candidate)
    return candidates[int(np.argmin(errors))]


def _fit(regressor: RegressorMixin, training: Labelled, image: Image | None) -> RegressorMixin:
    return regressor.fit(*training) if image is None else regressor.fit(*training, image)


def _image(scene: Scene, kind: Estimator, limits: tuple[float, float], seed: int) -> Image:
    """Return what a method sees of all valid pixels."""
    valid = np.flatnonzero(scene.valid)
    truth = scene.labels[valid] if kind.sees == "truth" else None
    return Image(_spectra(scene, valid, kind, limits), truth, seed)


def _spectra(
    scene: Scene, indices: np.ndarray, kind: Estimator, limits: tuple[float, float]
) -> np.ndarray:
    """Return the flat neighbourhoods of pixels as an estimator takes them."""
    patches = extract_patches(scene.cube, indices, kind.neighbourhood_size)
    spectra = patches.reshape(len(indices), -1)
    return normalise(spectra, *limits) if kind.scaled else spectra


def _predicted(regressor: RegressorMixin, spectra: np.ndarray, n_endmembers: int) -> np.ndarray:
    abundances = regressor.predict(spectra).astype(np.float32)
    if abundances.shape != (len(spectra), n_endmembers):
        raise ValueError(
            f"it predicts the shape {abundances.shape} for {len(spectra)} pixels and "
            f"{n_endmembers} endmembers"
        )
    return abundances


@contextmanager
def _named(estimator_name: str) -> Iterator[None]:
    """Say which file holds an estimator that cannot fit or predict, and leave the traceback."""
    try:
        yield
    except ValueError as error:
        logging.exception("what the estimator said")
        raise UserError(
            f"estimator '{estimator_name}': {error}. It must fit abundances (n, endmembers), "
            "which a regressor of single numbers does in scikit-learn's MultiOutputRegressor: "
            f"mend workflow_scripts/unmixing/estimators/{estimator_name}.py."
        ) from None
