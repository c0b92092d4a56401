"""What is logged to MLflow is what the run's files hold."""

import os
from pathlib import Path

import pytest

from unmixing.tracking.run_records import flatten, read_run_record

AXES = {
    "scene": "field",
    "condition": "standard",
    "model": "unmixing_net",
    "train_size": 20,
    "seed": 1,
}
METRICS = (
    "scene,condition,model,train_size,seed,n_train_pixels,status,overallRMSE,rmsAAD,class0R2,"
    "training_time,inference_time\n"
    "field,standard,unmixing_net,20,1,18,completed,0.25,inf,,2.5,0.5\n"
)
HISTORY = (
    "scene,condition,model,train_size,seed,epoch,loss,val_loss\n"
    "field,standard,unmixing_net,20,1,1,0.5,0.6\n"
    "field,standard,unmixing_net,20,1,2,0.25,nan\n"
)


@pytest.fixture
def results(tmp_path):
    folder = tmp_path / "runs/field/standard/unmixing_net/n20/seed1"
    folder.mkdir(parents=True)
    (folder / "metrics.csv").write_text(METRICS)
    (folder / "predictions.h5").touch()
    os.utime(folder / "predictions.h5", (1000.0, 1000.0))
    (folder / "training_metrics.csv").write_text(HISTORY)
    return tmp_path


def test_a_run_is_read_from_its_files(results):
    record = read_run_record(results, AXES, {"batch_size": 16})
    assert record.name == "field/standard/unmixing_net/n20/seed1"
    assert record.tags == {
        **{name: str(value) for name, value in AXES.items()},
        "status": "completed",
    }
    assert record.parameters == {"batch_size": "16", "n_train_pixels": "18"}
    # Empty and infinite values are not metrics.
    assert record.metrics == {"overallRMSE": 0.25, "training_time": 2.5, "inference_time": 0.5}
    assert (record.start, record.end) == (997_000, 1_000_000)
    assert record.completed


def test_the_losses_of_every_epoch_are_there(results):
    epochs = dict(read_run_record(results, AXES, {}).epochs())
    assert epochs[1]["loss"] == 0.5 and epochs[1]["val_loss"] == 0.6
    assert epochs[2]["loss"] == 0.25 and "val_loss" not in epochs[2]


def test_an_estimator_has_no_epochs(results):
    (results / "runs/field/standard/unmixing_net/n20/seed1/training_metrics.csv").unlink()
    assert list(read_run_record(results, AXES, {}).epochs()) == []


def test_a_run_without_metrics_is_not_logged(tmp_path):
    assert read_run_record(tmp_path, AXES, {}) is None


def test_another_measurement_is_another_run(results):
    before = read_run_record(results, AXES, {}).digest
    path = Path(results / "runs/field/standard/unmixing_net/n20/seed1/metrics.csv")
    path.write_text(METRICS.replace("0.25", "0.26"))
    assert read_run_record(results, AXES, {}).digest != before


def test_nested_settings_have_names_with_dots():
    settings = {"split": "random", "block_size": None, "noise": {"snr": 20.0, "noise_on": "both"}}
    assert flatten(settings, "condition.") == {
        "condition.split": "random",
        "condition.noise.snr": 20.0,
        "condition.noise.noise_on": "both",
    }
