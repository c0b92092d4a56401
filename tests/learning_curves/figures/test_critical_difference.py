"""Mean ranks are written next to names, with the note below."""

import re

import pytest

from learning_curves.answers.friedman import friedman
from learning_curves.figures.critical_difference import critical_difference, draw_tests
from learning_curves.figures.text import NothingToShowError

from drawn import read_points, read_texts
from made_runs import ERRORS, WORDS, simulate_runs


@pytest.fixture(scope="module")
def runs():
    return simulate_runs(5, 3, gap=0.5)


@pytest.fixture(scope="module")
def tests(runs):
    return {metric: friedman(runs, metric, WORDS) for metric in ERRORS}


def test_every_metric_has_a_panel_with_its_note(runs, tests):
    figure = draw_tests(runs, tests, WORDS)
    assert [axes.get_title() for axes in figure.axes] == [
        "mean rank by abundance RMSE (1: least error)",
        "mean rank by abundance angle (rad, rms) (1: least error)",
    ]
    notes = [" ".join(axes.get_xlabel().split()) for axes in figure.axes]
    assert notes == [test.note for test in tests.values()]


def test_every_method_is_named_with_its_rank(runs, tests):
    axes = draw_tests(runs, tests, WORDS).axes[0]
    named = {text.get_text() for text in axes.texts}
    assert named >= {"m0 (1.0)", "m1 (2.0)", "(4.0) m3", "(5.0) m4"}
    assert named & {"m2 (3.0)", "(3.0) m2"}
    assert axes.get_xticks().tolist() == [1, 2, 3, 4, 5]


def test_the_critical_difference_is_a_bar_of_its_length(runs, tests):
    axes = draw_tests(runs, tests, WORDS).axes[0]
    difference = tests["overallRMSE"].critical_difference
    assert f"critical difference {difference:.2f}" in {text.get_text() for text in axes.texts}
    bars = [read_points(line) for line in axes.lines]
    assert [(1, 1.8), (pytest.approx(1 + difference), 1.8)] in bars


def test_bars_are_drawn_alike_in_every_process(runs, tests):
    axes = draw_tests(runs, tests, WORDS).axes[0]
    bars = [read_points(line) for line in axes.lines]
    joining = [bar for bar in bars if len(bar) > 2 and all(y < 0 for _, y in bar)]
    assert joining
    assert all(bar == sorted(bar) for bar in joining)


def test_without_a_test_the_panel_says_why(runs):
    few = simulate_runs(2, 3)
    test = friedman(few, "overallRMSE", WORDS)
    figure = draw_tests(few, {"overallRMSE": test}, WORDS)
    assert test.note in read_texts(figure)
    assert not figure.axes[0].axison


def test_a_study_without_any_test_has_no_figure():
    few = simulate_runs(2, 3)
    note = friedman(few, "overallRMSE", WORDS).note
    with pytest.raises(NothingToShowError, match=re.escape(note)):
        critical_difference(few, few["condition"].iloc[0], WORDS)


def test_methods_with_one_label_keep_their_names(runs):
    twins = runs.assign(method=runs["method"].replace({"m0": "a_method", "m1": "a method"}))
    tests = {metric: friedman(twins, metric, WORDS) for metric in ERRORS}
    texts = " ".join(read_texts(draw_tests(twins, tests, WORDS)))
    assert "a_method" in texts and "a method" in texts
