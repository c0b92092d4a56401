"""Needed training samples are found if they exist, and never if they do not."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from coverage_of_intervals import TRUE_FAMILIES, Design, Job, summarise, trial

from learning_curves.answers.curve_fits import draw_curves, fit_curve
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.sample_size_sentences import sentence
from learning_curves.answers.sample_sizes import measured_bracket, sample_size

from made_runs import CURVE_SIZES, WORDS, make_curve


@pytest.mark.slow
def test_intervals_of_needed_pixels_cover_the_true_number():
    jobs = itertools.product(TRUE_FAMILIES, (0, 0.03), range(8), [300], [Design()])
    rows = pd.DataFrame([row for job in jobs for row in trial(Job(*job))])
    inside = summarise(rows).query("where == 'inside'")
    assert inside["covered"].mean() >= 0.9
    assert inside["unreachable"].max() == 0


def test_a_floor_above_the_target_is_never_called_reachable():
    values = np.log(0.05 + 0.5 * np.exp(-CURVE_SIZES / 100))
    curve = make_curve(values, spread=0.03)
    fit = fit_curve(curve)
    answer = sample_size(fit, draw_curves(fit, 300), 0.04)
    assert answer.status == "unreachable"
    assert np.isnan(answer.needed)
    assert "never" in sentence(answer, curve, WORDS)


def test_an_answer_inside_the_measured_sizes_is_bracketed():
    curve = make_curve(np.log(2 * CURVE_SIZES**-0.5), spread=0.1)
    fit = fit_curve(curve)
    error = 2 * 500**-0.5
    answer = sample_size(fit, draw_curves(fit, 300), error)
    assert answer.status == "reached"
    assert answer.low < 500 < answer.high
    assert answer.needed == pytest.approx(500, rel=0.1)
    assert (answer.measured_above, answer.measured_at) == (375, 940)
    assert "measured between 375 and 940 labelled pixels" in sentence(answer, curve, WORDS)


def test_an_answer_beyond_the_measured_sizes_says_how_far():
    curve = make_curve(np.log(2 * CURVE_SIZES**-0.5), spread=0.03)
    fit = fit_curve(curve)
    draws = draw_curves(fit, 300)
    near = sample_size(fit, draws, 2 * 8000**-0.5)
    assert near.factor == pytest.approx(8000 / 5900, rel=0.15)
    assert near.measured_at == np.inf
    far = sample_size(fit, draws, 2 * 40000**-0.5)
    assert (near.status, far.status, far.high) == ("extrapolated", "unknown", np.inf)
    assert sentence(far, curve, WORDS).startswith("more than 11,000 labelled pixels, if ever")


def test_the_largest_error_is_reached_at_the_smallest_size_already():
    curve = make_curve(np.log(2 * CURVE_SIZES**-0.5))
    assert measured_bracket(curve, 1.0) == (0, 60)
    fit = fit_curve(curve)
    answer = sample_size(fit, draw_curves(fit, 100), 1.0)
    assert (answer.low, answer.needed, answer.high) == (60, 60, 60)
    assert "60 or fewer" in sentence(answer, curve, WORDS)


def test_one_seed_has_no_interval():
    curve = MeasuredCurve(CURVE_SIZES, np.log(2 * CURVE_SIZES**-0.5)[None])
    fit = fit_curve(curve)
    answer = sample_size(fit, {}, 2 * 500**-0.5)
    assert answer.status == "one seed"
    assert np.isnan([answer.low, answer.high]).all()
    assert answer.needed == pytest.approx(500, rel=0.1)


def test_few_seeds_widen_the_interval():
    values = np.log(2 * CURVE_SIZES**-0.5)
    widths = []
    for repetitions in (3, 30):
        fit = fit_curve(make_curve(values, repetitions=repetitions))
        answer = sample_size(fit, draw_curves(fit, 300), 2 * 500**-0.5)
        widths.append(np.log(answer.high / answer.low))
    assert widths[0] > 2 * widths[1]


def test_a_rising_curve_has_what_was_measured():
    curve = make_curve(np.log([0.1, 0.12, 0.14, 0.17, 0.2, 0.24]), spread=0.02)
    fit = fit_curve(curve)
    answer = sample_size(fit, draw_curves(fit, 100), 0.11)
    assert (answer.status, answer.measured_above, answer.measured_at) == ("measured", 0, 60)
    assert np.isnan([answer.needed, answer.low, answer.high]).all()
    words = "60 or fewer labelled pixels (measured; the fits do not confirm it)"
    assert sentence(answer, curve, WORDS) == words


def test_a_dipping_curve_is_not_said_to_need_more_than_was_measured():
    curve = make_curve(np.log([0.2, 0.1, 0.13, 0.16, 0.2, 0.24]), spread=0.02)
    fit = fit_curve(curve)
    answer = sample_size(fit, draw_curves(fit, 100), 0.11)
    assert (answer.measured_above, answer.measured_at) == (60, 150)
    assert not answer.low > 150
    said = sentence(answer, curve, WORDS)
    assert "more than" not in said and said.endswith("measured between 60 and 150 labelled pixels")


def test_a_logarithm_reaches_no_absurd_error_soon():
    values = np.log(0.3 - 0.03 * np.log(CURVE_SIZES))
    fit = fit_curve(make_curve(values, spread=0.02))
    answer = sample_size(fit, draw_curves(fit, 100), 1e-6)
    assert answer.status in ("unknown", "unreachable")


@pytest.mark.parametrize("repetitions", [1, 3, 30])
@pytest.mark.parametrize("exponent", [0.01, 0.1, 0.5])
def test_no_number_lies_beyond_twice_the_largest_size(repetitions, exponent):
    curve = make_curve(np.log(2 * CURVE_SIZES**-exponent), spread=0.05, repetitions=repetitions)
    fit = fit_curve(curve)
    drawn, reach = draw_curves(fit, 100) if repetitions > 1 else {}, 2 * CURVE_SIZES[-1]
    # From 1.2 to a million times the largest size.
    for error in 2 * (CURVE_SIZES[-1] * np.geomspace(1.2, 1e6, 12)) ** -exponent:
        answer = sample_size(fit, drawn, error)
        ends = np.array([answer.needed, answer.low, answer.high])
        assert not (ends[np.isfinite(ends)] > reach).any()
        assert answer.low <= reach or repetitions == 1
        numbers = re.findall(
            r"[\d,]*\d", re.sub(r"[\d.]+ times", "", sentence(answer, curve, WORDS))
        )
        assert all(float(number.replace(",", "")) <= reach for number in numbers)
