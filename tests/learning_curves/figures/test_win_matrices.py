"""Wins are counted over all repetitions, and dots mark what is significant."""

import warnings

import pandas as pd
import pytest

from learning_curves.answers.friedman import friedman
from learning_curves.answers.pairs import compare_methods
from learning_curves.figures.critical_difference import draw_tests
from learning_curves.figures.text import NothingToShowError
from learning_curves.figures.win_matrices import win_matrices
from learning_curves.significance import LEVEL

from drawn import read_texts
from made_runs import ERRORS, WORDS, make_runs, simulate_runs


def test_a_matrix_counts_the_wins_of_the_row_over_all_sizes():
    runs = pd.concat(
        [
            make_runs({"a": [0.1, 0.1, 0.5], "b": [0.2, 0.2, 0.2]}),
            make_runs({"a": [0.1, 0.1, 0.2], "b": [0.2, None, 0.2]}, size=200),
        ]
    )
    figure = win_matrices(compare_methods(runs, ["overallRMSE"], WORDS), WORDS)
    axes = figure.axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "b"]
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells == {(1, 0): "3/5", (0, 1): "1/5"}
    shades = axes.images[0].get_array()
    assert shades[0, 1] == pytest.approx(3.5 / 5)
    assert "3 seeds no pair can be significant" in " ".join(read_texts(figure))


def test_a_dot_marks_what_is_significant_over_all_sizes():
    runs = simulate_runs(3, 12, data_sets=("field",), gap=0.04)
    table = compare_methods(runs, ["overallRMSE"], WORDS)
    figure = win_matrices(table, WORDS)
    rows = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    dots = {
        (rows[round(line.get_ydata()[0] + 0.3)], rows[round(line.get_xdata()[0])])
        for line in figure.axes[0].lines
    }
    significant = table[table["p_holm_all_sizes"] <= LEVEL]
    expected = {
        (row.method_a, row.method_b) if row.rank_biserial > 0 else (row.method_b, row.method_a)
        for row in significant.itertuples()
    }
    assert dots == expected
    assert 0 < len(dots) < 6


def test_there_is_one_panel_per_scene_next_to_a_bar():
    comparisons = compare_methods(simulate_runs(3, 3), ["overallRMSE"], WORDS)
    figure = win_matrices(comparisons, WORDS)
    *panels, bar = figure.axes
    assert [axes.get_title() for axes in panels] == ["field", "coast"]
    for axes in panels:
        names = [text.get_text() for text in axes.get_xticklabels()]
        assert names == [text.get_text() for text in axes.get_yticklabels()]
        assert sorted(names) == ["m0", "m1", "m2"]
        assert len(axes.texts) == 6
    assert bar.get_ylabel() == "share of seeds that the row wins (a tie: half)"
    assert "abundance RMSE: wins of the row's method" in " ".join(figure.get_supxlabel().split())


def test_rows_are_sorted_by_their_wins():
    runs = make_runs({"a": [0.3, 0.3], "b": [0.1, 0.1], "c": [0.2, 0.2]})
    axes = win_matrices(compare_methods(runs, ["overallRMSE"], WORDS), WORDS).axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["b", "c", "a"]


def test_one_method_has_no_matrix():
    comparisons = compare_methods(make_runs({"a": [0.1]}), ["overallRMSE"], WORDS)
    with pytest.raises(NothingToShowError, match="A comparison needs two methods"):
        win_matrices(comparisons, WORDS)


STUDIES = {
    "one size": simulate_runs(4, 3, sizes=(100,)),
    "one method": simulate_runs(1, 3),
    "one run": simulate_runs(1, 1)[:1],
    "no run": simulate_runs(3, 3)[:0],
    "failed runs": simulate_runs(4, 3).assign(status="diverged"),
    "missing cells": simulate_runs(4, 3)[4:].iloc[::2],
    "zero errors": simulate_runs(4, 3).assign(overallRMSE=0.0),
    "equal errors": simulate_runs(4, 8).assign(overallRMSE=0.1),
    "28 methods": simulate_runs(28, 2),
}


@pytest.mark.slow
@pytest.mark.parametrize("study", STUDIES)
def test_figures_of_odd_studies_hold_a_sentence(study, tmp_path):
    runs = STUDIES[study]
    path = tmp_path / "comparisons.csv"
    compare_methods(runs, ERRORS, WORDS).to_csv(path, index=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        if runs["method"].nunique() > 1:
            assert any(
                words.endswith(".") for words in read_texts(win_matrices(pd.read_csv(path), WORDS))
            )
        tests = {metric: friedman(runs, metric, WORDS) for metric in ERRORS}
        ranks = draw_tests(runs, tests, WORDS)
        assert {test.note for test in tests.values()} <= set(read_texts(ranks))
