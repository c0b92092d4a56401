"""A copy of the workflow with its own environment and the small study."""

import os
import re
import shutil
import subprocess
import sysconfig
import time
import venv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from shared import ROOT

PARTS = ("Snakefile", "workflow", "rules", "workflow_scripts", "config", "envs", "profiles")
FIELD = {
    "shape": [16, 16, 80],
    "simulation": {"endmembers": {"soil": "soil", "vegetation": "canopy"}, "snr": 40},
}
SCENES = {"field": FIELD}
STUDY = {
    "study": "small",
    "scenes": SCENES,
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
SMALL = "config/small.yaml"
MEASURED = ["training_time", "inference_time", "peak_memory_mb"]


def copy_project(folder: Path) -> Path:
    """Copy the workflow, so that a test may edit it and fill its results."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=ignored, symlinks=True)
        else:
            shutil.copy(source, folder / part)
    install(folder)
    write_study(folder, STUDY)
    return folder


def install(project: Path) -> None:
    """Make an environment with the package of the project and the libraries of this one."""
    venv.create(project / ".venv", symlinks=True)
    (site_packages,) = (project / ".venv").glob("lib/python*/site-packages")
    # Read in the order of their names; relative, so that a copy of the project has its package.
    (site_packages / "1-package.pth").write_text("../../../../workflow_scripts\n")
    (site_packages / "2-libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n")


def copy_of(project: Path, folder: Path) -> Path:
    """Copy a project with its results and its environment."""
    return Path(shutil.copytree(project, folder, symlinks=True))


def write_study(project: Path, study: dict) -> None:
    """Write the config of the small study."""
    (project / SMALL).write_text(yaml.safe_dump(study, sort_keys=False))


def change(project: Path, **changes) -> None:
    """Write the small study with some keys replaced."""
    write_study(project, STUDY | changes)


def python_of(project: Path) -> str:
    """Return the interpreter of a project's environment."""
    return str(project / ".venv" / "bin" / "python")


def command(project: Path, *arguments: str, config: str = SMALL) -> list[str]:
    """Return the command that runs a study."""
    return [python_of(project), "-m", "snakemake", "--configfile", config, *arguments]


def snakemake(project: Path, *arguments: str, data: Path | None = None, config: str = SMALL):
    """Run the workflow on a study and return the finished process."""
    environment = os.environ | {"UNMIXING_DATA": str(data or project / "resources")}
    return subprocess.run(
        command(project, *arguments, config=config),
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )


def run_study(project: Path, *arguments: str, cores: int = 2, **keywords) -> str:
    """Run the workflow, which must succeed, and return what it says."""
    run = snakemake(project, "--cores", str(cores), *arguments, **keywords)
    said = run.stdout + run.stderr
    assert run.returncode == 0, said
    return said


def fail_study(project: Path, *arguments: str, **keywords) -> str:
    """Run the workflow, which must fail without a traceback, and return what it says."""
    run = snakemake(project, "--cores", "2", *arguments, **keywords)
    said = run.stdout + run.stderr
    assert run.returncode != 0 and "Traceback" not in said, said
    return said


def start_study(project: Path, *arguments: str) -> subprocess.Popen:
    """Start the small study in the background, in its own process group."""
    return subprocess.Popen(
        command(project, "--cores", "2", *arguments),
        cwd=project,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(condition: Callable[[], object], study: subprocess.Popen) -> None:
    """Wait until a condition holds, while a study runs."""
    while not condition():
        assert study.poll() is None, f"the study ended too early:\n{study.communicate()[0]}"
        time.sleep(0.02)


def count_jobs(said: str) -> dict[str, int]:
    """Return how many jobs of each rule a run or a dry run lists."""
    counts = re.findall(r"^(\w+) +(\d+)$", said, re.MULTILINE)
    return {rule: int(count) for rule, count in counts if rule not in ("total", "all")}


def count_planned(project: Path, *arguments: str, **keywords) -> dict[str, int]:
    """Return how many jobs of each rule the small study would run."""
    return count_jobs(run_study(project, "--dry-run", *arguments, **keywords))


def tables(project: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of the small study, without measured times and memory."""
    folder = project / "results" / "small" / "tables"
    read = {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}
    read["runs"] = read["runs"].drop(columns=MEASURED)
    read["summary"] = read["summary"][~read["summary"]["metric"].isin(MEASURED)]
    return {name: table.reset_index(drop=True) for name, table in read.items()}


def npy_study(project: Path, scene, **changes) -> Path:
    """Make the small study read a scene from `.npy` files without a declared shape."""
    data = project / "data"
    data.mkdir()
    np.save(data / "cube.npy", scene.cube)
    np.save(data / "abundances.npy", np.moveaxis(scene.abundances, -1, 0))
    files = {role: {"path": f"{role}.npy"} for role in ("cube", "abundances")}
    models = {"unmixing_pixel_based_cnn": {}}
    scenes = {"own": {"format": "npy", "files": files}}
    change(project, **{"scenes": scenes, "models": models} | changes)
    return data
