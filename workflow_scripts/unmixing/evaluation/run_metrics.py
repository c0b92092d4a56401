"""The row of a run in the runs table: its errors, and facts about its training."""

from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.evaluation.metrics import (
    compute_abundance_metrics,
    compute_reconstruction_error,
    compute_reconstruction_metrics,
)
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalise
from unmixing.splits.split import Split
from unmixing.training.predictions import Predictions


def evaluate(scene: Scene, split: Split, predictions: Predictions) -> dict[str, Any]:
    """Return a run's row of the runs table, without its axes.

    `n_train_pixels` counts the labelled pixels, including those that validate. `region` says where
    they come from, and is empty if they come from anywhere. `n_groups`, `n_test_groups` and
    `n_all_groups` count groups, such as plots, where labels come in groups.

    Raises
    ------
    UserError
        If predictions and truth have different numbers of pixels or endmembers.
    """
    truth = scene.labels[split.test]
    predicted = predictions.abundances
    if predicted.shape != truth.shape:
        raise UserError(
            f"the predictions have shape {predicted.shape} and the truth {truth.shape}: "
            "delete the predictions and run again."
        )
    metrics = compute_abundance_metrics(truth, predicted)
    if scene.endmembers is not None:
        metrics |= _reconstruction(scene, scene.endmembers, split, predictions)
    facts = predictions.list_facts()
    return {
        "n_train_pixels": split.n_labelled,
        "n_validation_pixels": len(split.validation),
        "n_test_pixels": len(split.test),
        "region": split.region,
        **split.group_counts,
        "status": facts.pop("status"),
        **metrics,
        **facts,
    }


def _reconstruction(
    scene: Scene, endmembers: np.ndarray, split: Split, predictions: Predictions
) -> dict[str, float]:
    """Measure mixed spectra, scaled by the run's range as in the reference and by the scene's."""
    spectra = scene.spectra_at(split.test)
    scaled = normalise(spectra, predictions.minimum, predictions.maximum)
    smallest, largest = map(np.float32, scene.valid_range)
    extent = float(largest - smallest)
    error = compute_reconstruction_error(spectra, predictions.abundances, endmembers, extent)
    return {
        **compute_reconstruction_metrics(scaled, predictions.abundances, endmembers),
        "reconstructionRMSE": error,
    }
