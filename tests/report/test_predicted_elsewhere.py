"""The page says which methods were run elsewhere."""

import pandas as pd

from unmixing.report.predicted_elsewhere import say_predicted_elsewhere
from unmixing.vocabulary import UNMIXING

RUNS = pd.DataFrame({"method": ["mine", "mine", "ridge"]})


def test_a_method_that_was_run_elsewhere_is_named_once():
    runs = RUNS.assign(predicted_in=["theirs", "theirs", None])
    (said,) = say_predicted_elsewhere(runs, UNMIXING)
    assert said.startswith("Not reproduced here: mine, whose predictions were made elsewhere")
    assert "lie in theirs." in said


def test_nothing_is_said_of_a_study_that_was_run_here():
    assert not list(say_predicted_elsewhere(RUNS, UNMIXING))
