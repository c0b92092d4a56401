"""Training and validation losses are plotted for every repetition."""

import itertools

import pandas as pd
import pytest

from learning_curves.columns import rows_of
from unmixing.figures.training_curves import training_curves
from unmixing.vocabulary import UNMIXING

from drawn import read_legend, read_points

MODELS, SIZES, SEEDS = ["unmixing_pixel_based_cnn", "unmixing_multibranch"], ["60", "150"], [0, 1]


@pytest.fixture(scope="module")
def histories():
    return pd.DataFrame(
        {
            "data_set": "field",
            "condition": "standard",
            "method": method,
            "size_name": size,
            "repetition": repetition,
            "epoch": epoch,
            "loss": 2.0**-epoch * (1 + repetition),
            "val_loss": 2.0**-epoch * (3 + repetition),
        }
        for method, size, repetition, epoch in itertools.product(MODELS, SIZES, SEEDS, range(4))
    )


def test_a_row_a_model_and_a_column_a_size(histories):
    figure = training_curves(histories, UNMIXING)
    assert [axes.get_title() for axes in figure.axes] == [
        "pixel-based CNN, 60 labelled pixels",
        "pixel-based CNN, 150 labelled pixels",
        "multibranch, 60 labelled pixels",
        "multibranch, 150 labelled pixels",
    ]
    assert [axes.get_ylabel() for axes in figure.axes] == ["loss", "", "loss", ""]
    assert {axes.get_xlabel() for axes in figure.axes} == {"epoch"}
    assert {axes.get_yscale() for axes in figure.axes} == {"log"}
    assert read_legend(figure) == ["training", "validation"]


def test_a_line_is_a_loss_of_a_seed(histories):
    figure = training_curves(histories, UNMIXING)
    axes = figure.axes[3]
    here = rows_of(histories, method="unmixing_multibranch", size_name="150")
    expected = [
        list(zip(run["epoch"], run[loss], strict=True))
        for _, run in here.groupby("repetition")
        for loss in ("loss", "val_loss")
    ]
    assert [read_points(line) for line in axes.lines] == expected
    entries = figure.legends[0].get_lines()
    for line, entry in zip(axes.lines, entries * len(SEEDS), strict=True):
        assert line.get_color() == entry.get_color()
        assert line.get_linestyle() == entry.get_linestyle()


def test_without_a_history_there_is_an_empty_panel(histories):
    figure = training_curves(histories[:0], UNMIXING)
    assert [len(axes.lines) for axes in figure.axes] == [0]
