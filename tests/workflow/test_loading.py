"""Nothing loads libraries before it needs them, above all no framework but in training."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

FRAMEWORKS = ("keras", "tensorflow", "jax")
IMPORT = """
import importlib, pkgutil
for folder in "machine scenes splits evaluation figures published report study".split():
    package = importlib.import_module(f"unmixing.{folder}")
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""


def loaded(code: str, *libraries: str) -> list[str]:
    """Run code in a fresh interpreter, and list those of some libraries that it loads."""
    code += f"\nimport json, sys\nprint(json.dumps(sorted({set(libraries)} & set(sys.modules))))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    found: list[str] = json.loads(run.stdout)
    return found


def test_only_folders_that_train_load_a_framework():
    assert not loaded(IMPORT, *FRAMEWORKS)


KNOW = """
from unmixing import architectures, estimators
for name in architectures.names():
    architectures.architecture(name)
for name in estimators.names():
    estimators.estimator(name)
"""


def test_methods_are_known_without_the_libraries_they_run_on():
    assert not loaded(KNOW, *FRAMEWORKS, "sklearn", "scipy", "pandas")


READ = """
from unmixing.study.reading import read_study
files = {"cube": {"path": "a.mat"}, "ROLE": {"path": "b.mat"}}
scene = {"format": FORMAT, "files": files}
read_study({"study": "s", "scenes": {"field": scene}, "models": {"ridge": {}}, "train_sizes": [9]})
"""


@pytest.mark.parametrize(("kind", "role"), [("None", "abundances"), ("'zhu'", "ground_truth")])
def test_a_study_is_read_without_what_reads_its_files(kind, role):
    """Snakemake reads the study once more for every job."""
    code = READ.replace("FORMAT", kind).replace("ROLE", role)
    assert not loaded(code, "pandas", "scipy", "sklearn", "matplotlib")
