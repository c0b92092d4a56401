"""Every bad input is refused with a sentence, and the correct studies are accepted."""

import pytest

from bad_inputs import INPUTS, BadInput, answer, answer_of_command, config, study, with_files
from bad_scenes import PAIR, writing

# Nobody reads more.
MOST_LINES = 12


@pytest.mark.parametrize("bad", INPUTS, ids=lambda bad: bad.what)
def test_a_bad_input_gets_a_sentence(bad):
    said = answer(bad)
    assert said, "is accepted"
    assert len(said.splitlines()) <= MOST_LINES


@pytest.mark.slow
@pytest.mark.parametrize("bad", [bad for bad in INPUTS if bad.by_command], ids=lambda bad: bad.what)
def test_snakemake_ends_with_the_same_sentence(bad):
    printed = answer_of_command(bad)
    assert answer(bad) in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    "right",
    [
        BadInput("a study of a simulated scene", config(study())),
        with_files("a study of a scene of files", PAIR, writing()),
    ],
    ids=lambda right: right.what,
)
def test_the_studies_that_they_spoil_are_accepted(right):
    assert answer(right) == ""
