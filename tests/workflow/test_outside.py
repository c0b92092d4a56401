"""The workflow works from other folders and workflows, and writes nothing next to its code."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import yaml

from unmixing.study.reading import read_study

from project import ROOT, SCENES, copy_project, count_jobs, python_of

STUDY = {
    "study": "small",
    "scenes": SCENES,
    "models": {"ridge": {}, "nnls": {}},
    "train_sizes": [20],
    "test_size": 100,
    "seeds": 4,
    "seeds_per_job": 2,
}
OUTER = """
import yaml

module unmixing:
    snakefile: "{project}/Snakefile"
    config: yaml.safe_load(open("small.yaml"))
    prefix: "there"

use rule * from unmixing as other_*

rule count:
    default_target: True
    input: "there/results/small/tables/published_comparison.csv"
    output: "rows.txt"
    shell: "wc -l <{{input}} >{{output}}"
"""
METHOD = """
from unmixing.estimators import Estimator


def candidates(endmembers):
    from sklearn.linear_model import Ridge

    return [Ridge()]


ESTIMATOR = Estimator(candidates=candidates, source="unpublished")
"""
DEPLOYED = """
configfile: "config/config.yaml"

module unmixing_learning_curves:
    snakefile: "{project}/workflow/Snakefile"
    config: config

