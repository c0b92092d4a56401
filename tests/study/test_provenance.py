"""Results depend on what their scripts import, and on nothing else."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from unmixing.study import provenance
from unmixing.study.meaning import spell_meaning
from unmixing.study.provenance import PACKAGES, FileEntry, choose_neutral, digest_code, find_modules

from project import ROOT

UNMIXING = PACKAGES["unmixing"]
# What any import of the packages loads.
INITIAL = {folder / "__init__.py" for folder in PACKAGES.values()}
SCRIPTS_FOLDER = ROOT / "workflow_scripts"
SCRIPTS = sorted(
    path for path in SCRIPTS_FOLDER.glob("*.py") if "snakemake.output" in path.read_text()
)
# Imports what each script imports at its top, then modules by name, and lists the loaded files.
# Nothing of this project is loaded before; a stand-in replaces JAX where it is not installed.
LOAD = """
import importlib.util, os, runpy, sys, unittest.mock
if not importlib.util.find_spec("jax"):
    sys.modules |= dict.fromkeys(("jax", "jax.numpy"), unittest.mock.MagicMock())
scripts, *modules = sys.argv[1:]

def list_loaded():
    files = {name: str(getattr(module, "__file__", "")) for name, module in sys.modules.items()}
    return {name: file for name, file in files.items() if file.startswith(os.getcwd())}

for script in scripts.split(os.pathsep):
    for name in list_loaded():
        del sys.modules[name]
    runpy.run_path(script, run_name="script")
    for module in modules:
        importlib.import_module(module)
    print(os.pathsep.join(list_loaded().values()))
"""


def loaded_by(*scripts, modules=()):
    """Return the files of the packages that each script loads, and modules after it."""
    listed = os.pathsep.join(map(str, scripts))
    command = [sys.executable, "-c", LOAD, listed, *modules]
    run = subprocess.run(command, capture_output=True, text=True, cwd=SCRIPTS_FOLDER)
    assert run.returncode == 0, run.stderr
    loaded = [map(Path, line.split(os.pathsep)) for line in run.stdout.splitlines()]
    return [{file for file in files if file.parent != SCRIPTS_FOLDER} for files in loaded]


def forget():
    """Forget all that is cached."""
    for remembered in vars(provenance).values():
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Replace this package by one with a few modules."""
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
        "study/spelling": "from unmixing.study import plan",
        "training/seeds_together": "from unmixing.training import near",
    }.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(provenance, "SCRIPTS", folder.parent)
    monkeypatch.setattr(provenance, "PACKAGES", {"unmixing": folder})
    forget()
    yield folder
    forget()


def found(package, name):
    """List what a module of the small package depends on, by name."""
    modules = sorted(find_modules([package / f"{name}.py"]))
    return [str(path.relative_to(package).with_suffix("")) for path in modules]


