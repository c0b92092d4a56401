"""A map is told with the error that the study has measured, or that it has not."""

import pandas as pd
import pytest

from learning_curves.columns import write_table
from learning_curves.summary import summary_table
from unmixing.prediction.expected_error import read_expected_error
from unmixing.prediction.facts import MapFacts
from unmixing.prediction.sentences import list_rows, tell_error, tell_maps
from unmixing.vocabulary import METRIC, UNMIXING

ERRORS = {50: [0.08, 0.1, 0.12], 200: [0.03, 0.04, 0.05]}
OTHER = MapFacts("other", 100, 80, 0.25, ("a note",), ("it lies off",))


@pytest.fixture
def summary(tmp_path):
    """Write the summary of six runs under one condition and of one under another."""
    rows = [
        {"condition": "plots", "size": size, "repetition": seed, METRIC: error}
        for size, errors in ERRORS.items()
        for seed, error in enumerate(errors)
    ]
    rows.append({"condition": "standard", "size": 50, "repetition": 0, METRIC: 0.09})
    axes = {"data_set": "the_field", "method": "ridge", "status": "completed", "region": ""}
    runs = pd.DataFrame(rows).assign(**axes)
    runs["size_name"] = runs["size"].astype(str)
    write_table(summary_table(runs, UNMIXING), tmp_path / "summary.csv", UNMIXING)
    return tmp_path / "summary.csv"


def test_the_error_is_that_of_the_most_labels_under_the_condition(summary):
    expected = read_expected_error(summary, "the_field", "plots", "ridge")
    assert expected.n_labelled == 200 and expected.n_runs == 3
    assert expected.mean == pytest.approx(0.04)
    assert 0.03 <= expected.low < 0.04 < expected.high <= 0.0501
    said = tell_error(expected, "ridge", "the_field", "plots (other plots)", 250)
    assert said == (
        f"Expect an abundance RMSE of 0.04 (95 % interval of the mean {expected.low:.3g} to "
        f"{expected.high:.3g}; 3 single runs had 0.03 to 0.05): that of ridge on test pixels of "
        "the field under plots (other plots), with 200 labelled pixels. These maps have learned "
        "from 250."
    )
    (row,) = list_rows([OTHER], expected, {"scene": "the_field", "model": "ridge"}, "plots", 250)
    assert row["map"] == "other" and row["condition"] == "plots"
    assert row[f"expected_{METRIC}"] == expected.mean and row["share_outside"] == 0.25


def test_an_interval_needs_several_runs(summary):
    expected = read_expected_error(summary, "the_field", "standard", "ridge")
    said = tell_error(expected, "ridge", "the_field", "standard", 50)
    assert "0.09 (one run)" in said and "have learned" not in said
    without = tell_error(expected, "ridge", "the_field", "standard", 0)
    assert without.endswith("These maps have learned from none.")


def test_an_error_that_was_not_measured_is_not_told(summary, tmp_path):
    assert read_expected_error(tmp_path / "none.csv", "the_field", "plots", "ridge") is None
    assert read_expected_error(summary, "the_field", "plots", "svr") is None
    said = tell_error(None, "svr", "the_field", "plots", 50)
    assert "has not measured SVR on the field under plots" in said
    assert "without the word predict measures it" in said


def test_maps_are_told_with_what_is_doubtful():
    assert list(tell_maps([OTHER, MapFacts("field", 9, 9, None)])) == [
        "other: 80 of 100 pixels have a spectrum, and 25.0% of these are unlike all labelled ones.",
        "other: a note.",
        "Doubt: other: it lies off.",
        "field: 9 of 9 pixels have a spectrum.",
    ]
