"""A study of cheap methods is logged to MLflow, or the command says what to install."""

from importlib.util import find_spec

import pytest

from unmixing.storage import hold_lock

from project import change, copy_project, fail_study, run_study

pytestmark = pytest.mark.slow

CHEAP = {"models": {"lmm": {}, "ridge": {}}, "train_sizes": [20], "seeds": [0, 1]}
RUN = "results/small/runs/field/standard/lmm/n20/seed0/metrics.csv"


@pytest.mark.skipif(find_spec("mlflow") is not None, reason="MLflow is installed")
def test_without_mlflow_the_command_says_what_to_install(edited):
    lines = fail_study(edited, "mlflow").splitlines()
    (said,) = [line for line in lines if line.startswith("Error: MLflow")]
    assert f"pip install --no-deps -r {edited.resolve()}/requirements-mlflow.txt" in said


@pytest.mark.skipif(find_spec("mlflow") is None, reason="needs requirements-mlflow.txt")
def test_a_study_is_logged_while_it_runs_and_computes_nothing(tmp_path):
    """A running study holds its lock, and this only reads."""
    from mlflow import MlflowClient

    project = copy_project(tmp_path)
    change(project, **CHEAP)
    run_study(project, RUN)
    before = {path: path.stat().st_mtime for path in (project / "results").rglob("*.h5")}
    with hold_lock(project / "results/small/.running"):
        run_study(project, "mlflow")
    assert {path: path.stat().st_mtime for path in (project / "results").rglob("*.h5")} == before
    client = MlflowClient(f"sqlite:///{project / 'results/small/mlflow.db'}")
    experiment = client.get_experiment_by_name("small")
    runs = {run.info.run_name: run.data for run in client.search_runs([experiment.experiment_id])}
    assert set(runs) == {"small", "field/standard/lmm/n20/seed0"}
    assert runs["small"].tags["planned"] == "4"
    one = runs["field/standard/lmm/n20/seed0"]
    assert one.params["estimator"] == "lmm" and one.params["condition.split"] == "random"
    assert one.metrics["overallRMSE"] > 0
