"""Times are medians of completed runs, and the runs themselves."""

import pytest

from learning_curves.columns import TIMES, rows_of
from learning_curves.figures.times import times

from drawn import read_legend, read_points, read_texts
from made_runs import WORDS, simulate_runs


@pytest.fixture(scope="module")
def runs():
    runs = simulate_runs(2, 5).reset_index(drop=True)
    runs.loc[runs["repetition"] == 4, "status"] = "diverged"
    return runs


def test_there_is_one_row_per_scene_and_one_column_per_time(runs):
    figure = times(runs, WORDS)
    assert [(axes.get_title(), axes.get_ylabel()) for axes in figure.axes] == [
        ("field", "training time (s)"),
        ("field", "inference time (s)"),
        ("coast", "training time (s)"),
        ("coast", "inference time (s)"),
    ]
    assert {axes.get_xlabel() for axes in figure.axes} == {"labelled pixels"}
    assert read_legend(figure) == ["m0", "m1"]


@pytest.mark.parametrize("column", [0, 1])
def test_lines_are_medians_over_completed_runs(runs, column):
    axes = times(runs, WORDS).axes[column]
    done = rows_of(runs, data_set="field", status="completed")
    for i, method in enumerate(("m0", "m1")):
        medians = rows_of(done, method=method).groupby("size")[TIMES[column]].median()
        assert read_points(axes.lines[i]) == list(medians.items())
    dots = [point for line in axes.lines[2:] for point in read_points(line)]
    drawn = done[["size", TIMES[column]]].itertuples(index=False, name=None)
    assert sorted(dots) == sorted(drawn)


def test_a_study_without_a_run_says_so(runs):
    assert "no completed runs" in read_texts(times(runs[:0], WORDS))