use rule * from unmixing_learning_curves
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy the workflow, and make it read-only."""
    project = copy_project(tmp_path_factory.mktemp("checkout"))
    for path in [project, *project.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    yield project
    for path in [project, *project.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


def files_of(project):
    return sorted(path for path in project.rglob("*") if "__pycache__" not in path.parts)


def run(project, folder, *arguments, study=STUDY):
    """Run the project's Snakemake in another folder."""
    (folder / "small.yaml").write_text(yaml.safe_dump(study))
    process = subprocess.run(
        [python_of(project), "-m", "snakemake", "--cores", "2", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout + process.stderr


@pytest.mark.slow
def test_another_workflow_imports_it_under_a_prefix(project, tmp_path):
    (tmp_path / "Snakefile").write_text(OUTER.format(project=project))
    # Users' files are where the config says, also under a prefix.
    (tmp_path / "data").mkdir()
    generator = np.random.default_rng(0)
    np.save(tmp_path / "data/cube.npy", generator.random((16, 16, 30)))
    abundances = generator.dirichlet([1, 1], 256).T.reshape(2, 16, 16)
    np.save(tmp_path / "data/abundances.npy", abundances)
    (tmp_path / "published.csv").write_text(
        "scene,algorithm,n_train_pixels,metric,value\nfield,Ridge,20,overallRMSE,0.1\n"
    )
    files = {role: {"path": f"{role}.npy"} for role in ("cube", "abundances")}
    field = {"format": "npy", "files": files, "options": {"names": ["soil", "vegetation"]}}
    study = STUDY | {
        "scenes": {"field": field},
        "data_dir": "data",
        "published": "published.csv",
        "models": {
            "ridge": {"published_as": "Ridge"},
            "mean_abundance": {},
            "mine": {},
            "nearest": {"command": "{python} nearest.py {input} {output}"},
        },
    }
    (tmp_path / "methods").mkdir()
    (tmp_path / "methods" / "mine.py").write_text(METHOD)
    shutil.copy(ROOT / "docs" / "examples" / "commands" / "nearest.py", tmp_path)
    before = files_of(project)
    assert "rules that are not present" not in run(project, tmp_path, study=study)
    assert int((tmp_path / "rows.txt").read_text()) == 2
    results = tmp_path / "there/results/small"
    assert (results / "runs/field/standard/mean_abundance/n20/seed3/metrics.csv").exists()
    assert files_of(project) == before
    again = count_jobs(
        run(project, tmp_path, "-n", "--forcerun", "other_evaluate_run", study=study)
    )
    blocks = (f"other_evaluate_run_seeds_{seeds}" for seeds in ("0_to_1", "2_to_3"))
    assert [again[block] for block in blocks] == [4, 4]


@pytest.mark.slow
def test_a_study_runs_from_another_folder_and_deployed(project, tmp_path):
    before = files_of(project)
    there = tmp_path / "there"
    there.mkdir()
    ours = ["-s", str(project / "Snakefile"), "--configfile", "small.yaml"]
    run(project, tmp_path, "tables", *ours, "--directory", str(there))
    assert (there / "results/small/tables/summary.csv").exists()
    report = tmp_path / "report.html"
    run(project, tmp_path, "tables", *ours, "--directory", str(there), "--report", str(report))
    landing = re.search(r"The study .{0,20}small.{0,20} trained every method", report.read_text())
    assert landing is not None
    report.unlink()
    assert files_of(project) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.yaml", "there"]
    # As snakedeploy lays it out; the imported workflow decides what is made by default.
    (tmp_path / "workflow").mkdir()
    (tmp_path / "workflow" / "Snakefile").write_text(DEPLOYED.format(project=project))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.yaml").write_text(yaml.safe_dump(STUDY))
    deployed = count_jobs(run(project, tmp_path, "-n"))
    assert deployed.pop("everything") == 1
    assert deployed["summarize_runs"] == deployed["plot_learning_curves"] == 1
    said = run(project, tmp_path, "-n", *ours)
    assert deployed == count_jobs(said)
    assert f"profile {project}/profiles/default" in said


@pytest.mark.slow
def test_the_published_study_is_planned_from_another_folder(project, tmp_path):
    study = ["-s", str(project / "Snakefile"), "--configfile", str(project / "config/paper.yaml")]
    narrow = ["--config", "seeds=1", "data_dir=data", "only_models=[lmm]"]
    said = run(project, tmp_path, "-n", *study, *narrow, "--workflow-profile", "slurm")
    assert f"profile {project}/profiles/slurm" in said
    jobs = count_jobs(said)
    assert jobs["import_scene"] >= 1 and jobs["compare_published"] == 1


@pytest.mark.parametrize("name", ["paper", "notebook"])
def test_published_numbers_are_found_from_another_folder(tmp_path, monkeypatch, name):
    config = yaml.safe_load((ROOT / "config" / f"{name}.yaml").read_text())
    monkeypatch.chdir(tmp_path)
    published = read_study(config).published
    assert published is not None and Path(published).exists()


@pytest.mark.slow
def test_the_package_of_another_checkout_is_refused(project, tmp_path):
    other = shutil.copytree(ROOT / "rules", tmp_path / "rules").parent
    shutil.copy(ROOT / "Snakefile", other)
    shutil.copytree(ROOT / "config", other / "config")
    process = subprocess.run(
        [python_of(project), "-m", "snakemake", "-n"], cwd=other, capture_output=True, text=True
    )
    assert process.returncode != 0
    said = process.stdout + process.stderr
    assert "package of another checkout" in said
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("name", ["with space", "it's", "two$words"])
def test_a_path_that_snakemake_does_not_quote_is_refused_before_installing(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    for file in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / file, folder)
    process = subprocess.run(
        ["make", "study"], cwd=folder, capture_output=True, text=True, env=os.environ
    )
    assert process.returncode != 0
    assert "move this folder" in process.stdout
    assert not (folder / ".venv").exists()


def test_the_catalogue_finds_what_it_looks_for():
    """Its rules for standardised usage."""
    usage = yaml.safe_load((ROOT / ".snakemake-workflow-catalog.yml").read_text())["usage"]
    assert {"mandatory-flags", "software-stack-deployment", "report"} <= set(usage)
    assert (ROOT / "workflow" / "Snakefile").exists()
    assert (ROOT / "config" / "README.md").exists()
    readme = (ROOT / "README.md").read_text().lower()
    assert "snakemake" in readme and "workflow" in readme
