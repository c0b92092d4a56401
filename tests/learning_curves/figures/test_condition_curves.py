"""Curves by condition share a scale, next to a panel of ratios."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.answers.break_even import break_even
from learning_curves.answers.condition_effects import condition_effects, region_effects
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.figures.condition_curves import condition_curves

from drawn import assert_legible, read_legend, read_points, read_texts
from made_runs import WORDS, simulate_runs


@pytest.fixture
def runs():
    standard = simulate_runs(3, 5, gap=0.3)
    plot = standard.assign(condition="plot", overallRMSE=2 * standard["overallRMSE"])
    return pd.concat([standard, plot], ignore_index=True)


def figure_of(runs, label_free=()):
    curves = measured_curves(runs, "overallRMSE")
    effects = condition_effects(runs, "overallRMSE", "standard", WORDS, 50)
    of_regions = region_effects(runs, "overallRMSE", "standard", WORDS)
    crossings = break_even(curves, "overallRMSE", label_free, WORDS, 50)
    return condition_curves(runs, effects, of_regions, crossings, label_free, WORDS)


def dashed(axes):
    return [line for line in axes.lines if line.get_linestyle() == "--"]


def curves(axes):
    return [line for line in axes.lines if line.get_marker() in "os"]


def stars(axes):
    return [line for line in axes.lines if line.get_marker() == "*"]


def test_every_scene_has_a_row_of_methods_and_ratios(runs):
    figure = figure_of(runs)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["m0", "m1", "m2", "400 labelled pixels"] * 2
    assert read_legend(figure) == ["standard", "plot"]
    ratios = figure.axes[3]
    points = [line.get_xdata()[0] for line in ratios.lines if line.get_marker() == "s"]
    assert points == pytest.approx([2, 2, 2])
    assert_legible(figure) if figure.get_figwidth() <= 7 else None


def test_panels_of_a_scene_share_their_errors(runs):
    figure = figure_of(runs)
    assert len({axes.get_ylim() for axes in figure.axes[:3]}) == 1


def without_labels(runs, **errors):
    """Add methods with a constant error at every size and condition."""
    for method, error in errors.items():
        flat = error * np.random.default_rng(0).lognormal(0, 0.01, len(runs))
        runs = runs.assign(overallRMSE=runs["overallRMSE"].where(runs["method"] != method, flat))
    return runs


def test_the_best_method_without_labels_is_dashed_under_every_condition(runs):
    runs = without_labels(runs, m1=0.006, m2=0.007)
    figure = figure_of(runs, ["m1", "m2"])
    assert "best without labels" in read_legend(figure)
    assert not {"m1", "m2"} & {axes.get_title() for axes in figure.axes}
    here = runs[(runs["method"] == "m1") & (runs["data_set"] == "field")]
    for line, condition in zip(dashed(figure.axes[0]), ["standard", "plot"], strict=True):
        part = here[here["condition"] == condition]
        means = np.exp(np.log(part["overallRMSE"]).groupby(part["size"]).mean())
        assert read_points(line) == [pytest.approx(point) for point in means.items()]


def test_a_star_stands_where_a_curve_falls_below_the_errors_without_labels(runs):
    """Errors of m0 are 1 / size, and 2 / size in a plot."""
    figure = figure_of(without_labels(runs, m2=0.006), ["m2"])
    axes = figure.axes[0]
    marked = [line for line in stars(axes) if line.get_markersize() > 6]
    assert [line.get_xdata()[0] for line in marked] == pytest.approx(
        [1 / 0.006, 2 / 0.006], rel=0.1
    )
    for star, curve, line in zip(marked, curves(axes), dashed(axes), strict=True):
        assert star.get_color() == curve.get_color() == line.get_color()
        ((size, error),) = read_points(star)
        for through in (curve, line):
            sizes, errors = np.log(read_points(through)).T
            assert np.exp(np.interp(np.log(size), sizes, errors)) == pytest.approx(error)
    assert any("labels pay from here on" in words for words in read_legend(figure))


def test_intervals_of_crossings_stand_apart_at_the_foot(runs):
    axes = figure_of(without_labels(runs, m2=0.006), ["m2"]).axes[0]
    heights = [line.get_ydata()[0] for line in stars(axes) if line.get_markersize() <= 6]
    assert len(set(heights)) == 2
    bottom, top = np.log(axes.get_ylim())
    least = min(np.log(line.get_ydata()).min() for line in curves(axes))
    assert max(heights) < (least - bottom) / (top - bottom)


@pytest.mark.parametrize("error", [1.0, 1e-6])
def test_a_method_that_always_or_never_beats_going_without_has_no_star(runs, error):
    figure = figure_of(without_labels(runs, m2=error), ["m2"])
    assert not any(stars(axes) for axes in figure.axes)
    assert not any("labels pay" in words for words in read_legend(figure))
    # Nor has a method that was not measured with the fewest labels.
    narrowed = runs[(runs["method"] != "m0") | (runs["size"] > 100)]
    figure = figure_of(without_labels(narrowed, m2=error), ["m2"])
    assert not stars(figure.axes[0])


def test_every_region_is_a_point(runs):
    plots = runs["condition"] == "plot"
    regions = ("plot " + runs["repetition"].astype(str)).where(plots)
    figure = figure_of(runs.assign(region=regions))
    assert "one region that labels come from" in read_legend(figure)
    here = runs[plots & (runs["data_set"] == "field") & (runs["method"] == "m0")]
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "."]
    expected = sorted(zip(here["size"], here["overallRMSE"], strict=True))
    np.testing.assert_allclose(sorted(read_points(dots[0])), expected)
    ratios = [line for line in figure.axes[3].lines if line.get_marker() == "."]
    assert [len(line.get_xdata()) for line in ratios] == [5, 5, 5]
    assert any("plot: 5 regions" in words.replace("\n", " ") for words in read_texts(figure))


def test_one_condition_says_so(runs):
    figure = figure_of(runs[runs["condition"] == "standard"])
    assert any("one condition" in words for words in read_texts(figure))
    figure_of(runs, ["m0", "m1", "m2"])
    figure_of(runs[:0])
