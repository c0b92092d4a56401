"""What the SLURM profile asks of a cluster, read from the calls of a pretended sbatch."""

import importlib.util
import os
import re
from pathlib import Path

import pytest
from test_workflow import copy_project, snakemake, write_study

STUDY = {
    "study": "small",
    "scenes": {
        "field": {
            "shape": [16, 16, 80],
            "simulation": {"endmembers": {"soil": "soil", "vegetation": "canopy"}, "snr": 40},
        }
    },
    "models": {"unmixing_pixel_based_cnn": {}, "ridge": {}},
    "train_sizes": [20, 120],
    "test_size": 100,
    "seeds": 1,
    "training": {"epochs": 100},
}
TRAINING = "train_network_wildcards_field_standard_unmixing_pixel_based_cnn_{}_0"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("snakemake_executor_plugin_slurm") is None,
    reason="snakemake-executor-plugin-slurm is not installed",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy the workflow and make the splits, since memory is asked for by the size of files."""
    project = copy_project(tmp_path_factory.mktemp("cluster"))
    write_study(project, STUDY)
    run = snakemake(project, "--cores", "2", "splits")
    assert run.returncode == 0, run.stderr
    return project


def asked(project: Path, monkeypatch, *arguments: str) -> dict[str, list[dict]]:
    """Return what each job asks for at each attempt, by an sbatch that refuses them all."""
    calls = project / "calls"
    calls.unlink(missing_ok=True)
    tools = project / "bin"
    tools.mkdir(exist_ok=True)
    # The plugin asks sacct for an account.
    for name, action in (("sbatch", f'echo "$@" >> {calls}'), ("sacct", "")):
        (tools / name).write_text(f"#!/bin/sh\n{action}\nexit 1\n")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    profile = ["--workflow-profile", "profiles/slurm"]
    profile += ["--slurm-init-seconds-before-status-checks", "1"]
    snakemake(project, *arguments, *profile, "runs")
    attempts = {}
    for call in calls.read_text().splitlines():
        job = re.search(r"--comment rule_(\S+)", call)[1]
        attempts.setdefault(job, []).append(
            {
                "partition": re.search(r" -p (\S+)", call)[1],
                "minutes": int(re.search(r" -t (\d+)", call)[1]),
                "memory": int(re.search(r" --mem (\d+)", call)[1]),
                "cards": re.findall(r" --gpus=(\d+)", call),
            }
        )
    return attempts


def test_a_training_asks_for_a_card_and_for_more_at_each_attempt_and_size(project, monkeypatch):
    calls = asked(project, monkeypatch)
    small, large = (calls[TRAINING.format(size)] for size in STUDY["train_sizes"])
    for attempts in (small, large):
        first = attempts[0]
        assert (first["partition"], first["cards"]) == ("gpu", ["1"])
        assert attempts == [
            first | {"memory": n * first["memory"], "minutes": n * first["minutes"]}
            for n in (1, 2, 3)
        ]
    assert large[0]["memory"] > small[0]["memory"]
    assert large[0]["minutes"] > small[0]["minutes"]
    fits = calls["fit_estimator_wildcards_field_standard_ridge_20_0"]
    assert [(attempt["partition"], attempt["cards"]) for attempt in fits] == [("cpu", [])] * 3
    assert fits[2]["memory"] == 3 * fits[0]["memory"]


def test_a_study_on_cpus_asks_for_no_card(project, monkeypatch):
    calls = asked(project, monkeypatch, "--retries", "0", "--set-resources", "train_network:gpu=0")
    (only,) = calls[TRAINING.format(20)]
    assert (only["partition"], only["cards"]) == ("cpu", [])
