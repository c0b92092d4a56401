"""What a user of the commands relies on: nothing is computed twice, nothing is lost."""

import errno
import hashlib
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import yaml

from conftest import ROOT

PARTS = ("Snakefile", "rules", "workflow_scripts", "config", "envs", "profiles", "benchmarks")
STUDY = {
    "study": "small",
    "scenes": {
        "field": {
            "shape": [16, 16, 80],
            "simulation": {"endmembers": {"soil": "soil", "vegetation": "canopy"}, "snr": 40},
        }
    },
    "models": {
        "unmixing_pixel_based_cnn": {},
        "unmixing_pixel_based_dcae": {},
        "unmixing_too_fast": {"architecture": "unmixing_pixel_based_cnn", "learning_rate": 1e6},
    },
    "train_sizes": [20, 40],
    "test_size": 100,
    "seeds": [0, 1],
    "training": {"epochs": 2},
    "device": "cpu",
}
MEASURED = ["training_time", "inference_time", "peak_memory_mb"]


def copy_project(folder: Path) -> Path:
    """Copy the workflow, so that a test may edit it and fill its results."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    write_study(folder, STUDY)
    return folder


def write_study(project: Path, study: dict) -> None:
    (project / "config" / "small.yaml").write_text(yaml.safe_dump(study, sort_keys=False))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "snakemake", "--configfile", "config/small.yaml", *arguments]


def snakemake(project: Path, *arguments: str, data: Path | None = None):
    """Run the workflow on the small study and return the finished process."""
    environment = os.environ | {"UNMIXING_DATA": str(data or project / "resources")}
    return subprocess.run(
        command(*arguments), cwd=project, env=environment, capture_output=True, text=True
    )


def planned(project: Path, *arguments: str, data: Path | None = None) -> dict[str, int]:
    """Return how many jobs of each rule a dry run lists."""
    run = snakemake(project, "--dry-run", *arguments, data=data)
    assert run.returncode == 0, run.stderr
    return {
        rule: int(count)
        for rule, count in re.findall(r"^(\w+) +(\d+)$", run.stdout + run.stderr, re.MULTILINE)
        if rule not in ("total", "all")
    }


def tables(project: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of the small study without what a clock or the system measured."""
    folder = project / "results" / "small" / "tables"
    read = {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}
    read["runs"] = read["runs"].drop(columns=MEASURED)
    read["summary"] = read["summary"][~read["summary"]["metric"].isin(MEASURED)]
    return {name: table.reset_index(drop=True) for name, table in read.items()}


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """Finish the small study."""
    project = copy_project(tmp_path_factory.mktemp("finished"))
    run = snakemake(project, "--cores", "2")
    assert run.returncode == 0, run.stderr
    return project


@pytest.fixture
def edited(finished, tmp_path) -> Path:
    """Copy the finished project, so that a test may change it."""
    return Path(shutil.copytree(finished, tmp_path / "project"))


def change(project: Path, **changes) -> None:
    write_study(project, STUDY | changes)


def test_the_tables_and_figures_are_there(finished):
    results = finished / "results" / "small"
    runs = tables(finished)["runs"]
    assert len(runs) == 12
    assert runs.columns[:7].tolist() == [
        "scene",
        "condition",
        "model",
        "train_size",
        "seed",
        "n_train_pixels",
        "n_validation_pixels",
    ]
    assert {"overallRMSE", "rSID", "n_parameters", "epochs", "class1RMSE"} <= set(runs.columns)
    for figure in ("learning_curves", "endmember_curves", "times", "training_curves_field"):
        for suffix in (".svg", ".png"):
            assert (results / "figures" / f"{figure}{suffix}").stat().st_size > 5000


def test_a_diverged_run_is_a_row_and_no_part_of_a_mean(finished):
    read = tables(finished)
    status = read["runs"].set_index("model")["status"]
    assert set(status["unmixing_too_fast"]) == {"diverged"}
    assert set(status["unmixing_pixel_based_cnn"]) == {"completed"}
    assert "unmixing_too_fast" not in set(read["summary"]["model"])
    coverage = read["coverage"].set_index("model").loc["unmixing_too_fast"]
    assert (coverage["diverged"] == 2).all()
    assert (coverage["missing"] == 0).all()


def test_the_answers_are_those_of_the_completed_runs(finished):
    folder = finished / "results" / "small" / "tables"
    answers = pd.read_csv(folder / "sample_sizes.csv")
    assert set(answers["model"]) == {"unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"}
    assert answers["answer"].str.contains("labelled pixels").all()
    verdicts = pd.read_csv(folder / "comparisons.csv").groupby("n_pairs")["verdict"].unique()
    assert all("cannot be significant with 2 seeds" in verdict for verdict in verdicts[2])
    assert verdicts[0].tolist() == ["no pairs"]


