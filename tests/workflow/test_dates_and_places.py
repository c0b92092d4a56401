"""A finished study stays finished, whatever its files are dated and wherever its scenes went."""

import os
import random

import pandas as pd
import pytest

from project import change, copy_of, copy_project, npy_study, planned, snakemake
from shared import simulated


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """Finish a study of raw files, whose cube is larger than what Snakemake compares by itself."""
    project = copy_project(tmp_path_factory.mktemp("archived"))
    endmembers = {"soil": "soil", "vegetation": "canopy"}
    scene = simulated(shape=(60, 60, 80), endmembers=endmembers, seed=3)
    npy_study(project, scene, models={"mean_abundance": {}}, seeds=[0], train_sizes=[20])
    run = snakemake(project, "--cores", "2", "tables", data=project / "data")
    assert run.returncode == 0, run.stdout + run.stderr
    assert (project / "results/small/scenes/own.h5").stat().st_size > 1e6
    return project


@pytest.fixture
def there(archived, tmp_path):
    """Copy the study to where a test may change it; its raw files are in another folder."""
    return copy_of(archived, tmp_path / "project")


def test_another_data_folder_is_no_other_scene(there):
    assert planned(there, "tables", data=there / "data") == {}


def test_tables_are_made_without_raw_files(there):
    (there / "data").rename(there / "elsewhere")
    assert planned(there, "tables", data=there / "data") == {}
    runs = there / "results/small/tables/runs.csv"
    before = pd.read_csv(runs)
    runs.unlink()
    run = snakemake(there, "--cores", "1", "tables", data=there / "data")
    assert run.returncode == 0, run.stdout + run.stderr
    pd.testing.assert_frame_equal(pd.read_csv(runs), before)


def test_raw_files_that_are_needed_again_are_named(there):
    (there / "data/cube.npy").unlink()
    files = {role: {"path": f"{role}.npy"} for role in ("cube", "abundances")}
    other = {"format": "npy", "files": files, "options": {"names": ["grass", "soil"]}}
    change(there, scenes={"own": other}, models={"mean_abundance": {}}, seeds=[0], train_sizes=[20])
    run = snakemake(there, "--cores", "1", "tables", data=there / "data")
    said = run.stdout + run.stderr
    assert run.returncode != 0
    assert "cube.npy is gone, and the config has no address for it" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("dates", ["alike", "in any order"])
def test_files_copied_without_their_dates_make_nothing_again(there, dates):
    parts = [there / part for part in ("results", "data", "workflow_scripts", "rules", "Snakefile")]
    files = sorted(file for part in parts for file in [part, *part.rglob("*")] if file.is_file())
    random.Random(0).shuffle(files)
    # Scripts are the newest, as in a new clone.
    files.sort(key=lambda file: file.is_relative_to(there / "workflow_scripts"))
    for second, file in enumerate(files):
        date = 1_700_000_000 + (second if dates == "in any order" else 0)
        os.utime(file, (date, date))
    assert planned(there, "tables", data=there / "data") == {}


def test_an_edited_script_makes_its_results_again(there):
    with open(there / "workflow_scripts/evaluate_run.py", "a") as file:
        file.write("\nEDITED = True\n")
    plan = planned(there, "tables", data=there / "data")
    assert plan["evaluate_run"] == plan["collect_runs"] == 1
    assert not {"import_scene", "prepare_split", "fit_estimator"} & set(plan)
