"""A study that cannot be run stops before training, with a sentence."""

import dataclasses
from pathlib import Path

import pytest

from project import copy_project, npy_study, snakemake

pytestmark = pytest.mark.slow


def refused(project: Path, *words: str, data: Path | None = None) -> None:
    """Assert that the study stops before training with a sentence and no traceback."""
    run = snakemake(project, "--cores", "2", data=data)
    output = run.stdout + run.stderr
    assert run.returncode != 0
    assert "Traceback" not in output
    for word in words:
        assert word in output, output
    assert not list(project.glob("results/small/runs/**/predictions.h5"))


def test_a_config_that_cannot_be_run_is_refused(tmp_path):
    project = copy_project(tmp_path)
    written = project / "config" / "small.yaml"
    written.rename(written.with_name("smalls.yaml"))
    refused(project, "no config file config/small.yaml. Did you mean 'smalls.yaml'?")
    written.with_name("smalls.yaml").rename(written)
    with written.open("a") as file:
        file.write("device: gpu\ndevise: cpu\n")
    refused(project, "config/small.yaml, line", "device is given 2 times", "Did you mean 'device'?")


def test_a_scene_that_cannot_be_used_stops_before_training(tmp_path, small_scene):
    project = copy_project(tmp_path)
    narrow = dataclasses.replace(small_scene, cube=small_scene.cube[..., :40])
    models = {name: {} for name in ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae")}
    # The study does not declare the shape, so impossible cells are known once the scene is read.
    data = npy_study(project, narrow, models=models, train_sizes=[20, 400, 600])
    refused(
        project,
        "the scene has 40 bands, and unmixing_pixel_based_cnn needs 66 or more",
        "unmixing_pixel_based_dcae needs 78 or more",
        "unmixing_pixel_based_dcae needs endmembers",
        "train size 400 overlaps the fixed test set",
        "train size 600 is larger",
        data=data,
    )
    (data / "cube.npy").unlink()
    refused(project, "The scene file cube.npy is not in", "UNMIXING_DATA", data=data)
