"""A study is planned without the libraries that its methods run on."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

LOAD = """
import sys
from unmixing import architectures, estimators
for name in architectures.names():
    architectures.architecture(name)
for name in estimators.names():
    estimators.estimator(name)
heavy = ("keras", "tensorflow", "jax", "sklearn", "scipy", "pandas")
print([name for name in heavy if name in sys.modules])
"""


def test_methods_are_known_without_the_libraries_they_run_on():
    run = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr
