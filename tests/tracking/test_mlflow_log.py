"""Every run of a study is logged to MLflow once, however often it is asked for."""

import csv
import itertools
from pathlib import Path

import pytest

from learning_curves.errors import UserError

mlflow = pytest.importorskip("mlflow", reason="MLflow is not installed (requirements-mlflow.txt)")

from unmixing.tracking.mlflow_log import TrackedStudy, log_study  # noqa: E402

RUNS = [["field", "standard", model, 20, seed] for model in ("lmm", "net") for seed in (0, 1)]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in ("MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def study(tmp_path):
    results = tmp_path / "results" / "tiny"
    (results / "figures").mkdir(parents=True)
    (results / "figures" / "times.svg").write_text("<svg/>")
    (results / "report.html").write_text("<p>page</p>")
    models = {"lmm": {"estimator": "lmm"}, "net": {"batch_size": 16}}
    conditions = {"standard": {"split": "random"}}
    return TrackedStudy("tiny", results, RUNS, models, conditions, {"val_size": 0.1})


def measure(study, run, error, status="completed"):
    """Write the files of a run."""
    scene, condition, model, size, seed = run
    folder = study.results / f"runs/{scene}/{condition}/{model}/n{size}/seed{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    names = ["scene", "condition", "model", "train_size", "seed"]
    measured = {"n_train_pixels": 18, "status": status, "overallRMSE": error, "training_time": 1}
    row = dict(zip(names, run, strict=True)) | measured
    with open(folder / "metrics.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    (folder / "predictions.h5").touch()
    if model == "net":
        (folder / "training_metrics.csv").write_text("loss,val_loss\n0.5,0.6\n0.25,0.3\n")


def logged(study):
    """Return the client, the parent, and the runs below it by name."""
    client = mlflow.MlflowClient(f"sqlite:///{study.results / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("tiny")
    runs = client.search_runs([experiment.experiment_id])
    (parent,) = [run for run in runs if run.data.tags["kind"] == "study"]
    below = {run.info.run_name: run for run in runs if run is not parent}
    assert all(r.data.tags["mlflow.parentRunId"] == parent.info.run_id for r in below.values())
    return client, parent, below


def test_runs_have_tags_parameters_metrics_and_times(study):
    for run, error in zip(RUNS, (0.1, 0.2, 0.3, 0.4), strict=True):
        measure(study, run, error)
    assert log_study(study, histories=False) == 4
    client, parent, runs = logged(study)
    run = runs["field/standard/net/n20/seed1"]
    expected = {"scene": "field", "condition": "standard", "model": "net", "train_size": "20"}
    assert expected | {"seed": "1"} == {name: run.data.tags[name] for name in (*expected, "seed")}
    assert run.data.params == {
        "val_size": "0.1",
        "batch_size": "16",
        "condition.split": "random",
        "n_train_pixels": "18",
    }
    assert run.data.metrics == {"overallRMSE": 0.4, "training_time": 1}
    assert run.info.end_time - run.info.start_time == 1000
    assert parent.data.tags["completed"] == parent.data.tags["planned"] == "4"
    assert parent.info.end_time == max(run.info.end_time for run in runs.values())
    names = {file.path for file in client.list_artifacts(parent.info.run_id)}
    assert names == {"report.html", "figures"}
    local = Path(client.download_artifacts(parent.info.run_id, "report.html"))
    assert local.read_text() == "<p>page</p>"


def test_a_running_study_is_logged_bit_by_bit(study):
    measure(study, RUNS[0], 0.1)
    assert log_study(study, histories=False) == 1
    assert log_study(study, histories=False) == 0
    measure(study, RUNS[1], 0.2, status="diverged")
    assert log_study(study, histories=False) == 1
    _, parent, runs = logged(study)
    assert [run.info.status for _, run in sorted(runs.items())] == ["FINISHED", "FAILED"]
    assert (parent.data.tags["completed"], parent.data.tags["diverged"]) == ("1", "1")


def test_what_was_measured_again_replaces_what_was_logged(study):
    measure(study, RUNS[0], 0.1)
    log_study(study, histories=False)
    measure(study, RUNS[0], 0.5)
    (study.results / "report.html").write_text("<p>another page</p>")
    assert log_study(study, histories=False) == 1
    client, parent, runs = logged(study)
    (run,) = runs.values()
    assert run.data.metrics["overallRMSE"] == 0.5
    local = Path(client.download_artifacts(parent.info.run_id, "report.html"))
    assert local.read_text() == "<p>another page</p>"


def test_what_a_killed_call_left_is_logged_again(study):
    measure(study, RUNS[0], 0.1)
    log_study(study, histories=False)
    client, _, runs = logged(study)
    (run,) = runs.values()
    client.update_run(run.info.run_id, status="RUNNING")
    assert log_study(study, histories=False) == 1
    assert len(logged(study)[2]) == 1


def test_histories_are_logged_when_asked_for_also_later(study):
    for run in RUNS:
        measure(study, run, 0.1)
    log_study(study, histories=False)
    for expected in (2, 0):
        assert log_study(study, histories=True) == expected
    client, _, runs = logged(study)
    losses = client.get_metric_history(runs["field/standard/net/n20/seed0"].info.run_id, "loss")
    assert [(metric.step, metric.value) for metric in losses] == [(1, 0.5), (2, 0.25)]


def test_a_store_and_an_experiment_may_be_named(study, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'other.db'}")
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "all studies")
    monkeypatch.chdir(tmp_path)
    measure(study, RUNS[0], 0.1)
    for name in ("tiny", "tinier"):
        assert log_study(study._replace(name=name), histories=False) == 1
    client = mlflow.MlflowClient(f"sqlite:///{tmp_path / 'other.db'}")
    experiment = client.get_experiment_by_name("all studies")
    runs = client.search_runs([experiment.experiment_id])
    kinds = sorted((run.data.tags["study"], run.data.tags["kind"]) for run in runs)
    assert kinds == sorted(itertools.product(("tiny", "tinier"), ("study", "run")))
    assert not (study.results / "mlflow.db").exists()


def test_a_store_that_cannot_be_used_is_an_error(study, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "nothing://nowhere")
    with pytest.raises(UserError, match="The MLflow store cannot be used"):
        log_study(study, histories=False)