@pytest.mark.parametrize(
    ("module", "depends_on"),
    [
        ("splits/split", ["splits/split"]),
        # Modules that only refuse or plan are not followed.
        ("splits/patches", ["splits/patches"]),
        ("study/plan", []),
        # Modules that decide which results exist do count.
        ("study/spelling", ["study/spelling"]),
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


def test_what_only_plans_or_refuses_changes_no_digest(package, tmp_path):
    before = digest_of_run(tmp_path)
    (package / "study/plan.py").write_text("PLANNED = True")
    (package / "splits/checks.py").write_text("WORDS = 'other'")
    assert digest_of_run(tmp_path) == before


def digest_of_run(folder, script="from unmixing.training import run\n"):
    forget()
    path = folder / "script.py"
    path.write_text(script)
    return digest_code(path)


CODE = """from unmixing.scenes import scene as read
import numpy as np

PIXELS = 3


def draw(count: int) -> float:
    return np.mean(read(count))
"""


@pytest.mark.parametrize(
    "edited",
    [
        CODE.replace("PIXELS", "# So many.\nPIXELS"),
        f'"""Pixels."""\n\n{CODE}',
        CODE.replace("    return", '    """Draw.\n\n    All of them.\n    """\n    return'),
        CODE.replace("np", "numpy").replace("import numpy as numpy", "import numpy"),
        CODE.replace("as read", "as looked_at").replace("read(", "looked_at("),
        CODE.replace("np.mean(read(count))", "np.mean(\n        read(count),\n    )"),
        "import logging\n"
        + CODE.replace("    return", "    logging.info('%d', count)\n    return"),
    ],
    ids=["comment", "docstring", "docstring of a function", "import", "alias", "layout", "log"],
)
def test_words_and_layout_change_no_digest(package, tmp_path, edited):
    assert edited != CODE
    (package / "splits/split.py").write_text(CODE)
    before = digest_of_run(tmp_path)
    (package / "splits/split.py").write_text(edited)
    assert digest_of_run(tmp_path) == before
    assert digest_of_run(tmp_path, edited) == digest_of_run(tmp_path, CODE)


@pytest.mark.parametrize(
    "edited",
    [
        CODE.replace("3", "4"),
        CODE.replace("mean", "median"),
        CODE.replace("np.mean(read(count))", "read(np.mean(count))"),
        CODE.replace("scene as", "audit as"),
        CODE.replace("    return", "    count = 'pixels'\n    return"),
    ],
    ids=["constant", "function", "order", "import", "line"],
)
def test_what_code_does_changes_its_digest(package, tmp_path, edited):
    (package / "splits/split.py").write_text(CODE)
    before = digest_of_run(tmp_path)
    (package / "splits/split.py").write_text(edited)
    assert digest_of_run(tmp_path) != before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "from a import f as g\ndef h(g):\n    return g(1)",
            "from a import f as k\ndef h(g):\n    return k(1)",
        ),
        ("from a import f as g, h as k", "from a import f as k, h as g"),
        ("NAMES = ['', 'a']", "NAMES = ['a']"),
        ("SIZE = f'{1}'", "SIZE = f'{1}a'"),
    ],
    ids=["a parameter of the same name", "names for others", "an empty text", "a format"],
)
def test_other_programs_have_other_digests(tmp_path, one, other):
    assert digest_of_run(tmp_path, one) != digest_of_run(tmp_path, other)


# With Python 3.12.1 a format ends with an empty text, and 3.11 spells other letters out than 3.13.
@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (
            "f'{x:>{w}}'\n",
            "Module(body=[Expr(value=JoinedStr(values=[FormattedValue(value=x,conversion=-1,"
            "format_spec=JoinedStr(values=[Constant(value='>'),FormattedValue(value=w,"
            "conversion=-1)]))]))])",
        ),
        ("x = '\u2ffc'\n", "Module(body=[Assign(targets=[x],value=Constant(value='\\u2ffc'))])"),
    ],
)
def test_versions_of_python_share_a_meaning(code, meaning):
    assert spell_meaning(ast.parse(code)) == meaning


