"""Needed pixels are dots with intervals, arrows and crosses, as the answers say."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Annotation

from learning_curves.figures.sizes_needed import sizes_needed

from drawn import read_legend, read_points, read_texts
from made_runs import WORDS, simulate_runs


@pytest.fixture(scope="module")
def runs():
    return simulate_runs(5, 2, data_sets=("field",))


def answer(method, status, needed=np.nan, low=np.nan, high=np.nan, target=0.1, **place):
    return {
        "data_set": "field",
        "condition": "standard",
        "method": method,
        "metric": "overallRMSE",
        "target_error": target,
        "status": status,
        "needed": needed,
        "low": low,
        "high": high,
    } | place


ANSWERS = pd.DataFrame(
    [
        answer("m0", "reached", 150, 120, 190),
        answer("m1", "unknown", 300, 250, np.inf),
        answer("m2", "unreachable", np.nan, 800, np.inf),
        answer("m3", "not fitted"),
        answer("m4", "one seed", 210),
    ]
)


def markers(axes, marker):
    return [
        (read_points(line)[0], line.get_markerfacecolor())
        for line in axes.lines
        if line.get_marker() == marker
    ]


def labels(axes):
    return [text.get_text() for text in axes.get_xticklabels()]


def test_methods_are_rows_in_order_and_sizes_are_marked(runs):
    figure = sizes_needed(ANSWERS, runs, WORDS)
    (axes,) = figure.axes
    assert axes.get_title() == "RMSE 0.1"
    assert axes.get_ylabel() == "field"
    assert [text.get_text() for text in axes.get_yticklabels()] == ["m4", "m3", "m2", "m1", "m0"]
    assert labels(axes) == ["100", "200", "400"]
    marked = [line.get_xdata()[0] for line in axes.lines if line.get_color() == "0.9"]
    assert marked == [100, 200, 400]
    assert axes.get_xlim() == pytest.approx((100 / 1.3, 1200))
    assert figure.get_supxlabel().startswith("labelled pixels needed")
    assert read_legend(figure) == [
        "estimate, 95 % interval",
        "estimate, extrapolated or unbounded",
        "without an upper bound",
        "never",
    ]


def test_estimates_are_full_where_they_are_bounded(runs):
    (axes,) = sizes_needed(ANSWERS, runs, WORDS).axes
    dots = markers(axes, "o")
    assert [point for point, _ in dots] == [(210, 0), (300, 3), (150, 4)]
    assert [face == "white" for _, face in dots] == [False, True, False]


def test_an_interval_is_a_line_and_a_lower_bound_an_arrow(runs):
    (axes,) = sizes_needed(ANSWERS, runs, WORDS).axes
    intervals = [read_points(line) for line in axes.lines if list(line.get_ydata()) == [4, 4]]
    assert intervals == [[(120, 4), (190, 4)]]
    arrows = [text for text in axes.texts if isinstance(text, Annotation)]
    assert [(arrow.xyann, arrow.xy) for arrow in arrows] == [((250, 3), (1200, 3))]


def test_what_is_never_reached_is_a_cross_and_what_is_not_fitted_says_so(runs):
    (axes,) = sizes_needed(ANSWERS, runs, WORDS).axes
    assert [point for point, _ in markers(axes, "x")] == [(0.8 * 1200, 2)]
    said = [(text.get_text(), text.get_position()) for text in axes.texts if text.get_text()]
    assert said == [("not fitted", (100, 1))]


def test_what_the_measured_means_alone_answer_says_why(runs):
    table = pd.DataFrame([answer("m0", "two sizes"), answer("m1", "measured")])
    (axes,) = sizes_needed(table, runs, WORDS).axes
    assert not markers(axes, "o")
    said = [(text.get_text(), text.get_position()) for text in axes.texts]
    assert sorted(said) == [("measured", (100, 0)), ("two sizes", (100, 1))]


def test_four_targets_are_shown_with_both_ends(runs):
    targets = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02]
    rows = [answer("m0", "reached", 150, 120, 190, target) for target in targets]
    figure = sizes_needed(pd.DataFrame(rows), runs, WORDS)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["RMSE 0.5", "RMSE 0.2", "RMSE 0.1", "RMSE 0.02"]
    # Four panels have no room for a size between these.
    assert all(labels(axes) == ["100", "400"] for axes in figure.axes)


def test_the_labels_of_close_sizes_do_not_meet():
    sizes = [60, 120, 150, 250, 500, 1000, 3800, 4000]
    runs = simulate_runs(2, 2, data_sets=("field",)).query("size == 100")
    runs = pd.concat([runs.assign(size=size) for size in sizes])
    figure = sizes_needed(pd.DataFrame([answer("m0", "reached", 150, 120, 190)]), runs, WORDS)
    (axes,) = figure.axes
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.get_xticklabels()]
    assert labels(axes) == ["60", "120", "250", "500", "1,000", "4,000"]
    assert all(left.x1 < right.x0 for left, right in zip(boxes, boxes[1:], strict=False))


def test_other_metrics_are_left_out_and_no_answers_are_said(runs):
    figure = sizes_needed(ANSWERS.assign(metric="rmsAAD"), runs, WORDS)
    assert "no answers yet" in read_texts(figure)
