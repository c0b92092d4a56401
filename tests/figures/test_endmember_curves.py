"""Every endmember has a panel of its own error."""

import pandas as pd
import pytest

from learning_curves.columns import rows_of
from learning_curves.summary import summary_table
from unmixing.figures.endmember_curves import endmember_curves
from unmixing.vocabulary import UNMIXING

from drawn import read_edges, read_legend, read_points
from made_runs import simulate_runs

NAMES = {"field": ["soil", "tree"], "coast": ["water"]}


@pytest.fixture(scope="module")
def runs():
    runs = simulate_runs(2, 5)
    return runs.assign(class0RMSE=runs["overallRMSE"], class1RMSE=2 * runs["overallRMSE"])


def test_a_row_a_scene_and_a_column_an_endmember(runs):
    figure = endmember_curves(runs, summary_table(runs, UNMIXING), NAMES, UNMIXING)
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_title() for axes in shown] == ["field: soil", "field: tree", "coast: water"]
    assert [axes.get_ylabel() for axes in shown] == ["abundance RMSE", "", "abundance RMSE"]
    assert {axes.get_xlabel() for axes in shown} == {"labelled pixels"}
    assert len(figure.axes) == 4
    assert read_legend(figure) == ["m0", "m1"]


def test_lines_are_the_means_of_the_endmember_and_dots_its_runs(runs):
    summary = summary_table(runs, UNMIXING)
    axes = endmember_curves(runs, summary, NAMES, UNMIXING).axes[1]
    for i, method in enumerate(("m0", "m1")):
        rows = rows_of(summary, data_set="field", metric="class1RMSE", method=method)
        expected = list(zip(rows["size"], rows["mean"], strict=True))
        assert read_points(axes.lines[i]) == expected
        ends = set(zip(rows["size"], rows["ci_low"], strict=True))
        assert read_edges(axes.collections[i]) >= ends
    dots = [point for line in axes.lines[2:] for point in read_points(line)]
    here = rows_of(runs, data_set="field")
    assert sorted(dots) == sorted(zip(here["size"], here["class1RMSE"], strict=True))


def test_a_study_without_a_run_has_a_figure_without_a_panel(runs):
    empty = pd.DataFrame(columns=summary_table(runs, UNMIXING).columns)
    figure = endmember_curves(runs[:0], empty, NAMES, UNMIXING)
    assert not any(axes.get_visible() for axes in figure.axes)
