"""Error against time shows means over repetitions, and the frontier that nothing beats."""

import itertools

import numpy as np
import pandas as pd
import pytest

from learning_curves.figures.error_against_time import error_against_time, frontier

from drawn import read_legend, read_points, read_texts
from made_runs import WORDS


def runs_with(**columns):
    row = {
        "data_set": "field",
        "condition": "standard",
        "method": "ridge",
        "size": 10,
        "status": "completed",
        "overallRMSE": 0.1,
        "training_time": 2.0,
        "inference_time": 0.1,
    }
    return pd.DataFrame(row | columns, index=range(max(map(len, columns.values()))))


def test_the_frontier_is_what_nothing_beats():
    generator = np.random.default_rng(0)
    times, errors = pd.Series(generator.random(40)), pd.Series(generator.random(40))
    expected = {i for i in range(40) if not ((times < times[i]) & (errors < errors[i])).any()}
    assert set(frontier(times, errors)) == expected
    assert frontier(pd.Series([1.0, np.nan]), pd.Series([0.5, 0.1])) == [0]


def test_the_frontier_has_only_one_of_equal_points():
    generator = np.random.default_rng(1)
    times, errors = (pd.Series(generator.integers(1, 8, 30) * 1.0) for _ in range(2))
    points = set(zip(times, errors, strict=True))
    best = {
        (time, error)
        for time, error in points
        if not any(t <= time and e <= error and (t, e) != (time, error) for t, e in points)
    }
    found = frontier(times, errors)
    assert len(found) == len(best)
    assert {(times[i], errors[i]) for i in found} == best
    assert times[found].is_monotonic_increasing


def test_there_is_one_panel_per_time_with_the_methods_in_the_legend():
    figure = error_against_time(runs_with(method=["ridge", "unmixing_rnn_supervised"]), WORDS)
    assert [(axes.get_title(), axes.get_xlabel(), axes.get_ylabel()) for axes in figure.axes] == [
        ("field", "training time (s)", "abundance RMSE"),
        ("field", "inference time (s)", "abundance RMSE"),
    ]
    assert read_legend(figure) == ["ridge", "RNN supervised", "frontier"]
    assert "Larger markers: more labelled pixels." in read_texts(figure)


def test_points_are_means_over_seeds_and_grow_with_labelled_pixels():
    runs = runs_with(
        size=[10, 10, 100],
        overallRMSE=[0.1, 0.3, 0.05],
        training_time=[1.0, 3.0, 8.0],
    )
    axes = error_against_time(runs, WORDS).axes[0]
    points = [line for line in axes.lines if len(line.get_xdata()) == 1]
    assert [(*p.get_xdata(), *p.get_ydata()) for p in points] == [
        (2.0, pytest.approx(0.2)),
        (8.0, pytest.approx(0.05)),
    ]
    assert points[0].get_markersize() < points[1].get_markersize()


def test_the_steps_go_around_what_the_best_points_beat():
    runs = runs_with(
        method=["a", "b", "c"], overallRMSE=[0.3, 0.1, 0.4], training_time=[1.0, 4.0, 9.0]
    )
    axes = error_against_time(runs, WORDS).axes[0]
    steps = next(line for line in axes.lines if line.get_color() == "0.1")
    assert steps.get_drawstyle() == "steps-post"
    right, top = axes.get_xlim()[1], axes.get_ylim()[1]
    assert read_points(steps) == [(1, top), (1, 0.3), (4, 0.1), (right, 0.1)]


@pytest.mark.parametrize("decades", [0.3, 1.5, 2.5, 4, 6])
def test_labels_of_times_do_not_touch(decades):
    seconds = np.geomspace(0.002, 0.002 * 10**decades, 8)
    figure = error_against_time(
        runs_with(size=range(1, 9), training_time=seconds, overallRMSE=np.geomspace(0.4, 0.01, 8)),
        WORDS,
    )
    figure.canvas.draw()
    axes = figure.axes[0]
    low, high = axes.get_xlim()
    boxes = [
        label.get_window_extent()
        for place, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
        if low <= place <= high
    ]
    assert len(boxes) >= 2
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_a_panel_of_failed_runs_says_so():
    runs = runs_with(method=["ridge", "svr"], status=["completed", "diverged"])
    assert len(error_against_time(runs, WORDS).axes) == 2
    assert "no completed runs" in read_texts(error_against_time(runs[1:], WORDS))


def test_runs_without_a_place_on_the_axes_are_counted():
    runs = runs_with(status=["completed", "diverged", "completed"], training_time=[1.0, 1.0, 0.0])
    words = " ".join(read_texts(error_against_time(runs, WORDS)))
    assert "Left out: 2 of 3 runs" in words
    assert "Left out" not in " ".join(read_texts(error_against_time(runs[:1], WORDS)))
    assert "no completed runs" in read_texts(error_against_time(runs[:0], WORDS))