def test_the_report_opens_with_the_answers(edited):
    run = snakemake(edited, "--cores", "2", "report")
    assert run.returncode == 0, run.stderr
    page = (edited / "results/small/report.html").read_text()
    assert page.index("Labelled pixels needed") < page.index("Best methods") < page.index("Runs")
    assert "8 of 12 planned runs completed; 4 diverged and 0 are missing." in page


def test_the_tests_of_a_seed_are_paired(finished):
    splits = tables(finished)["splits"]
    assert splits["n_test_pixels"].tolist() == [100] * 4
    folder = finished / "results/small/splits/field/standard"
    for seed in (0, 1):
        with (
            h5py.File(folder / f"n20/seed{seed}.h5") as small,
            h5py.File(folder / f"n40/seed{seed}.h5") as large,
        ):
            np.testing.assert_array_equal(small["test"], large["test"])
            assert small["train"].dtype == np.int32


def test_the_saved_network_stands_alone_and_predicts_the_same(finished, keras):
    from unmixing.patch_layer import abundance_network
    from unmixing.patches import extract_patches, normalise
    from unmixing.scene import read_scene

    results = finished / "results/small"
    cell = "field/standard/{}n40/seed0"
    for model in ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"):
        run = results / "runs" / cell.format(f"{model}/")
        network = keras.models.load_model(run / "model.keras")
        with (
            h5py.File(run / "predictions.h5") as predictions,
            h5py.File(results / "splits" / f"{cell.format('')}.h5") as split,
        ):
            cube = read_scene(results / "scenes/field.h5").cube
            patches = extract_patches(cube, split["test"][()], 1)
            attributes = predictions.attrs
            patches = normalise(patches, attributes["minimum"], attributes["maximum"])
            abundances = abundance_network(network).predict(patches[..., None], verbose=0)
            np.testing.assert_allclose(abundances, predictions["abundances"], atol=1e-6)
            assert attributes["n_parameters"] == network.count_params()


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


@pytest.mark.parametrize("module", ["storage", "configuration", "scene_checks", "formats/npy"])
def test_an_edit_of_what_makes_no_numbers_makes_nothing_again(edited, module):
    edit(edited, module)
    assert planned(edited) == {}


@pytest.mark.parametrize(
    ("module", "trained", "evaluated"),
    [
        ("metrics", 0, 12),
        ("architectures/unmixing_pixel_based_dcae", 4, 4),
        ("decoder", 4, 4),
        ("figures", 0, 0),
        ("curves", 0, 0),
    ],
)
def test_an_edited_module_makes_its_own_results_again(edited, module, trained, evaluated):
    edit(edited, module)
    plan = planned(edited)
    assert plan
    assert plan.get("train_network", 0) == trained
    assert plan.get("evaluate_run", 0) == evaluated


def test_partial_tables_count_what_is_missing(edited):
    change(edited, seeds=[0, 1, 2], partial_tables=True)
    run = snakemake(edited, "--cores", "2", "tables")
    assert run.returncode == 0, run.stderr
    read = tables(edited)
    assert len(read["runs"]) == 12
    assert (read["coverage"]["planned"] == 3).all()
    assert (read["coverage"]["missing"] == 1).all()
    change(edited, seeds=[0, 1, 2])
    assert planned(edited)["train_network"] == 6


def test_partial_tables_of_no_runs_say_so(tmp_path):
    project = copy_project(tmp_path)
    change(project, partial_tables=True)
    run = snakemake(project, "--cores", "1", "results/small/tables/runs.csv")
    assert run.returncode
    said = (project / "results/small/logs/collect_runs.log").read_text()
    assert "no run of the study is there" in said
    assert "Traceback" not in said


def abundances(project: Path, cell: str) -> np.ndarray:
    """Read what a run predicted."""
    with h5py.File(project / "results/small/runs/field/standard" / cell / "predictions.h5") as file:
        return file["abundances"][()]


