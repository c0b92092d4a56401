"""Fitted curves show runs, means, fits and bands, each method in its own panel."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.columns import PUBLISHED, rows_of
from learning_curves.figures.fitted_curves import fitted_curves

from drawn import read_edges, read_legend, read_points, read_texts
from made_runs import WORDS, simulate_runs

NONE_PUBLISHED = pd.DataFrame(columns=PUBLISHED)
SIZES = [100.0, 200.0, 400.0, 600.0, 800.0]


@pytest.fixture(scope="module")
def runs():
    return simulate_runs(3, 5, data_sets=("field",)).reset_index(drop=True)


@pytest.fixture(scope="module")
def bands():
    return pd.DataFrame(
        {
            "data_set": "field",
            "condition": "standard",
            "method": method,
            "metric": metric,
            "size": size,
            "error": (1 + i) / size,
            "low": 0.9 * (1 + i) / size,
            "high": 1.1 * (1 + i) / size,
        }
        for i, method in enumerate(("m0", "m1"))
        for metric in ("overallRMSE", "rmsAAD")
        for size in SIZES
    )


@pytest.fixture(scope="module")
def shapes():
    return pd.DataFrame(
        {
            "data_set": "field",
            "condition": "standard",
            "method": method,
            "metric": "overallRMSE",
            "few_validation": "100" if method == "m1" else np.nan,
            "few_updates": "100 200" if method == "m1" else np.nan,
        }
        for method in ("m0", "m1", "m2")
    )


def test_every_method_has_a_panel(runs, bands, shapes):
    figure = fitted_curves(runs, bands, shapes, NONE_PUBLISHED, WORDS)
    assert [axes.get_title() for axes in figure.axes] == ["m0", "m1", "m2"]
    assert [axes.get_ylabel() for axes in figure.axes] == ["abundance RMSE", "", ""]
    assert {axes.get_xlabel() for axes in figure.axes} == {"labelled pixels"}
    errors = runs["overallRMSE"]
    low, high = figure.axes[0].get_ylim()
    assert (low, high) == pytest.approx((errors.min() / 1.3, errors.max() * 1.3))


def test_few_runs_have_a_fit_and_no_band(runs, bands, shapes):
    few = runs[runs["repetition"].astype(int) < 4]
    axes = fitted_curves(few, bands, shapes, NONE_PUBLISHED, WORDS).axes[0]
    assert not axes.collections
    assert len(axes.lines) > 3


def test_a_fit_is_dashed_beyond_the_measured_sizes_and_in_its_band(runs, bands, shapes):
    axes = fitted_curves(runs, bands, shapes, NONE_PUBLISHED, WORDS).axes[0]
    band = rows_of(bands, method="m0", metric="overallRMSE")
    curve = list(zip(band["size"], band["error"], strict=True))
    others, fit, beyond = axes.lines[:3]
    of_m1 = rows_of(bands, method="m1", metric="overallRMSE")
    assert read_points(others) == list(zip(SIZES, of_m1["error"], strict=True))
    assert others.get_color() == "0.75"
    assert (fit.get_linestyle(), read_points(fit)) == ("-", curve[:3])
    assert (beyond.get_linestyle(), read_points(beyond)) == ("--", curve[2:])
    corners = read_edges(axes.collections[0])
    assert corners >= set(zip(band["size"], band["low"], strict=True))
    assert corners >= set(zip(band["size"], band["high"], strict=True))


def test_points_are_runs_and_their_geometric_means(runs, bands, shapes):
    axes = fitted_curves(runs, bands, shapes, NONE_PUBLISHED, WORDS).axes[0]
    single = next(line for line in axes.lines if line.get_marker() == ".")
    of_m0 = rows_of(runs, method="m0")
    expected = of_m0[["size", "overallRMSE"]].itertuples(index=False, name=None)
    assert sorted(read_points(single)) == sorted(expected)
    means = [
        point for line in axes.lines if line.get_marker() == "o" for point in read_points(line)
    ]
    logs = np.log(of_m0["overallRMSE"]).groupby(of_m0["size"]).mean()
    assert dict(means) == pytest.approx(np.exp(logs).to_dict())


def test_means_of_sizes_that_say_little_are_hollow(runs, bands, shapes):
    figure = fitted_curves(runs, bands, shapes, NONE_PUBLISHED, WORDS)
    hollow = [
        [
            line.get_xdata()[0]
            for line in axes.lines
            if line.get_marker() == "o" and line.get_markerfacecolor() == "white"
        ]
        for axes in figure.axes
    ]
    assert hollow == [[], [100, 200], []]


def test_a_method_without_a_fit_says_so(runs, bands, shapes):
    figure = fitted_curves(runs, bands, shapes, NONE_PUBLISHED, WORDS)
    said = [[text.get_text() for text in axes.texts] for axes in figure.axes]
    assert said == [[], [], ["not fitted"]]


def test_published_errors_are_squares_and_in_the_legend(runs, bands, shapes):
    published = pd.DataFrame(
        {"method": "m1", "metric": "overallRMSE", "size": [100, 200], "value": [0.02, 0.01]}
    )
    figure = fitted_curves(runs, bands, shapes, published, WORDS)
    squares = [
        [point for line in axes.lines if line.get_marker() == "s" for point in read_points(line)]
        for axes in figure.axes
    ]
    assert squares == [[], [(100, 0.02), (200, 0.01)], []]
    without = fitted_curves(runs, bands, shapes, NONE_PUBLISHED, WORDS)
    assert read_legend(figure) == [*read_legend(without), "published"]
    assert read_legend(without) == [
        "geometric mean",
        "the same, few updates or validation data",
        "single runs",
        "fit",
        "fit, extrapolated",
        "95 % band of the fit",
        "fits of the other methods",
    ]


def test_conditions_are_named_where_there_are_several(runs, bands, shapes):
    both = pd.concat([runs, runs.assign(condition="long")])
    figure = fitted_curves(both, bands, shapes, NONE_PUBLISHED, WORDS)
    titles = [axes.get_title() for axes in figure.axes if axes.get_visible()]
    conditions = ("standard", "long")
    assert titles == [f"m{i}, {condition}" for condition in conditions for i in range(3)]


def test_a_scene_without_a_run_says_so(runs, bands, shapes):
    figure = fitted_curves(runs[:0], bands[:0], shapes[:0], NONE_PUBLISHED, WORDS)
    assert "no completed runs" in read_texts(figure)


def test_a_curve_of_two_sizes_ends_at_the_larger_one(runs, bands, shapes):
    joined = bands[bands["size"] <= 400].assign(low=np.nan, high=np.nan)
    axes = fitted_curves(runs, joined, shapes, NONE_PUBLISHED, WORDS).axes[0]
    _, fit, beyond = axes.lines[:3]
    assert len(read_points(fit)) == 3
    assert beyond.get_linestyle() == "--" and len(read_points(beyond)) == 1
