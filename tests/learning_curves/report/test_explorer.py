"""The data of the interactive figure match the tables."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.answers.curve_tables import curve_tables
from learning_curves.answers.statuses import MEASURED, REACHED, UNKNOWN
from learning_curves.columns import PUBLISHED
from learning_curves.report import explorer
from learning_curves.report.explorer import explorer_data
from learning_curves.report.lead import write_lead
from learning_curves.report.naming import names_by
from learning_curves.report.packing import script_json
from learning_curves.report.page import first_sentence

from made_runs import CURVE_SIZES, METRIC, WORDS, make_curve, make_runs_of_curves, simulate_study

PUBLISHED_ROWS = pd.DataFrame(
    [["field", "ridge", METRIC, 60, 0.3], ["coast", "ridge", METRIC, 60, 0.4]], columns=PUBLISHED
)


DOWN = "the abundance RMSE down to 0.1"


def explored(runs, coverage, targets=(), published=PUBLISHED_ROWS[:0], label_free=()):
    _, bands, answers, _, by_error = curve_tables(runs, METRIC, targets, WORDS, draws=40)
    return explorer_data(runs, bands, by_error, answers, coverage, published, label_free, WORDS)


def coverage_of(methods):
    rows = [["field", "standard", method, "60", 30, 30, 0] for method in methods]
    columns = ["data_set", "condition", "method", "size_name", "planned", "completed", "collapsed"]
    return pd.DataFrame(rows, columns=columns)


def test_a_curve_has_its_means_fit_runs_and_published_numbers():
    curve = make_curve(np.log(2 * CURVE_SIZES**-0.5), repetitions=3)
    runs = make_runs_of_curves({"ridge": curve.log_errors, "nnls": curve.log_errors + 1})
    data = explored(runs, coverage_of(["ridge", "nnls"]), [0.1], PUBLISHED_ROWS, ["nnls"])
    assert data["metrics"] == ["abundance RMSE", "abundance angle (rad, rms)"]
    assert [method["label_free"] for method in data["methods"]] == [False, True]
    ridge = data["curves"][0]
    assert ridge["sizes"] == CURVE_SIZES.tolist()
    np.testing.assert_allclose(ridge["means"], 2 * CURVE_SIZES**-0.5, rtol=1e-3)
    assert ridge["counts"] == [3] * 6
    assert [len(column) for column in ridge["band"]] == [60] * 4
    assert ridge["published"] == [[60], [0.3]]
    assert len(ridge["runs"][0]) == 18
    assert data["start"] == 0.1
    angles = [curve for curve in data["curves"] if curve["metric"] == 1]
    assert len(angles) == 2
    assert not angles[0]["answers"] and not angles[0]["band"][0]


def test_what_the_page_rounds_again_agrees_with_sentences():
    # 0.010952 is 0.011, but rounded to 0.01095 first, browsers show 0.0109.
    runs = make_runs_of_curves({"ridge": np.full((3, 6), np.log(0.010952))})
    (curve, *_) = explored(runs, coverage_of(["ridge"]))["curves"]
    assert {f"{error:.3g}" for error in curve["means"]} == {"0.011"}


def test_many_runs_are_left_out(monkeypatch):
    runs = make_runs_of_curves({"ridge": make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors})
    monkeypatch.setattr(explorer, "MOST_RUNS", 100)
    data = explored(runs, coverage_of(["ridge"]))
    assert data["runs_left_out"]
    assert all(curve["runs"] == [] for curve in data["curves"])


def test_runs_that_stand_for_a_band_are_kept_however_many_there_are(monkeypatch):
    curves = {
        "ridge": make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors,
        "svr": make_curve(np.log(3 * CURVE_SIZES**-0.5), repetitions=2).log_errors,
    }
    monkeypatch.setattr(explorer, "MOST_RUNS", 100)
    data = explored(make_runs_of_curves(curves), coverage_of(["ridge", "svr"]))
    counts = {curve["name"]: len(curve["runs"]) for curve in data["curves"] if not curve["metric"]}
    assert counts == {"ridge": 0, "SVR": 2}


def test_tables_are_told_the_names_of_sentences():
    methods = ["unmixing_net", "my_net", "my net"]
    errors = make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors
    runs = make_runs_of_curves(dict.fromkeys(methods, errors))
    names = explored(runs, coverage_of(methods))["names"]
    assert names["unmixing_net"] == "net"
    assert names[METRIC] == "abundance RMSE"
    # Two methods would have the same name.
    assert "my_net" not in names


@pytest.mark.slow
def test_every_answer_has_its_place_on_the_slider():
    for number in range(20):
        runs, coverage = simulate_study(number)
        data = explored(runs, coverage, [0.1])
        assert script_json(data)
        sliders = {(s["metric"], s["place"]): s for s in data["sliders"]}
        for curve in data["curves"]:
            slider = sliders[curve["metric"], curve["place"]]
            assert len(curve["answers"]) == len(slider["errors"]) == len(slider["orders"])
            assert all(curve["method"] in order for order in slider["orders"])
        assert data["start"] is None or data["start"] in data["sliders"][0]["errors"]


def test_a_study_without_a_completed_run_has_nothing_to_explore():
    runs = make_runs_of_curves({"ridge": make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors})
    data = explored(runs.assign(status="diverged"), coverage_of(["ridge"]), [0.1])
    assert data["curves"] == [] and data["start"] is None
    assert first_sentence(data) == "No target error can be answered yet."


def said(*rows, completed=30, high=150.0, measured_at=np.inf, wanted=np.nan):
    columns = ["method", "status", "needed", "short_answer", "probability_first"]
    table = pd.DataFrame(rows, columns=columns).assign(
        data_set="field",
        target_error=0.1,
        n_repetitions=30,
        low=50.0,
        high=high,
        factor=1.0,
        measured_at=measured_at,
    )
    table["measured_above"] = 0.0
    table["short_answer_if_first"] = table["short_answer"]
    table["first"] = table["ratio"] = table["ratio_low"] = table["ratio_high"] = np.nan
    table["high_if_first"], table["repetitions_for_outliers"] = high, wanted
    coverage = coverage_of(table["method"]).assign(completed=completed)
    return write_lead(table, METRIC, 0.1, names_by(coverage, WORDS))


def test_the_answer_is_a_sentence_with_its_interval():
    about = "about {} labelled pixels ({})"
    ridge = ("ridge", REACHED, 90, about.format(90, "70 to 120"), 0.99)
    svr = ("svr", REACHED, 100, about.format(100, "80 to 130"), 0.01)
    one = said(ridge, svr)
    assert one.sentence == (f"ridge brings {DOWN} with about 90 labelled pixels (70 to 120).")
    assert one.known and one.clear and one.order == ["ridge", "svr"]
    assert not said(ridge, svr, high=np.inf).clear
    with_outliers = said(ridge, svr, wanted=36.0)
    assert with_outliers.sentence == (
        f"{one.sentence} Some runs of ridge are outliers, so trust this interval only from 36 "
        "seeds on: it has 30."
    )
    assert with_outliers.known and not with_outliers.clear
    open_choice = said((*ridge[:4], 0.6), (*svr[:4], 0.4))
    assert open_choice.sentence == (
        f"ridge brings {DOWN} with about 90 labelled pixels (70 to 120). SVR may need fewer."
    )
    assert open_choice.known and not open_choice.clear


def test_an_answer_that_is_not_known_is_not_claimed():
    unknown = ("ridge", UNKNOWN, np.inf, "more than 900 labelled pixels, if ever", np.nan)
    assert said(unknown).sentence.startswith(f"no method is known to bring {DOWN}. Ridge may")
    reached = ("ridge", REACHED, 90, "about 90 labelled pixels", 1)
    failed = said(reached, completed=3)
    assert not failed.known and not failed.clear


def test_methods_that_are_not_distinguished_have_an_answer_each():
    words = "about {} labelled pixels ({} or more)"
    rows = [
        ("ridge", UNKNOWN, np.inf, words.format(490, 430), 0.6),
        ("svr", UNKNOWN, np.inf, words.format(350, 100), 0.4),
    ]
    both = said(*rows, high=np.inf, measured_at=500.0)
    assert both.sentence == (
        f"ridge and SVR bring {DOWN} alike: ridge with about 490 labelled pixels (430 or more); "
        "SVR with about 350 (100 or more)."
    )
    assert both.known and not both.clear


def test_some_of_several_are_named():
    words = "about {} labelled pixels (30 or more)"
    methods = ["lmm", "ridge", "svr", "nnls", "net"]
    rows = [
        (method, UNKNOWN, np.inf, words.format(40 + i), 0.2) for i, method in enumerate(methods)
    ]
    five, four = (said(*some, high=np.inf, measured_at=50.0).sentence for some in (rows, rows[:4]))
    assert five.startswith(f"LMM, ridge, SVR and 2 others bring {DOWN} alike: LMM with about 40")
    assert four.startswith(f"LMM, ridge, SVR and NNLS bring {DOWN} alike: LMM with about 40")


def test_methods_that_need_alike_are_named_but_not_all_of_them():
    words = "60 or fewer labelled pixels"
    methods = ["lmm", "ridge", "svr", "nnls", "net"]
    rows = [(method, REACHED, 60, words, 0.2) for method in methods]
    assert said(*rows[:3]).sentence == (
        f"LMM, ridge and SVR bring {DOWN} with 60 or fewer labelled pixels."
    )
    assert said(*rows).sentence.startswith("LMM, ridge, SVR and 2 others bring")


def test_a_method_of_one_run_that_was_measured_with_fewer_may_need_fewer():
    ridge = ("ridge", REACHED, 90, "about 90 labelled pixels (70 to 120)", 1.0)
    net = ("net", MEASURED, np.nan, "1,000 or fewer labelled pixels (one run)")
    both = said(ridge, (*net, np.nan), measured_at=1000.0)
    assert both.sentence.endswith("Net may need fewer.")
    assert both.known and not both.clear
