"""Learning curves show the means, intervals and runs of the tables."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.columns import rows_of
from learning_curves.figures.learning_curves import learning_curves
from learning_curves.runs import select_completed
from learning_curves.summary import summary_table

from drawn import read_edges, read_legend, read_points, read_texts
from made_runs import WORDS, make_runs, simulate_runs


@pytest.fixture(scope="module")
def runs():
    runs = simulate_runs(3, 6).reset_index(drop=True)
    lost = (runs["method"] == "m1") & (runs["repetition"] == 2) & (runs["size"] == 100)
    runs.loc[lost, "status"] = "diverged"
    return runs


@pytest.fixture(scope="module")
def summary(runs):
    return summary_table(runs, WORDS)


def test_every_scene_has_a_panel_of_each_metric(runs, summary):
    figure = learning_curves(runs, summary, [], WORDS)
    found = [(axes.get_title(), axes.get_ylabel()) for axes in figure.axes]
    labels = ("abundance RMSE", "abundance angle (rad, rms)")
    assert found == [(data_set, label) for data_set in ("field", "coast") for label in labels]
    assert {axes.get_xlabel() for axes in figure.axes} == {"labelled pixels"}
    assert {axes.get_xscale() for axes in figure.axes} == {"log"}
    assert {axes.get_yscale() for axes in figure.axes} == {"log"}
    assert read_legend(figure) == ["m0", "m1", "m2"]


def test_lines_are_means_and_bands_their_intervals(runs, summary):
    axes = learning_curves(runs, summary, [], WORDS).axes[1]
    expected = rows_of(summary, data_set="field", metric="rmsAAD")
    for i, method in enumerate(("m0", "m1", "m2")):
        rows = rows_of(expected, method=method)
        sizes = rows["size"]
        assert read_points(axes.lines[i]) == list(zip(sizes, rows["mean"], strict=True))
        corners = read_edges(axes.collections[i])
        assert corners >= set(zip(sizes, rows["ci_low"], strict=True))
        assert corners >= set(zip(sizes, rows["ci_high"], strict=True))


def test_few_runs_have_no_band():
    few = simulate_runs(3, 4)
    axes = learning_curves(few, summary_table(few, WORDS), [], WORDS).axes[1]
    assert not axes.collections
    assert len(axes.lines) > 3


def test_completed_runs_are_dots_and_diverged_ones_crosses(runs, summary):
    axes = learning_curves(runs, summary, [], WORDS).axes[0]
    drawn = {".": [], "x": []}
    for line in axes.lines[3:]:
        assert line.get_linestyle() == "None"
        drawn[line.get_marker()] += read_points(line)
    here = rows_of(runs, data_set="field")
    for marker, part in ((".", select_completed(here)), ("x", rows_of(here, status="diverged"))):
        columns = part[["size", "overallRMSE"]]
        assert sorted(drawn[marker]) == sorted(columns.itertuples(index=False, name=None))
    assert len(drawn["x"]) == 1


def test_target_errors_are_dotted_lines_of_the_abundance_error(runs, summary):
    figure = learning_curves(runs, summary, iter([0.01, 0.005]), WORDS)
    dotted = [
        [line.get_ydata()[0] for line in axes.lines if line.get_linestyle() == ":"]
        for axes in figure.axes
    ]
    assert dotted == [[0.01, 0.005], [], [0.01, 0.005], []]


def test_ticks_are_the_sizes_that_were_trained(runs, summary):
    axes = learning_curves(runs, summary, [], WORDS).axes[0]
    assert axes.get_xticks().tolist() == [100, 200, 400]
    labels = [text.get_text() for text in axes.get_xticklabels()]
    assert labels == ["100", "200", "400"]


def test_a_reconstruction_error_has_a_panel_where_it_was_measured(runs):
    measured = runs.assign(reconstructionRMSE=runs["overallRMSE"] / 2)
    figure = learning_curves(measured, summary_table(measured, WORDS), [], WORDS)
    assert [axes.get_ylabel() for axes in figure.axes[:3]] == [
        "abundance RMSE",
        "abundance angle (rad, rms)",
        "reconstruction RMSE",
    ]


def test_conditions_are_named_where_there_are_several():
    runs = pd.concat([make_runs({"m": [0.1, 0.2]}, condition=name) for name in ("one", "two")])
    figure = learning_curves(runs, summary_table(runs, WORDS), [], WORDS)
    assert [axes.get_title() for axes in figure.axes[::2]] == ["field, one", "field, two"]


def test_a_legend_of_many_methods_with_long_names_has_room_next_to_the_panels():
    names = [f"gradient boosting of shallow trees, setting number {i}" for i in range(20)]
    runs = make_runs({name: [0.1, 0.2, 0.3] for name in names})
    figure = learning_curves(runs, summary_table(runs, WORDS), [], WORDS)
    figure.canvas.draw()
    (legend,) = [one.get_window_extent() for one in figure.legends]
    assert legend.x0 >= 0 and legend.x1 <= figure.bbox.width and legend.y0 >= 0
    for axes in figure.axes:
        assert legend.y1 <= axes.get_tightbbox().y0
        assert axes.bbox.height > figure.dpi


def test_a_study_without_a_run_says_so(runs, summary):
    assert "no completed runs" in read_texts(learning_curves(runs[:0], summary[:0], [], WORDS))


def test_methods_keep_their_colours_whatever_else_is_drawn(runs, summary):
    figure = learning_curves(runs, rows_of(summary, method="m2"), [], WORDS)
    both = learning_curves(runs, summary, [], WORDS)
    np.testing.assert_array_equal(
        figure.axes[0].lines[0].get_color(), both.axes[0].lines[2].get_color()
    )
