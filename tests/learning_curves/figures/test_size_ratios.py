"""Size ratios are a matrix of numbers, starred where they are sure."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.figures.size_ratios import size_ratios
from learning_curves.figures.text import NothingToShowError

from drawn import read_texts
from made_runs import WORDS


def pair(a, b, ratio, low=np.nan, high=np.nan, n_repetitions=6, **place):
    return {
        "data_set": "field",
        "condition": "standard",
        "metric": "overallRMSE",
        "method_a": a,
        "method_b": b,
        "n_repetitions": n_repetitions,
        "size_ratio": ratio,
        "size_ratio_low": low,
        "size_ratio_high": high,
    } | place


PAIRS = pd.DataFrame(
    [
        pair("a", "b", 2.0, 1.5, 2.5),
        pair("a", "c", np.inf, np.inf, np.inf),
        pair("b", "c", 0.8, 0.5, 1.3),
        pair("a", "d", 9.0, 0.5, 20),
        pair("c", "d", 0.5, 0.4, 0.6, n_repetitions=5),
    ]
)


def cells(axes):
    return {text.get_position()[::-1]: text.get_text() for text in axes.texts}


def test_every_ratio_stands_in_its_cell_and_its_inverse_across():
    axes = size_ratios(PAIRS, WORDS).axes[0]
    assert cells(axes) == {
        (0, 1): "2*",
        (1, 0): "0.5*",
        (0, 2): ">*",
        (2, 0): "<*",
        (0, 3): "> 8",
        (3, 0): "< 1/8",
        (1, 2): "0.8",
        (2, 1): "1.2",
        (2, 3): "0.5",
        (3, 2): "2",
    }
    shades = axes.images[0].get_array()
    assert shades[0, 1] == 1
    assert shades[1, 0] == -1
    assert shades[0, 2] == 3
    assert np.ma.getmaskarray(shades)[1, 3] or np.isnan(shades[1, 3])


def test_rows_and_columns_are_methods_and_the_bar_is_in_powers_of_two():
    figure = size_ratios(PAIRS, WORDS)
    axes, bar = figure.axes
    for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        assert [text.get_text() for text in labels] == ["a", "b", "c", "d"]
    assert axes.get_title() == "field"
    assert bar.get_ylabel() == "labelled pixels of the row over those of the column"
    labels = [text.get_text() for text in bar.get_yticklabels()]
    assert labels == ["≤ 1/8", "1/4", "1/2", "1", "2", "4", "≥ 8"]
    assert axes.images[0].get_clim() == pytest.approx((-3, 3))


def test_there_is_one_panel_per_scene():
    both = pd.concat([PAIRS, PAIRS.assign(data_set="far_coast")])
    titles = [axes.get_title() for axes in size_ratios(both, WORDS).axes]
    assert titles[:2] == ["field", "far coast"]


def test_what_has_no_number_is_explained():
    empty = "Empty: an error is not shown to fall, or two sizes are not shared."
    apart = (
        "> or < alone: one method errs more with its largest size than the other with its smallest."
    )
    finite = PAIRS[np.isfinite(PAIRS["size_ratio"])]
    assert not {empty, apart} & set(read_texts(size_ratios(finite, WORDS)))
    assert apart in read_texts(size_ratios(PAIRS, WORDS))
    figure = size_ratios(pd.concat([finite, pd.DataFrame([pair("b", "d", np.nan)])]), WORDS)
    assert empty in read_texts(figure)
    assert not {(1, 3), (3, 1)} & set(cells(figure.axes[0]))


@pytest.mark.parametrize(
    "rows", [PAIRS[:0], PAIRS.assign(metric="rmsAAD"), PAIRS.assign(size_ratio=np.nan)]
)
def test_without_a_pair_there_is_no_figure(rows):
    with pytest.raises(NothingToShowError, match="two methods that share two sizes"):
        size_ratios(rows, WORDS)


def test_a_method_without_a_ratio_has_no_row():
    unknown = pd.DataFrame([pair("a", "e", np.nan), pair("b", "e", np.nan)])
    axes = size_ratios(pd.concat([PAIRS, unknown]), WORDS).axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "b", "c", "d"]
