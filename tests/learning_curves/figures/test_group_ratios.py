"""Ratios of other groups to random samples are points with intervals."""

import pandas as pd
import pytest

from learning_curves.figures.group_ratios import group_ratios

from drawn import read_legend, read_texts
from made_runs import WORDS


@pytest.fixture
def ratios():
    rows = [
        (data_set, method, size, ratio, ratio / 2, ratio * 2)
        for data_set in ("field", "coast")
        for method, times in (("ridge", 1), ("svr", 1.5))
        for size, ratio in ((40, 4 * times), (160, 2 * times))
    ]
    ends = ["ratio", "ratio_low", "ratio_high"]
    return pd.DataFrame(rows, columns=["data_set", "method", "size", *ends])


def test_each_method_has_its_ratios_and_intervals_on_every_data_set(ratios):
    figure = group_ratios(ratios, WORDS)
    assert [axes.get_title() for axes in figure.axes] == ["field", "coast"]
    assert read_legend(figure) == ["ridge", "SVR"]
    axes = figure.axes[0]
    assert axes.get_ylabel() == "RMSE on other groups,\nover that of random labelled pixels"
    curves = [line for line in axes.get_lines() if line.get_marker() != "None"]
    assert [line.get_ydata().tolist() for line in curves] == [[4, 2], [6, 3]]
    ends = [segment[:, 1].tolist() for part in axes.collections for segment in part.get_segments()]
    assert ends == [[2, 8], [1, 4], [3, 12], [1.5, 6]]
    low, high = axes.get_ylim()
    assert low < 1 and high > 12


def test_a_study_without_random_samples_says_so(ratios):
    figure = group_ratios(ratios.iloc[:0], WORDS)
    (said,) = [text for text in read_texts(figure) if text]
    assert said.split() == [
        "no",
        "random",
        "labelled",
        "pixels",
        "to",
        "compare",
        "with",
        "other",
        "groups",
    ]
