"""Nothing but training loads a framework."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

LOAD = """
import importlib, pkgutil, sys
from unmixing import architectures, estimators
package = importlib.import_module("unmixing.{folder}")
for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
for name in architectures.names():
    architectures.architecture(name)
for name in estimators.names():
    estimators.estimator(name)
print([name for name in ("keras", "tensorflow", "jax") if name in sys.modules])
"""
FOLDERS = ("machine", "scenes", "splits", "evaluation", "figures", "published", "report", "study")


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_loads_no_framework(folder):
    run = subprocess.run(
        [sys.executable, "-c", LOAD.replace("{folder}", folder)], capture_output=True, text=True
    )
    assert run.stdout.strip() == "[]", run.stderr


READ = """
import sys
from unmixing.study.reading import read_study
files = {"cube": {"path": "a.mat"}, "ROLE": {"path": "b.mat"}}
scene = {"format": FORMAT, "files": files}
read_study({"study": "s", "scenes": {"field": scene}, "models": {"ridge": {}}, "train_sizes": [9]})
print([name for name in ("pandas", "scipy", "sklearn", "matplotlib") if name in sys.modules])
"""


@pytest.mark.parametrize(("kind", "role"), [("None", "abundances"), ("'zhu'", "ground_truth")])
def test_a_study_is_read_without_what_reads_its_files(kind, role):
    """Snakemake reads the study once more for every job."""
    code = READ.replace("FORMAT", kind).replace("ROLE", role)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr
