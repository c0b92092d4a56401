"""A command runs in its conda environment or its container, made by stand-ins for both."""

import shutil

import h5py
import pandas as pd
import pytest

from unmixing.study.reading import read_study
from unmixing.study.status import run_states

from project import (
    SCENES,
    copy_project,
    count_jobs,
    count_planned,
    fail_study,
    run_study,
    write_study,
)
from stand_ins import install_stand_ins

pytestmark = pytest.mark.slow

IMAGE = {"command": "predictor work.py {input} {output}", "environment": "docker://any/image:1"}
FILE = {"command": "predictor {input} {output}", "environment": "image.sif", "seeds": 1}
CONDA = {"command": "predictor {input} {output}", "environment": "r.yaml"}
STUDY = {
    "study": "small",
    "scenes": SCENES,
    "models": {"mine": IMAGE, "with-file": FILE, "mean_abundance": {}},
    "train_sizes": [20],
    "test_size": 100,
    "seeds": 2,
}
OF_A_RUN = {"export_input_to_run", "run_command_mine", "take_predictions", "evaluate_run"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a project with stand-ins for conda and Apptainer, and the files of two methods."""
    (tmp_path / "project").mkdir()
    project = copy_project(tmp_path / "project")
    for name, value in install_stand_ins(tmp_path / "stand_ins").items():
        monkeypatch.setenv(name, value)
    assert shutil.which("predictor") is None
    # Long enough for Snakemake to see its memory.
    (project / "config" / "work.py").write_text("ballast = np.ones(2**24); time.sleep(1)")
    (project / "config" / "image.sif").write_text("An image.")
    (project / "config" / "r.yaml").write_text("dependencies: [predictor]\n")
    return project


def test_a_container_is_used_or_asked_for(project):
    write_study(project, STUDY)
    assert (
        "models.mine is to run in docker://any/image:1, which Snakemake only uses with --sdm "
        "apptainer: add that to the command line (docs/commands.md)."
    ) in fail_study(project, "tables")
    assert not (project / "results/small/logs").exists()

    use = ("--sdm", "apptainer")
    run_study(project, "tables", *use)
    # Both may lie outside of the working directory, which is all that a container sees by itself.
    for folder in (project / "workflow_scripts", project / "config"):
        assert f"--bind {folder} " in (project.parent / "stand_ins" / "asked").read_text()
    runs = pd.read_csv(project / "results/small/tables/runs.csv")
    mine, file, mean = (runs[runs["model"] == name] for name in STUDY["models"])
    assert mine["overallRMSE"].tolist() == pytest.approx(mean["overallRMSE"].tolist())
    assert file["overallRMSE"].tolist() == mine["overallRMSE"].tolist()[:1]
    assert mine["training_time"].between(1, 20).all() and mine["inference_time"].isna().all()
    # Of a child of the shell, which alone would take some 5 MiB.
    assert mine["peak_memory_mb"].between(100, 1000).all()
    assert "predicted_in" not in runs or runs["predicted_in"].isna().all()
    assert not list((project / "results/small").glob("*puts/**/*.h5"))
    assert count_planned(project, "tables", *use) == {}

    # An edit of the program, or of the command, makes its runs again and no others.
    (project / "config" / "work.py").write_text("raise SystemExit('Out of pixels')")
    jobs = count_planned(project, "runs", *use)
    assert {name: jobs.get(name) for name in OF_A_RUN} == dict.fromkeys(OF_A_RUN, 2)
    assert "fit_estimator" not in jobs
    said = fail_study(project, "runs", *use)
    assert "Error: the command ended with status 1: predictor work.py /" in said
    assert "\nIts last lines:\n  Out of pixels\n" in said
    states = run_states(read_study(STUDY | {"models": {"mine": IMAGE}}), project / "results/small")
    assert states.groupby("method")["status"].agg(set)["mine"] == {"failed"}

    slow = IMAGE | {"command": "sleep 20; predictor {input} {output}", "timeout": 1 / 60}
    write_study(project, STUDY | {"models": {"mine": slow}})
    assert "longer than its timeout, 1 seconds: sleep 20;" in fail_study(project, "runs", *use)


def test_a_conda_environment_is_used_and_watched(project):
    write_study(project, STUDY | {"models": {"mine": CONDA}, "seeds": 1})
    wanted = "models.mine is to run in config/r.yaml, which Snakemake only uses with"
    assert wanted in fail_study(project, "runs")
    use = ("--sdm", "conda")
    run_study(project, "runs", *use)
    taken = project / "results/small/runs/field/standard/mine/n20/seed0/predictions.h5"
    with h5py.File(taken) as file:
        assert file["abundances"].shape == (100, 2)
    assert count_planned(project, "runs", *use) == {}

    # An edit of its file makes its runs again; so does what Snakemake reads with it.
    environment, after = (project / "config" / name for name in ("r.yaml", "r.post-deploy.sh"))
    environment.write_text("dependencies: [predictor, more]\n")
    assert set(count_planned(project, "runs", *use)) >= OF_A_RUN
    environment.write_text("dependencies: [predictor]\n")
    assert count_planned(project, "runs", *use) == {}
    after.write_text("#!/bin/sh\n")
    said = run_study(project, "runs", *use, "--dry-run")
    assert set(count_jobs(said)) >= OF_A_RUN and "software environment definition" in said
