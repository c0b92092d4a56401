"""Curves by condition share a scale, and ratios stand beside them."""

import numpy as np
import pandas as pd
import pytest

from unmixing.answers.condition_effects import condition_effects
from unmixing.answers.measured_curves import measured_curves
from unmixing.figures.condition_curves import condition_curves

from shared import assert_legible, legend_of, simulated_runs, words_of


@pytest.fixture
def runs():
    standard = simulated_runs(3, 5, gap=0.3)
    plot = standard.assign(condition="plot", overallRMSE=2 * standard["overallRMSE"])
    return pd.concat([standard, plot], ignore_index=True)


def figure_of(runs, label_free=()):
    effects = condition_effects(measured_curves(runs, "overallRMSE"), "overallRMSE", "standard", 50)
    return condition_curves(runs, effects, label_free)


def test_every_scene_has_a_row_of_methods_and_ratios(runs):
    figure = figure_of(runs)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["m0", "m1", "m2", "400 labelled pixels"] * 2
    assert legend_of(figure) == ["standard", "plot"]
    ratios = figure.axes[3]
    points = [line.get_xdata()[0] for line in ratios.lines if line.get_marker() == "s"]
    assert points == pytest.approx([2, 2, 2])
    assert_legible(figure) if figure.get_figwidth() <= 7 else None


def test_panels_of_a_scene_share_their_errors(runs):
    figure = figure_of(runs)
    assert len({axes.get_ylim() for axes in figure.axes[:3]}) == 1


def test_the_best_method_without_labels_is_a_line(runs):
    figure = figure_of(runs, ["m2"])
    assert "best without labels, first condition" in legend_of(figure)
    assert "m2" not in [axes.get_title() for axes in figure.axes]
    here = runs[(runs["model"] == "m2") & (runs["scene"] == "field")]
    here = here[here["condition"] == "standard"]
    level = np.exp(np.log(here["overallRMSE"]).mean())
    dashed = [line for line in figure.axes[0].lines if line.get_linestyle() == "--"]
    assert dashed[0].get_ydata()[0] == pytest.approx(level)


def test_one_condition_says_so(runs):
    figure = figure_of(runs[runs["condition"] == "standard"])
    assert any("one condition" in words for words in words_of(figure))
    figure_of(runs[:0])
