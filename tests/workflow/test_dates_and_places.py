"""A finished study stays finished, whatever the dates of its files and wherever its scenes are."""

import os
import random

import pandas as pd
import pytest
import yaml

from unmixing.storage import compute_sha256

from project import (
    SMALL,
    copy_of,
    copy_project,
    count_planned,
    fail_study,
    npy_study,
    run_study,
    write_study,
)
from shared import simulated

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """Finish a study of raw files, with a cube too large for Snakemake to compare by default."""
    project = copy_project(tmp_path_factory.mktemp("archived"))
    scene = simulated(shape=(60, 60, 80))
    data = npy_study(project, scene, models={"mean_abundance": {}}, seeds=[0], train_sizes=[20])
    study = study_of(project)
    study["scenes"]["own"]["files"]["cube"]["sha256"] = compute_sha256(data / "cube.npy")
    write_study(project, study)
    run_study(project, "tables", data=data)
    assert (project / "results/small/scenes/own.h5").stat().st_size > 1e6
    return project


@pytest.fixture
def there(archived, tmp_path):
    """Copy the study, so that a test may change it; its raw files are in another folder."""
    return copy_of(archived, tmp_path / "project")


def study_of(project):
    return yaml.safe_load((project / SMALL).read_text())


def date(project, *, alike):
    """Give files other dates, as a copy without dates does; scripts are the newest."""
    parts = ("results", "data", "workflow_scripts", "rules", "Snakefile")
    folders = [project / part for part in parts]
    files = sorted(file for part in folders for file in [part, *part.rglob("*")] if file.is_file())
    random.Random(0).shuffle(files)
    files.sort(key=lambda file: file.is_relative_to(project / "workflow_scripts"))
    for second, file in enumerate(files):
        when = 1_700_000_000 + (0 if alike else second)
        os.utime(file, (when, when))


def test_neither_dates_nor_folders_make_a_finished_study_again(there):
    date(there, alike=False)
    # From another data folder than they were imported from.
    assert count_planned(there, "tables", data=there / "data") == {}
    date(there, alike=True)
    (there / "data").rename(there / "elsewhere")
    runs = there / "results/small/tables/runs.csv"
    before = pd.read_csv(runs)
    runs.unlink()
    run_study(there, "tables", data=there / "data")
    pd.testing.assert_frame_equal(pd.read_csv(runs), before)


def test_what_is_changed_is_made_again_and_says_what_it_lacks(there):
    # As if files were too large for Snakemake to compare their content.
    as_large = ("tables", "--max-checksum-file-size", "0")
    (there / "data/cube.npy").touch()
    with open(there / "workflow_scripts/evaluate_run.py", "a") as file:
        file.write("\nEDITED = True\n")
    plan = count_planned(there, *as_large, data=there / "data")
    assert plan["evaluate_run"] == plan["collect_runs"] == 1
    # The digest of the cube shows that it is the same.
    assert not {"import_scene", "prepare_split", "fit_estimator"} & set(plan)
    (there / "data/abundances.npy").touch()
    assert count_planned(there, *as_large, data=there / "data")["import_scene"] == 1
    (there / "data/cube.npy").unlink()
    study = study_of(there)
    study["scenes"]["own"]["options"] = {"names": ["road", "grass", "soil"]}
    write_study(there, study)
    said = fail_study(there, "tables", data=there / "data")
    assert "cube.npy is gone, and the config has no address for it" in said