def test_seeds_that_share_a_job_give_the_numbers_of_jobs_of_their_own(finished, tmp_path):
    project = copy_project(tmp_path)
    models = {"unmixing_pixel_based_cnn": {}, "ridge": {}}
    shared = {"models": models, "train_sizes": [20], "seeds": [0, 1, 2], "seeds_per_job": 2}
    change(project, **shared)
    run = snakemake(project, "--cores", "2", "runs")
    assert run.returncode == 0, run.stderr
    for seed in (0, 1):
        cell = f"unmixing_pixel_based_cnn/n20/seed{seed}"
        np.testing.assert_array_equal(abundances(project, cell), abundances(finished, cell))
    metrics = project.glob("results/small/runs/field/standard/*/n20/seed*/metrics.csv")
    assert sorted(pd.read_csv(path)["seed"].item() for path in metrics) == [0, 0, 1, 1, 2, 2]
    assert planned(project, "runs") == {}
    change(project, **shared | {"seeds": [0, 1, 2, 3]})
    plan = planned(project, "runs")
    assert plan["train_network_seeds_2_to_3"] == plan["fit_estimator_seeds_2_to_3"] == 1
    assert not any("seeds_0_to_1" in rule for rule in plan)


def wait_for(pattern: str, project: Path, process: subprocess.Popen) -> None:
    """Wait until a file of the small study is there, while the study runs."""
    while not list((project / "results/small").glob(pattern)):
        assert process.poll() is None, f"the study ended before {pattern} was there"
        time.sleep(0.02)


