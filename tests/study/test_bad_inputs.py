"""Every bad input of the table gets a sentence, and the table of the docs is the one they get."""

import importlib.util
import sys

import pytest

from shared import ROOT

SCRIPT = ROOT / ".ci" / "bad_inputs.py"
# The script's neighbours are found as when it runs.
sys.path.insert(0, str(SCRIPT.parent))
SPEC = importlib.util.spec_from_file_location("bad_inputs", SCRIPT)
assert SPEC is not None and SPEC.loader is not None
bad_inputs = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bad_inputs)


@pytest.mark.parametrize("bad", bad_inputs.INPUTS, ids=lambda bad: bad.what)
def test_a_bad_input_gets_a_sentence(bad):
    said = bad_inputs.answer(bad)
    assert bad_inputs.fault(said) is None, said


def test_the_table_of_the_docs_is_what_the_script_writes():
    page = (ROOT / "docs" / "refusals.md").read_text()
    assert page == bad_inputs.table(bad_inputs.INPUTS), (
        "run python .ci/bad_inputs.py docs/refusals.md"
    )


@pytest.mark.parametrize(
    ("said", "is_fault"),
    [
        ("", True),
        ("Traceback (most recent call last):\nKeyError: 'seeds'", True),
        ("one sentence.\n" * 20, True),
        ("The config cannot be run.", False),
    ],
)
def test_success_tracebacks_and_floods_are_faults(said, is_fault):
    assert (bad_inputs.fault(said) is not None) == is_fault


def test_the_right_scene_of_the_wrong_ones_is_accepted():
    scenes = bad_inputs.bad_scenes
    right = bad_inputs.of_files("nothing wrong", scenes.PAIR, scenes.writing())
    assert bad_inputs.answer(right) == ""


def test_the_right_study_is_accepted():
    right = bad_inputs.BadInput("nothing wrong", bad_inputs.config(bad_inputs.study()))
    assert bad_inputs.answer(right) == ""
