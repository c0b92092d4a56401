"""Our curves are plotted over the published ones, with the baselines in grey."""

import itertools

import pandas as pd
import pytest

from learning_curves.columns import rows_of
from unmixing.figures.published_comparison import published_comparison
from unmixing.vocabulary import UNMIXING

from drawn import read_edges, read_legend, read_points

FIRST = "standard"
SIZES = [60, 150, 375]


@pytest.fixture
def comparison():
    return pd.DataFrame(
        {
            "data_set": data_set,
            "algorithm": algorithm,
            "size": size,
            "metric": "overallRMSE",
            "published": 9 / size,
            "ours": 10 / size,
            "ci_low": 8 / size,
            "ci_high": 12 / size,
            "n_runs": 0 if algorithm == "LMM" else 5,
        }
        for data_set, algorithm, size in itertools.product(
            ("samson", "urban"), ("MB", "CNN", "LMM"), SIZES
        )
    )


@pytest.fixture
def summary():
    return pd.DataFrame(
        {
            "data_set": data_set,
            "condition": FIRST,
            "method": method,
            "size": size,
            "metric": "overallRMSE",
            "mean": (5 + i) / size,
        }
        for data_set, (i, method), size in itertools.product(
            ("samson", "urban"), enumerate(("ridge", "nnls_fitted")), SIZES
        )
    )


def test_a_row_an_algorithm_that_was_run_and_a_column_a_scene(comparison, summary):
    figure = published_comparison(comparison, summary, FIRST, [], UNMIXING)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["MB, samson", "MB, urban", "CNN, samson", "CNN, urban"]
    assert [axes.get_xlabel() for axes in figure.axes] == ["", "", *["labelled pixels"] * 2]
    assert [axes.get_ylabel() for axes in figure.axes] == ["abundance RMSE", ""] * 2
    assert read_legend(figure) == ["ours", "published"]


def test_lines_are_ours_with_its_interval_and_the_published_one(comparison, summary):
    axes = published_comparison(comparison, summary, FIRST, [], UNMIXING).axes[0]
    rows = rows_of(comparison, data_set="samson", algorithm="MB")
    ours, published = axes.lines
    assert read_points(ours) == list(zip(SIZES, rows["ours"], strict=True))
    assert read_points(published) == list(zip(SIZES, rows["published"], strict=True))
    assert (ours.get_linestyle(), published.get_linestyle()) == ("-", "--")
    corners = read_edges(axes.collections[0])
    assert corners >= set(zip(map(float, SIZES), rows["ci_low"], strict=True))
    assert corners >= set(zip(map(float, SIZES), rows["ci_high"], strict=True))


def test_an_interval_of_fewer_than_five_runs_is_not_drawn(comparison, summary):
    few = comparison.assign(n_runs=comparison["n_runs"].clip(upper=4))
    figure = published_comparison(few, summary, FIRST, [], UNMIXING)
    assert all(not axes.collections for axes in figure.axes)


def test_baselines_are_grey_in_every_panel_and_named_next_to_the_last(comparison, summary):
    figure = published_comparison(comparison, summary, FIRST, ["ridge", "nnls_fitted"], UNMIXING)
    for axes in figure.axes:
        ridge, nnls, *_ = axes.lines
        assert read_points(ridge) == [(size, 5 / size) for size in SIZES]
        assert read_points(nnls) == [(size, 6 / size) for size in SIZES]
        assert float(ridge.get_color()) < float(nnls.get_color())
    named = [[text.get_text() for text in axes.texts] for axes in figure.axes]
    assert named == [[], ["ridge", "NNLS fitted"]] * 2


def test_names_of_baselines_that_end_alike_keep_apart(comparison, summary):
    alike = summary.assign(mean=5 / summary["size"])
    axes = published_comparison(comparison, alike, FIRST, ["ridge", "nnls_fitted"], UNMIXING).axes[
        1
    ]
    (_, low), (_, high) = (text.xyann for text in axes.texts)
    assert high - low == pytest.approx(0.065)


def test_without_a_run_there_is_one_empty_panel(comparison, summary):
    figure = published_comparison(comparison.assign(n_runs=0), summary, FIRST, ["ridge"], UNMIXING)
    assert [len(axes.lines) for axes in figure.axes] == [0]