def test_the_code_for_seeds_together_counts_only_where_it_is_used(package, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("from unmixing.training import seeds_together\n")
    alone, together = (find_modules([script], neutral=choose_neutral(it)) for it in (False, True))
    assert not alone
    assert {"seeds_together", "near", "lazy"} <= {path.stem for path in together}


# The scripts that compute results, and do not plot or summarise them.
COMPUTING = ("import_scene", "prepare_split", "train_network", "fit_estimator", "evaluate_run")


@pytest.mark.parametrize(
    ("module", "computed"),
    [
        ("learning_curves/errors", []),
        ("learning_curves/writing", []),
        ("learning_curves/outputs", []),
        ("learning_curves/answers/curve_fits", []),
        ("learning_curves/figures/learning_curves", []),
        ("unmixing/storage", []),
        ("unmixing/registry", []),
        ("unmixing/machine/gpus", []),
        ("unmixing/scenes/checks", []),
        ("unmixing/splits/checks", []),
        ("unmixing/study/reading", []),
        ("unmixing/study/plan", []),
        ("unmixing/training/checks", []),
        ("unmixing/splits/table", []),
        ("unmixing/evaluation/metrics", ["evaluate_run"]),
        ("unmixing/splits/conditioned_drawing", ["prepare_split"]),
        # Loaded by name, for the scenes, splits and methods that need them.
        ("unmixing/scenes/formats/npy", []),
        ("unmixing/splits/strategies/plot", []),
        ("unmixing/layers/decoder", []),
    ],
)
def test_an_edit_only_repeats_results_that_depend_on_it(module, computed):
    edited = SCRIPTS_FOLDER / f"{module}.py"
    assert edited.exists()
    found = [name for name in COMPUTING if edited in find_modules([SCRIPTS_FOLDER / f"{name}.py"])]
    assert found == computed


def test_an_edited_layer_only_retrains_networks_with_it():
    script = SCRIPTS_FOLDER / "train_network.py"
    having = [
        name
        for name in ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae")
        if UNMIXING / "layers/decoder.py"
        in find_modules([script, UNMIXING / "architectures" / f"{name}.py"])
    ]
    assert having == ["unmixing_pixel_based_dcae"]


@pytest.mark.slow
def test_what_an_interpreter_loads_is_found():
    for script, loaded in zip(SCRIPTS, loaded_by(*SCRIPTS), strict=True):
        assert loaded, script
        assert loaded <= {*find_modules([script], neutral=()), *INITIAL}, script


@pytest.mark.slow
def test_nothing_is_found_that_an_interpreter_would_not_load():
    """Imports inside functions are found too: they load when a run begins."""
    found = set(find_modules(SCRIPTS, neutral=()))
    if not importlib.util.find_spec("torch"):
        found = {path for path in found if "\nimport torch\n" not in path.read_text()}
    names = [
        ".".join(path.relative_to(SCRIPTS_FOLDER).with_suffix("").parts)
        for path in found
        if path.stem != "__init__"
    ]
    assert loaded_by(SCRIPTS[0], modules=names) == [{*found, *INITIAL}]


def test_the_report_depends_on_no_curve_solver():
    names = {path.name for path in find_modules([ROOT / "workflow_scripts" / "write_report.py"])}
    assert "page.py" in names
    assert not names & {"curve_solver.py", "curve_families.py", "curves.py"}


def test_a_training_does_not_depend_on_plans_or_tables():
    modules = find_modules([ROOT / "workflow_scripts" / "train_network.py"])
    folders = {path.relative_to(UNMIXING).parts[0] for path in modules}
    own = {"method.py", "synthetic_mixtures.py"}
    assert folders <= {"layers", "scenes", "sources", "splits", "training"} | own


SEVERAL = """from unmixing.splits import patches
from unmixing.training import lazy

SIZE = 3


def small(count):
    return patches.draw(count)


def large(count):
    return small(count) * SIZE + lazy.f()


ESTIMATORS = {"small": small(1), "large": large(2)}
"""


def entry_digest(file, text, name):
    forget()
    file.write_text(text)
    return digest_code(entries=(FileEntry(file, name),))


@pytest.mark.parametrize(
    ("edited", "stale"),
    [
        (SEVERAL.replace("small(1)", "small(9)"), {"small"}),
        (SEVERAL.replace("large(2)", "large(9)"), {"large"}),
        (SEVERAL.replace("SIZE = 3", "SIZE = 4"), {"large"}),
        (SEVERAL.replace("draw", "cut"), {"small", "large"}),
        (SEVERAL.replace('"small": small(1), ', ""), {"small"}),
    ],
    ids=["entry", "other entry", "constant of one", "function of both", "entry left out"],
)
def test_one_of_several_in_a_file_depends_on_what_it_uses(package, edited, stale):
    file = package / "training/several.py"
    names = {"small", "large"}
    before = {name: entry_digest(file, SEVERAL, name) for name in names}
    after = {name: entry_digest(file, edited, name) for name in names}
    assert {name for name in names if after[name] != before[name]} == stale
    entry_digest(file, SEVERAL, "small")
    assert package / "training/run.py" not in find_modules((), [FileEntry(file, "small")])
    assert package / "training/run.py" in find_modules((), [FileEntry(file, "large")])


@pytest.mark.parametrize("spelling", ["from .blocks import block", "from . import blocks"])
def test_a_file_of_the_users_depends_on_those_next_to_it(package, tmp_path, spelling):
    own = tmp_path / "methods"
    own.mkdir()
    (own / "blocks.py").write_text("from unmixing.splits import split\nblock = 1")
    (own / "others.py").write_text("block = 1")
    before = entry_digest(own / "mine.py", spelling, "mine")
    (own / "others.py").write_text("block = 2")
    assert entry_digest(own / "mine.py", spelling, "mine") == before
    (package / "splits/split.py").write_text("import scipy")
    assert entry_digest(own / "mine.py", spelling, "mine") != before
    (package / "splits/split.py").write_text("import numpy")
    (own / "blocks.py").write_text("from unmixing.splits import split\nblock = 2")
    assert entry_digest(own / "mine.py", spelling, "mine") != before


def test_a_digest_of_the_users_file_is_the_same_in_any_folder(package, tmp_path):
    digests = set()
    for name in ("a", "z"):
        folder = tmp_path / name
        folder.mkdir()
        digests.add(entry_digest(folder / "mine.py", "from unmixing.splits import split", "mine"))
    assert len(digests) == 1
