"""A kept model predicts all of its scene, and its test pixels as its run has done."""

import numpy as np
import pytest

from unmixing.estimators import estimator
from unmixing.prediction.kept_run import predict_scene
from unmixing.prediction.predictors import find_model, read_predictor
from unmixing.splits.drawing import draw_split
from unmixing.training.job_files import write_run
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer


@pytest.mark.parametrize("name", ["kernel_ridge_scaled", "ridge"])
def test_all_pixels_are_predicted_as_the_run_predicts_its_own(name, small_scene, tmp_path):
    job = make_job(EstimatorSettings(name, estimator(name).neighbourhood_size))
    split = draw_split(small_scene.valid, 0, train_size=60, val_size=0.1, test_size=80)
    (run,) = trainer(job.method.trainer)(job, [AskedRun(small_scene, split, 0)])
    write_run(run, tmp_path / "predictions.h5", keep_model=True)
    predict = read_predictor(
        find_model(tmp_path / "predictions.h5"), job, run.predictions, small_scene
    )
    predictions, whole = predict_scene(small_scene, split, run.predictions, predict, 1)
    assert list(whole.test) == list(range(small_scene.valid.size))
    assert whole.n_labelled == 60
    np.testing.assert_allclose(
        predictions.abundances[split.test], run.predictions.abundances, atol=1e-6
    )
