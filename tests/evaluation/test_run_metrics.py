"""A run is measured against the truth of its scene."""

import dataclasses

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.evaluation.metrics import compute_abundance_metrics
from unmixing.evaluation.run_metrics import evaluate
from unmixing.splits.drawing import draw_split
from unmixing.training.predictions import Predictions

from shared import fitted

FACTS = {
    "minimum": 0.0,
    "maximum": 1.0,
    "n_parameters": 7,
    "epochs": 3,
    "updates": 30,
    "training_time": 1.5,
    "inference_time": 0.5,
    "peak_memory_mb": 100.0,
}


@pytest.fixture
def split(small_scene):
    return draw_split(small_scene.valid, 0, 100, 0.1, 160)


def predictions_of(scene, split, noise=0.0, status="completed"):
    truth = scene.labels[split.test]
    noise = np.random.default_rng(0).normal(0, noise, truth.shape)
    return Predictions((truth + noise).astype(np.float32), status, **FACTS)


@pytest.mark.parametrize("status", ["completed", "diverged"])
def test_a_run_is_measured_on_its_test_pixels(small_scene, split, status):
    predictions = predictions_of(small_scene, split, noise=0.1, status=status)
    row = evaluate(small_scene, split, predictions)
    truth = small_scene.labels[split.test]
    expected = compute_abundance_metrics(truth, predictions.abundances)
    assert {name: row[name] for name in expected} == expected
    counts = [row[f"n_{part}_pixels"] for part in ("train", "validation", "test")]
    assert counts == [100, 10, 160]
    assert row["status"] == status
    assert {name: row[name] for name in FACTS} == FACTS


def test_a_scene_without_endmembers_has_no_reconstruction(small_scene, split):
    predictions = predictions_of(small_scene, split)
    unknown = dataclasses.replace(small_scene, endmembers=None)
    for metric in ("rRMSE", "reconstructionRMSE"):
        assert metric in evaluate(small_scene, split, predictions)
        assert metric not in evaluate(unknown, split, predictions)


def test_a_reconstruction_falls_only_where_something_is_learnt(small_scene):
    """NNLS sees no labels: more of them only change the range that scales its spectra."""
    errors = []
    for size in (20, 200):
        split = draw_split(small_scene.valid, 0, size, 0.1, 160)
        predictions = fitted(small_scene, split, "nnls").predictions
        errors.append(evaluate(small_scene, split, predictions))
    assert errors[0]["rRMSE"] != errors[1]["rRMSE"]
    assert errors[0]["reconstructionRMSE"] == errors[1]["reconstructionRMSE"]


def test_a_reconstruction_error_has_no_units(small_scene, split):
    predictions = predictions_of(small_scene, split, noise=0.1)
    counts = dataclasses.replace(
        small_scene, cube=small_scene.cube * 1000, endmembers=small_scene.endmembers * 1000
    )
    errors = [evaluate(scene, split, predictions) for scene in (small_scene, counts)]
    assert errors[0]["reconstructionRMSE"] == pytest.approx(errors[1]["reconstructionRMSE"])


def test_predictions_of_other_pixels_are_refused(small_scene, split):
    predictions = predictions_of(small_scene, split)
    cut = dataclasses.replace(predictions, abundances=predictions.abundances[1:])
    with pytest.raises(UserError, match="delete the predictions and run again"):
        evaluate(small_scene, split, cut)
