"""Names at the start of a sentence."""

import pytest

from learning_curves.vocabulary import capitalise


@pytest.mark.parametrize(
    ("words", "capitalised"),
    [("kernel ridge errs", "Kernel ridge errs"), ("mNN errs", "mNN errs"), ("CNN", "CNN")],
)
def test_a_sentence_begins_with_a_capital_unless_a_name_has_its_own(words, capitalised):
    assert capitalise(words) == capitalised
