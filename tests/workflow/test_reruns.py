"""Only what is new or changed is computed."""

import hashlib
from pathlib import Path

import pytest
import yaml

from project import STUDY, change, copy_project, npy_study, planned, snakemake, write_study


def test_the_second_time_there_is_nothing_to_do(finished):
    assert planned(finished) == {}


def test_another_spelling_or_order_trains_nothing(edited):
    change(
        edited,
        train_sizes=[20.0, 40.0],
        test_size=100.0,
        models=dict(reversed(STUDY["models"].items())),
        training={"epochs": 2.0},
    )
    assert planned(edited) == {}


@pytest.mark.parametrize(
    ("changes", "new_splits", "new_runs"),
    [
        ({"seeds": [0, 1, 2]}, 2, 6),
        ({"train_sizes": [20, 40, 60]}, 2, 6),
        ({"models": {**STUDY["models"], "unmixing_cube_based_cnn": {}}}, 0, 4),
    ],
)
def test_only_what_is_new_is_computed(edited, changes, new_splits, new_runs):
    change(edited, **changes)
    plan = planned(edited)
    assert plan.get("prepare_split", 0) == new_splits
    assert plan["train_network"] == plan["evaluate_run"] == new_runs
    assert plan["collect_runs"] == 1
    assert "import_scene" not in plan


@pytest.mark.parametrize("entry", [{"learning_rate": 0.02}, {"updates": 5}])
def test_a_setting_trains_its_own_model_again(edited, entry):
    change(edited, models={**STUDY["models"], "unmixing_pixel_based_cnn": entry})
    plan = planned(edited)
    assert plan["train_network"] == plan["evaluate_run"] == 4
    assert "prepare_split" not in plan


def edit(project: Path, module: str) -> None:
    with open(project / "workflow_scripts/unmixing" / f"{module}.py", "a") as file:
        file.write("\nEDITED = True\n")


@pytest.mark.parametrize(
    "module",
    [
        "errors",
        "storage",
        "registry",
        "machine/cards",
        "scenes/checks",
        "scenes/formats/npy",
        "splits/checks",
        "study/reading",
        "study/plan",
        "training/checks",
    ],
)
def test_an_edit_of_what_makes_no_numbers_makes_nothing_again(edited, module):
    edit(edited, module)
    assert planned(edited) == {}


@pytest.mark.parametrize(
    ("module", "trained", "evaluated"),
    [
        ("evaluation/metrics", 0, 12),
        ("architectures/unmixing_pixel_based_dcae", 4, 4),
        ("layers/decoder", 4, 4),
        ("splits/table", 0, 0),
        ("answers/curve_fits", 0, 0),
        ("figures/learning_curves", 0, 0),
    ],
)
def test_an_edited_module_makes_its_own_results_again(edited, module, trained, evaluated):
    edit(edited, module)
    plan = planned(edited)
    assert plan
    assert plan.get("train_network", 0) == trained
    assert plan.get("evaluate_run", 0) == evaluated


def test_a_new_copy_of_a_scene_file_with_a_digest_is_no_new_scene(tmp_path, small_scene):
    project = copy_project(tmp_path)
    data = npy_study(project, small_scene)
    digest = hashlib.sha256((data / "cube.npy").read_bytes()).hexdigest()
    study = yaml.safe_load((project / "config" / "small.yaml").read_text())
    study["scenes"]["own"]["files"]["cube"]["sha256"] = digest
    write_study(project, study)
    scene = "results/small/scenes/own.h5"
    assert snakemake(project, "--cores", "1", scene, data=data).returncode == 0
    # Of small files Snakemake compares the content anyway; scenes are large.
    as_large = (scene, "--max-checksum-file-size", "0")
    (data / "cube.npy").touch()
    assert planned(project, *as_large, data=data) == {}
    (data / "abundances.npy").touch()
    assert planned(project, *as_large, data=data) == {"import_scene": 1}
