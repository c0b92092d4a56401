"""A study that cannot be run stops before training, with a sentence."""

import dataclasses
import subprocess
from pathlib import Path

from project import change, copy_project, npy_study, python_of, snakemake


def refused(project: Path, *words: str, data: Path | None = None) -> None:
    """Assert that the study stops before training with a sentence and no traceback."""
    run = snakemake(project, "--cores", "2", data=data)
    output = run.stdout + run.stderr
    assert run.returncode != 0
    assert "Traceback" not in output
    for word in words:
        assert word in output, output
    assert not list(project.glob("results/small/runs/**/predictions.h5"))


def test_a_config_that_is_not_there_is_a_sentence(tmp_path):
    project = copy_project(tmp_path)
    (project / "config" / "small.yaml").rename(project / "config" / "smalls.yaml")
    refused(project, "no config file config/small.yaml. Did you mean 'smalls.yaml'?")


def test_the_quick_study_with_a_broken_line_is_a_sentence(tmp_path):
    project = copy_project(tmp_path)
    (project / "config" / "config.yaml").write_text("study: quick\nseeds: [1, 2\n")
    run = subprocess.run(
        [python_of(project), "-m", "snakemake", "--dry-run"],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    last = run.stderr.splitlines()[-1]
    assert last.startswith("The config cannot be run. config/config.yaml, line 3: this is no YAML")


def test_a_missing_scene_file_is_named(tmp_path, small_scene):
    project = copy_project(tmp_path)
    data = npy_study(project, small_scene)
    (data / "cube.npy").unlink()
    refused(project, "The scene file cube.npy is not in", "UNMIXING_DATA", data=data)


def test_an_impossible_size_of_an_undeclared_scene_stops_before_training(tmp_path, small_scene):
    project = copy_project(tmp_path)
    data = npy_study(project, small_scene, train_sizes=[20, 400])
    refused(project, "scene own: train size 400 overlaps the fixed test set", data=data)


def test_all_that_an_undeclared_scene_does_not_admit_stops_before_training(tmp_path, small_scene):
    project = copy_project(tmp_path)
    narrow = dataclasses.replace(small_scene, cube=small_scene.cube[..., :40])
    models = {name: {} for name in ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae")}
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


def test_a_spoilt_ground_truth_stops_before_training(tmp_path, small_scene):
    project = copy_project(tmp_path)
    spoilt = dataclasses.replace(small_scene, abundances=small_scene.abundances * 2)
    data = npy_study(project, spoilt)
    refused(project, "scene own: the abundances do not sum to one", data=data)


def test_a_download_that_fails_says_what_to_do(tmp_path):
    project = copy_project(tmp_path)
    address = (tmp_path / "nowhere.npy").as_uri()
    file = {"path": "cube.npy", "sha256": "a" * 64, "urls": [address]}
    truth = {"path": "abundances.npy", "sha256": "a" * 64, "urls": [address]}
    scenes = {"own": {"format": "npy", "files": {"cube": file, "abundances": truth}}}
    change(project, scenes=scenes, models={"unmixing_pixel_based_cnn": {}})
    refused(project, "could not be downloaded", address, "put it at", data=tmp_path / "data")


def test_partial_tables_of_no_runs_say_so(tmp_path):
    project = copy_project(tmp_path)
    change(project, partial_tables=True)
    run = snakemake(project, "--cores", "1", "results/small/tables/runs.csv")
    assert run.returncode
    said = (project / "results/small/logs/collect_runs.log").read_text()
    assert "no run of the study is there" in said
    assert "Traceback" not in said
