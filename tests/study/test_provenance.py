"""What results depend on is what their scripts import, and no more."""

import subprocess
import sys
from pathlib import Path

import pytest

from unmixing.study import provenance
from unmixing.study.provenance import PACKAGE, digest_of, modules_of

from project import ROOT

SCRIPTS = sorted(
    path
    for path in (ROOT / "workflow_scripts").glob("*.py")
    if "snakemake.output" in path.read_text()
)
# Imports what a script imports at its top, then modules by name, and lists the files that came.
# Where JAX is not installed, something stands for it.
LOAD = """
import importlib.util, runpy, sys, unittest.mock
if not importlib.util.find_spec("jax"):
    sys.modules |= dict.fromkeys(("jax", "jax.numpy"), unittest.mock.MagicMock())
script, *modules = sys.argv[1:]
runpy.run_path(script, run_name="script")
for module in modules:
    importlib.import_module(module)
loaded = [module for name, module in sys.modules.items() if name.split(".")[0] == "unmixing"]
print(*(module.__file__ for module in loaded))
"""


def loaded_by(script, *modules):
    """Return the files of the package that a fresh interpreter loads."""
    command = [sys.executable, "-c", LOAD, str(script), *modules]
    run = subprocess.run(command, capture_output=True, text=True, cwd=script.parent)
    assert run.returncode == 0, run.stderr
    return {Path(file) for file in run.stdout.splitlines()[-1].split()}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Put a package of a few modules in the place of this one."""
    folder = tmp_path / "unmixing"
    for name, text in {
        "__init__": "",
        "errors": "from unmixing.splits import split",
        "splits/__init__": "",
        "splits/split": "import numpy",
        "splits/checks": "from unmixing.splits import split",
        "splits/patches": "from unmixing.splits.checks import refuse",
        "training/__init__": "",
        "training/run": "from unmixing.splits import (\n    patches,\n    split as of_pixels,\n)",
        "training/lazy": "def f():\n    import unmixing.training.run",
        "training/near": "from . import lazy\nfrom ..splits.split import part",
        "study/__init__": "",
        "study/plan": "from unmixing.training import run",
    }.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(provenance, "PACKAGE", folder)
    provenance._imported.cache_clear()
    yield folder
    provenance._imported.cache_clear()


def found(package, name):
    """List what a module of the small package depends on, by name."""
    modules = modules_of(package / f"{name}.py")
    return [str(path.relative_to(package).with_suffix("")) for path in modules]


@pytest.mark.parametrize(
    ("module", "depends_on"),
    [
        ("splits/split", ["splits/split"]),
        # What refuses is not followed, and neither is what plans.
        ("splits/patches", ["splits/patches"]),
        ("study/plan", []),
        ("errors", []),
        # Names of a package that are modules, also over several lines and under other names.
        ("training/run", ["splits/patches", "splits/split", "training/run"]),
        # Inside a function, by its dotted name.
        ("training/lazy", ["splits/patches", "splits/split", "training/lazy", "training/run"]),
        # Relative to the module.
        (
            "training/near",
            ["splits/patches", "splits/split", "training/lazy", "training/near", "training/run"],
        ),
    ],
)
def test_imports_are_found_however_they_are_written(package, module, depends_on):
    assert found(package, module) == depends_on


def test_another_code_is_another_digest(package, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("from unmixing.training import run\n")
    before = digest_of(script)
    digest_of.cache_clear()
    (package / "study/plan.py").write_text("PLANNED = True")
    (package / "splits/checks.py").write_text("WORDS = 'other'")
    assert digest_of(script) == before
    digest_of.cache_clear()
    (package / "splits/split.py").write_text("PIXELS = 3")
    edited = digest_of(script)
    assert edited != before
    digest_of.cache_clear()
    script.write_text("from unmixing.training import run\n# Edited.")
    assert digest_of(script) != edited
    digest_of.cache_clear()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_what_a_fresh_interpreter_loads_is_found(script):
    assert loaded_by(script) <= {*modules_of(script, neutral=()), PACKAGE / "__init__.py"}


def test_nothing_is_found_that_an_interpreter_would_not_load():
    """Imports inside functions are found too: they load when a run begins."""
    found = set(modules_of(*SCRIPTS, neutral=()))
    names = [
        ".".join([PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts])
        for path in found
        if path.stem != "__init__"
    ]
    assert loaded_by(SCRIPTS[0], *names) == {*found, PACKAGE / "__init__.py"}


def test_the_report_depends_on_no_curve_solver():
    names = {path.name for path in modules_of(ROOT / "workflow_scripts" / "write_report.py")}
    assert "cautions.py" in names
    assert not names & {"curve_solver.py", "curve_families.py", "curves.py"}


def test_a_training_depends_on_no_plan_and_no_table():
    modules = modules_of(ROOT / "workflow_scripts" / "train_network.py")
    folders = {path.relative_to(PACKAGE).parts[0] for path in modules}
    assert folders <= {"layers", "scenes", "splits", "training"}