def test_a_killed_study_ends_as_an_undisturbed_one(finished, tmp_path):
    project = copy_project(tmp_path)
    for moment in (
        "logs/prepare_split/**/*.log",
        "logs/train_network/**/*.log",
        "logs/collect_runs.log",
    ):
        process = subprocess.Popen(
            command("--cores", "2"),
            cwd=project,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(moment, project, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not (project / "results/small/tables/summary.csv").exists()
    run = snakemake(project, "--cores", "2")
    assert run.returncode == 0, run.stderr
    expected = tables(finished)
    for name, table in tables(project).items():
        pd.testing.assert_frame_equal(table, expected[name], check_exact=True)
    assert not list(project.glob("results/**/.*.partial-*"))


def test_jobs_share_the_memory_of_the_machine(tmp_path):
    project = copy_project(tmp_path)
    change(project, models={"ridge": {}})
    # More than there is counts as all of it.
    all_of_it = ("--set-resources", "fit_estimator:mem_mb=1_000_000_000")
    run = snakemake(project, *all_of_it, "--cores", "2", "runs")
    assert run.returncode == 0, run.stderr
    fits = []
    for path in project.glob("results/small/benchmarks/fit_estimator/**/*.tsv"):
        ended = path.stat().st_mtime
        fits.append((ended - pd.read_csv(path, sep="\t")["s"][0], ended))
    assert len(fits) == 4
    for (_, ended), (began, _) in itertools.pairwise(sorted(fits)):
        assert ended - began < 0.5


def test_a_study_that_runs_is_not_started_again(edited):
    from unmixing.storage import hold

    held = hold(edited / "results/small/.running")
    change(edited, seeds=[0, 1, 2])
    run = snakemake(edited, "--cores", "1")
    held.close()
    assert run.returncode != 0
    assert "already running" in run.stdout + run.stderr


def test_a_file_system_without_locks_is_warned_of(tmp_path, monkeypatch, caplog):
    from unmixing.storage import hold

    def unknown(*_):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", unknown)
    hold(tmp_path / ".running").close()
    assert "cannot be locked (Function not implemented)" in caplog.text


def refused(project: Path, *words: str, data: Path | None = None) -> None:
    """Assert that the study stops before training with a sentence and no traceback."""
    run = snakemake(project, "--cores", "2", data=data)
    output = run.stdout + run.stderr
    assert run.returncode != 0
    assert "Traceback" not in output
    for word in words:
        assert word in output, output
    assert not list(project.glob("results/small/runs/**/predictions.h5"))


def test_a_misspelt_key_stops_the_study(tmp_path):
    project = copy_project(tmp_path)
    change(project, sedes=[1])
    refused(project, "Unknown key in the config 'sedes'", "Did you mean 'seeds'?")


def npy_study(project: Path, scene, **changes) -> Path:
    """Make the small study read a scene from `.npy` files, whose shape it does not declare."""
    data = project / "data"
    data.mkdir()
    np.save(data / "cube.npy", scene.cube)
    np.save(data / "abundances.npy", np.moveaxis(scene.abundances, -1, 0))
    files = {role: {"path": f"{role}.npy"} for role in ("cube", "abundances")}
    models = {"unmixing_pixel_based_cnn": {}}
    scenes = {"own": {"format": "npy", "files": files}}
    change(project, **{"scenes": scenes, "models": models} | changes)
    return data


def test_a_missing_scene_file_is_named(tmp_path, small_scene):
    project = copy_project(tmp_path)
    data = npy_study(project, small_scene)
    (data / "cube.npy").unlink()
    refused(project, "The scene file cube.npy is not in", "UNMIXING_DATA", data=data)


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


def test_an_impossible_size_of_an_undeclared_scene_stops_before_training(tmp_path, small_scene):
    project = copy_project(tmp_path)
    data = npy_study(project, small_scene, train_sizes=[20, 400])
    refused(project, "scene own: train size 400 overlaps the fixed test set", data=data)


def test_an_architecture_for_more_bands_stops_before_training(tmp_path, small_scene):
    import dataclasses

    project = copy_project(tmp_path)
    narrow = dataclasses.replace(small_scene, cube=small_scene.cube[..., :40])
    data = npy_study(project, narrow)
    refused(project, "the scene has 40 bands", "needs 66 or more", data=data)


def test_a_spoilt_ground_truth_stops_before_training(tmp_path, small_scene):
    import dataclasses

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


def test_a_study_is_set_beside_published_numbers(edited):
    table = "scene,algorithm,n_train_pixels,metric,value\nfield,A,20,overallRMSE,0.1\n"
    (edited / "config/published_small.csv").write_text(table)
    models = STUDY["models"] | {"unmixing_pixel_based_cnn": {"published_as": "A"}}
    change(edited, models=models, published="config/published_small.csv")
    assert "train_network" not in planned(edited)
    run = snakemake(edited, "--cores", "2", "comparisons", "answers")
    assert run.returncode == 0, run.stdout + run.stderr
    compared = pd.read_csv(edited / "results/small/tables/published_comparison.csv")
    assert compared["n_runs"].tolist() == [2]
    assert (edited / "results/small/figures/fitted_curves_field.svg").exists()


def test_the_export_holds_the_arrays_of_a_split(edited):
    change(edited, save_data=True)
    plan = planned(edited)
    assert plan == {"export_arrays": 12}
    path = "results/small/exports/field/standard/unmixing_pixel_based_cnn/n20/seed0.h5"
    run = snakemake(edited, "--cores", "1", path)
    assert run.returncode == 0, run.stderr
    with h5py.File(edited / path) as file:
        assert file["train/data"].shape == (18, 1, 1, 80)
        assert file["val/labels"].shape == (2, 2)
        assert file["test/data"].shape[0] == 100
        assert file.attrs["min"] == pytest.approx(file["train/data"][()].min())


def test_the_network_of_the_readme_is_one_file_and_one_line(edited):
    code = re.search(r"```python\n(\"\"\"My network.*?)```", (ROOT / "README.md").read_text(), re.S)
    folder = edited / "workflow_scripts/unmixing/architectures"
    (folder / "unmixing_mine.py").write_text(code[1])
    change(edited, models={**STUDY["models"], "unmixing_mine": {}})
    assert planned(edited)["train_network"] == 4
    path = "results/small/runs/field/standard/unmixing_mine/n20/seed0/metrics.csv"
    run = snakemake(edited, "--cores", "1", path)
    assert run.returncode == 0, run.stderr
    assert pd.read_csv(edited / path)["n_parameters"].item() == 80 * 64 + 64 + 64 * 2 + 2


def test_the_estimator_of_the_readme_is_one_file_and_one_line(edited):
    code = re.search(r"```python\n(\"\"\"Lasso on.*?)```", (ROOT / "README.md").read_text(), re.S)
    (edited / "workflow_scripts/unmixing/estimators/my_lasso.py").write_text(code[1])
    change(edited, models={**STUDY["models"], "my_lasso": {}})
    plan = planned(edited)
    assert plan["fit_estimator"] == 4
    assert "train_network" not in plan
    path = "results/small/runs/field/standard/my_lasso/n20/seed0/metrics.csv"
    run = snakemake(edited, "--cores", "1", path)
    assert run.returncode == 0, run.stderr
    assert pd.read_csv(edited / path)["status"].item() == "completed"
    assert (edited / path).with_name("model.skops").exists()


def test_parsing_and_evaluating_load_no_framework():
    script = (
        "import sys; sys.path.insert(0, 'workflow_scripts')\n"
        "import unmixing.configuration, unmixing.evaluation, unmixing.tables, unmixing.figures\n"
        "import unmixing.curve_tables, unmixing.comparisons, unmixing.prediction_figures\n"
        "import unmixing.planning, unmixing.headlines, unmixing.page\n"
        "from unmixing.architectures import architecture, names\n"
        "[architecture(name) for name in names()]\n"
        "from unmixing import estimators\n"
        "[estimators.estimator(name) for name in estimators.names()]\n"
        "import json; print(json.dumps([n for n in ('keras', 'tensorflow') if n in sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert json.loads(run.stdout) == []
