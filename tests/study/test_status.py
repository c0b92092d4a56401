"""The status of a study says what its files say, and changes none of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from unmixing.study.reading import read_study
from unmixing.study.status import describe, run_states, seconds_left

from shared import ROOT, STUDY

pytestmark = pytest.mark.slow

CONFIG = STUDY | {
    "models": {"ridge": {}, "unmixing_pixel_based_cnn": {}},
    "train_sizes": [50, 0.5],
    "seeds": 3,
}
CELL = "field/standard/{}/n50/seed{}"


def write(path: Path, text: str, at: int) -> None:
    """Write a file as if at this time, in seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (at, at))


def log(results: Path, rule: str, cell: str, body: str, at: int) -> None:
    """Write the log of a job that runs `body`, as the scripts of rules do."""
    path = results / "logs" / rule / f"{cell}.log"
    script = f"from job import logged_job\nwith logged_job({str(path)!r}):\n    {body}\n"
    subprocess.run([sys.executable, "-c", script], capture_output=True)
    os.utime(path, (at, at))


def finish(results: Path, cell: str, status: str, seconds: float) -> None:
    """Write the metrics and the benchmark of a run."""
    write(results / "runs" / cell / "metrics.csv", f"status,MAE\n{status},0.1\n", at=200)
    rule = "fit_estimator" if "ridge" in cell else "train_network"
    write(results / "benchmarks" / rule / f"{cell}.tsv", f"s\th:m:s\n{seconds}\t0\n", at=200)


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    """Fabricate a study in which every kind of run occurs."""
    folder = tmp_path_factory.mktemp("study") / "results" / "small"
    ridge, network = CELL.format("ridge", "{}"), CELL.format("unmixing_pixel_based_cnn", "{}")
    log(folder, "fit_estimator", ridge.format(0), "pass", at=100)
    finish(folder, ridge.format(0), "completed", seconds=90)
    finish(folder, ridge.format(1), "completed", seconds=30)
    log(folder, "fit_estimator", ridge.format(1), "pass", at=100)
    log(folder, "evaluate_run", ridge.format(1), "raise ValueError('it is singular')", at=300)
    log(folder, "train_network", network.format(0), "print('Epoch 1')", at=100)
    finish(folder, network.format(1), "diverged", seconds=5)
    sentence = "import learning_curves.errors as e; raise e.UserError('the scene has no bands')"
    log(folder, "train_network", network.format(2), sentence, at=100)
    return folder


def test_each_run_is_what_its_files_say(results):
    states = run_states(read_study(CONFIG), results)
    assert len(states) == 12
    at_50 = states[states["size_name"] == "50"].groupby("method")["status"].agg(list)
    assert at_50["ridge"] == ["completed", "failed", "waiting"]
    assert at_50["unmixing_pixel_based_cnn"] == ["begun", "diverged", "failed"]
    assert (states.loc[states["size_name"] == "0.5", "status"] == "waiting").all()


def test_the_work_left_is_that_of_finished_runs_of_the_cell(results):
    states = run_states(read_study(CONFIG), results)
    # Two runs of ridge at 90 s, two of the network at 5 s; the other size is unknown.
    assert seconds_left(states, results) == (190, 6)


def test_the_description_counts_and_names_failures(results):
    lines = describe(read_study(CONFIG), results).splitlines()
    totals = "12 planned, 1 completed, 1 diverged, 2 failed, 1 begun, 7 waiting"
    assert f"small: {totals}" in lines
    ridge = next(line for line in lines if line.startswith("ridge"))
    assert ridge.split() == ["ridge", "1/3", "0/3", "6", "1", "-", "1", "-", "4"]
    assert any(line.endswith("ValueError: it is singular") for line in lines)
    assert any(line.endswith("Error: the scene has no bands") for line in lines)
    assert "left: about 4 min of jobs" in "\n".join(lines)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "import learning_curves.errors as e; raise e.UserError('it failed\\nIt said: no')",
            "Error: it failed",
        ),
        # Code of a user's may end its process.
        ("raise SystemExit('no licence')", "SystemExit: no licence"),
    ],
)
def test_the_reason_of_a_failure_is_named(tmp_path, body, words):
    log(tmp_path, "fit_estimator", CELL.format("ridge", 2), body, at=100)
    lines = describe(read_study(CONFIG), tmp_path).splitlines()
    assert any(line.startswith("failed: ") and line.endswith(words) for line in lines)


def print_status(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Print the status of the study as `make status` does."""
    (folder / "small.yaml").write_text(yaml.safe_dump(CONFIG))
    script = str(ROOT / "workflow_scripts" / "print_status.py")
    command = [sys.executable, script, "--configfile", "small.yaml", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_status_is_printed_of_a_part_and_nothing_is_written(results):
    folder = results.parents[1]
    before = set(folder.rglob("*"))
    run = print_status(folder, "--config", "seeds=2", "only_models=[ridge]")
    assert "small: 4 planned, 1 completed, 0 diverged, 1 failed" in run.stdout
    assert set(folder.rglob("*")) - {folder / "small.yaml"} == before


def test_a_study_without_results_has_a_status(tmp_path):
    run = print_status(tmp_path)
    assert "small: 12 planned, 0 completed" in run.stdout
    assert "12 waiting" in run.stdout
    assert not (tmp_path / "results").exists()


def test_a_config_that_cannot_be_run_is_refused(tmp_path):
    run = print_status(tmp_path, "--config", "sedes=2")
    assert run.returncode != 0
    assert run.stderr.startswith(
        "The config cannot be run. --config: Unknown key in the config 'sedes'"
    )
