"""Nothing but training loads a framework."""

import subprocess
import sys

import pytest

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
FOLDERS = ("machine", "scenes", "splits", "evaluation", "answers", "figures", "report", "study")


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_loads_no_framework(folder):
    run = subprocess.run(
        [sys.executable, "-c", LOAD.replace("{folder}", folder)], capture_output=True, text=True
    )
    assert run.stdout.strip() == "[]", run.stderr
