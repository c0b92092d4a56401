"""A saved model predicts other pixels as the run that trained it would have done."""

import dataclasses
from functools import partial

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.estimators import estimator
from unmixing.prediction.all_labels import use_all_labels
from unmixing.prediction.predictors import find_model, read_predictor
from unmixing.splits.patches import extract_patches
from unmixing.training.job_files import write_run
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer

from shared import ROOT, network_settings

EXAMPLES = ROOT / "docs" / "examples" / "methods"


def predict_again(scene, settings, folder, own=None):
    """Train on all labels; return the file of the model, its reader, and both predictions."""
    job = make_job(settings, own)
    split = use_all_labels(scene, seed=0, val_size=0.1)
    (run,) = trainer(job.method.trainer, own)(job, [AskedRun(scene, split, 0)])
    write_run(run, folder / "predictions.h5", keep_model=True)
    model = find_model(folder / "predictions.h5")
    read = partial(read_predictor, model, job, run.predictions, scene)
    patches = extract_patches(scene.cube, split.test, settings.neighbourhood_size)
    return model, read, read()(patches), run.predictions.abundances


@pytest.mark.parametrize("name", ["kernel_ridge", "ridge", "kernel_ridge_scaled"])
def test_estimators(name, small_scene, tmp_path):
    settings = EstimatorSettings(name, estimator(name).neighbourhood_size)
    _, _, predicted, expected = predict_again(small_scene, settings, tmp_path)
    np.testing.assert_array_equal(predicted, expected)


@pytest.mark.parametrize("name", ["unmixing_pixel_based_cnn", "unmixing_cube_based_dcae"])
def test_networks(name, keras, small_scene, tmp_path):
    settings = network_settings(5, 0.001, name)
    _, _, predicted, expected = predict_again(small_scene, settings, tmp_path)
    np.testing.assert_allclose(predicted, expected, atol=1e-6)


@pytest.mark.parametrize("name", ["unmixing_torch_cnn", "unmixing_torch_dcae"])
def test_networks_of_pytorch(name, small_scene, tmp_path):
    pytest.importorskip("torch", reason="PyTorch is not installed")
    settings = dataclasses.replace(network_settings(5, 0.001), architecture=name)
    model, read, predicted, expected = predict_again(small_scene, settings, tmp_path, EXAMPLES)
    np.testing.assert_allclose(predicted, expected, atol=1e-6)
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(UserError, match=r"model\.pt does not hold the weights of the network that"):
        read()


def test_a_run_without_a_readable_model_is_told(tmp_path):
    with pytest.raises(UserError, match="is needed, and .* holds none: leave predict.images out"):
        find_model(tmp_path / "predictions.h5")
    (tmp_path / "model.txt").touch()
    with pytest.raises(UserError, match=r"model\.txt is of another kind"):
        find_model(tmp_path / "predictions.h5")
