"""Fit an estimator on a split and predict the test pixels."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from sklearn.base import RegressorMixin

from unmixing.errors import UserError
from unmixing.estimators import estimator
from unmixing.memory import peak_memory_mb
from unmixing.patches import extract_patches, normalise, pad_cube, training_range
from unmixing.predictions import Predictions
from unmixing.scene import Scene
from unmixing.splits import Split

CHOICE_PIXELS = 2000


class FittedRun(NamedTuple):
    """An estimator, fitted, and what it predicts."""

    regressor: RegressorMixin
    predictions: Predictions


def fit_run(scene: Scene, split: Split, name: str) -> FittedRun:
    """Choose, fit and predict: one run of a study.

    The training pixels fit and the validation pixels choose among candidates, as they stop the
    training of a network. Candidates are compared on the first 2,000 training pixels.

    Parameters
    ----------
    name : of the estimator
    """
    kind = estimator(name)
    k = kind.neighbourhood_size
    minimum, maximum = scene.normalisation_range or training_range(
        pad_cube(scene.cube, k), split.train, k
    )
    train, validation, test = (
        extract_patches(scene.cube, indices, k).reshape(len(indices), -1)
        for indices in (split.train, split.validation, split.test)
    )
    if kind.scaled:
        train, validation, test = (
            normalise(part, minimum, maximum) for part in (train, validation, test)
        )
    labels = scene.abundances.reshape(-1, scene.n_endmembers)

    started = time.perf_counter()
    candidates = kind.candidates(scene.endmembers)
    regressor = candidates[0]
    with _named(name):
        if len(candidates) > 1:
            some = split.train[:CHOICE_PIXELS]
            regressor = choose(
                candidates,
                (train[:CHOICE_PIXELS], labels[some]),
                (validation, labels[split.validation]),
            )
        regressor.fit(train, labels[split.train])
    training_time = time.perf_counter() - started

    started = time.perf_counter()
    with _named(name):
        abundances = regressor.predict(test).astype(np.float32)
        if abundances.shape != (len(test), scene.n_endmembers):
            raise ValueError(
                f"it predicts the shape {abundances.shape} for {len(test)} pixels and "
                f"{scene.n_endmembers} endmembers"
            )
    inference_time = time.perf_counter() - started
    predictions = Predictions(
        abundances=abundances,
        status="completed" if np.isfinite(abundances).all() else "diverged",
        minimum=minimum,
        maximum=maximum,
        n_parameters=0,
        epochs=0,
        updates=0,
        training_time=training_time,
        inference_time=inference_time,
        peak_memory_mb=peak_memory_mb(),
    )
    return FittedRun(regressor, predictions)


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


def choose(
    candidates: list[RegressorMixin],
    training: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
) -> RegressorMixin:
    """Return the candidate with the smallest error on the validation pixels.

    Parameters
    ----------
    training, validation : spectra and abundances
    """
    spectra, abundances = validation
    errors = []
    for candidate in candidates:
        predicted = candidate.fit(*training).predict(spectra)
        error = np.sqrt(np.mean((predicted - abundances) ** 2))
        # One that predicts a NaN is chosen only where all do.
        errors.append(error if np.isfinite(error) else np.inf)
        logging.info("validation RMSE %.4f: %s", errors[-1], candidate)
    return candidates[int(np.argmin(errors))]
