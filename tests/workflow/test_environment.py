"""Every way to install the project installs the same versions."""

import ast
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from unmixing.study.provenance import find_modules

from project import ROOT


def locked(name):
    """Return the versions that a lock pins."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\n]+)", (ROOT / name).read_text(), re.M))


LOCKED = locked("requirements.txt")
MLFLOW = locked("requirements-mlflow.txt")


def pins(path):
    """Yield name and version of each pin of a conda environment file."""
    for entry in yaml.safe_load(path.read_text())["dependencies"]:
        for pin in entry["pip"] if isinstance(entry, dict) else [entry]:
            name, _, version = pin.replace("==", "=").partition("=")
            if version and name != "python":
                yield name, version


@pytest.mark.parametrize("path", sorted((ROOT / "envs").glob("*.yaml")), ids=lambda p: p.name)
def test_conda_pins_equal_the_lock(path):
    found = dict(pins(path))
    assert len(found) >= 3
    assert found == {name: (MLFLOW | LOCKED).get(name) for name in found}


def test_training_imports_only_what_its_conda_environment_has():
    script = ROOT / "workflow_scripts" / "train_network.py"
    trainer = script.parent / "unmixing" / "training" / "trainers" / "keras.py"
    modules = find_modules([script, trainer], neutral={"__init__"})
    files = [script, script.with_name("job.py"), *modules]
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for file in files
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    others = imported - set(sys.stdlib_module_names) - {"learning_curves", "unmixing", "job"}
    assert "keras" in others
    # Modules only for the backend jax, which this environment does not support.
    others -= {"jax"}
    assert others <= {name for name, _ in pins(ROOT / "envs/tensorflow.yaml")}


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_locks_carry_hashes_and_no_addresses(name):
    lock = (ROOT / name).read_text()
    assert "://" not in lock
    blocks = re.split(r"\n(?=[a-z])", lock)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_every_direct_dependency_is_locked_as_pinned():
    wanted = locked("requirements.in")
    assert wanted
    assert {name: LOCKED[name] for name in wanted} == wanted


def test_the_gpu_lock_has_the_same_tensorflow():
    gpu = (ROOT / "requirements-gpu.txt").read_text()
    assert re.search(rf"^tensorflow==({re.escape(LOCKED['tensorflow'])})", gpu, re.M)
    assert "nvidia-cudnn" in gpu


def test_the_jax_lock_has_the_same_keras_and_no_tensorflow():
    jax = (ROOT / "requirements-jax.txt").read_text()
    assert f"keras=={LOCKED['keras']}" in jax
    assert re.search(r"^jax==", jax, re.M)
    installed = [line for line in jax.splitlines() if line.startswith("tensorflow")]
    assert all("never" in line for line in installed)


@pytest.mark.parametrize(
    ("name", "package", "other"),
    [
        ("mlflow", "mlflow-skinny", "requests"),
        ("torch", "torch", "jinja2"),
        ("docs", "mkdocs-material", "numpy"),
    ],
)
def test_packages_in_two_locks_have_the_same_versions(name, package, other):
    added = locked(f"requirements-{name}.txt")
    shared = added.keys() & LOCKED.keys()
    assert other in shared and package in added
    assert {name: added[name] for name in shared} == {name: LOCKED[name] for name in shared}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in ROOT.glob("benchmarks/*.py")))
def test_a_benchmark_finds_what_it_imports(name):
    importlib.import_module(name)


def test_version_and_date_are_the_same_everywhere():
    projects = (ROOT / "pyproject.toml", ROOT / "workflow_scripts/learning_curves/pyproject.toml")
    (version,) = {tomllib.loads(path.read_text())["project"]["version"] for path in projects}
    assert locked("requirements-own.in") == {"learning-curves": version}
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    heading = re.search(r"^## ([\d.]+), (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert heading[1] == citation["version"] == version
    assert heading[2] in (str(citation["date-released"]), "unreleased")
    assert importlib.metadata.version("unmixing-learning-curves") == version


def home_under_make(folder, home):
    """Return the home folder of commands that `make` runs in a folder."""
    rule = "home: ; @echo $$HOME"
    command = ["make", "--no-print-directory", "--file", ROOT / "Makefile", "--eval", rule, "home"]
    environment = os.environ | {"HOME": str(home)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.slow
def test_a_user_without_a_home_gets_one_in_the_checkout(tmp_path):
    assert home_under_make(tmp_path, tmp_path / "nowhere") == str(tmp_path / ".home")
    assert home_under_make(tmp_path, "") == str(tmp_path / ".home")
    assert home_under_make(tmp_path, tmp_path) == str(tmp_path)
