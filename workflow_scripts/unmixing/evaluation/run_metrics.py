"""One run measured: its predictions against the truth, and its account."""

from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.evaluation.metrics import (
    abundance_metrics,
    reconstruction_error,
    reconstruction_metrics,
)
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalise
from unmixing.splits.split import Split
from unmixing.training.predictions import Predictions


def evaluate(scene: Scene, split: Split, predictions: Predictions) -> dict[str, Any]:
    """Return a run's row of the runs table, without its axes.

    `n_train_pixels` counts the labelled pixels spent, those that validate included. `region` says
    where they come from, and is empty where that is anywhere.

    Raises
    ------
    UserError
        If the predictions are of another number of pixels or endmembers than the truth.
    """
    truth = scene.labels[split.test]
    predicted = predictions.abundances
    if predicted.shape != truth.shape:
        raise UserError(
            f"the predictions have shape {predicted.shape} and the truth {truth.shape}: "
            "delete the predictions and run again."
        )
    metrics = abundance_metrics(truth, predicted)
    if scene.endmembers is not None:
        metrics |= _reconstruction(scene, scene.endmembers, split, predictions)
    account = predictions.account()
    return {
        "n_train_pixels": split.n_labelled,
        "n_validation_pixels": len(split.validation),
        "n_test_pixels": len(split.test),
        "region": split.region,
        "status": account.pop("status"),
        **metrics,
        **account,
    }


def _reconstruction(
    scene: Scene, endmembers: np.ndarray, split: Split, predictions: Predictions
) -> dict[str, float]:
    """Measure mixed spectra: scaled by the run's range as in the reference, and by the scene's."""
    spectra = scene.cube.reshape(-1, scene.shape[2])[split.test]
    scaled = normalise(spectra, predictions.minimum, predictions.maximum)
    extent = float(np.ptp(scene.cube[scene.valid]))
    error = reconstruction_error(spectra, predictions.abundances, endmembers, extent)
    return {
        **reconstruction_metrics(scaled, predictions.abundances, endmembers),
        "reconstructionRMSE": error,
    }
