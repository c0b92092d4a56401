"""Sentences promise no more than the numbers of an answer."""

import numpy as np
import pytest

from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.sample_size_sentences import sentence, short_sentence
from learning_curves.answers.sample_sizes import SampleSize, measured_answer
from learning_curves.answers.statuses import (
    EXTRAPOLATED,
    MEASURED,
    NOT_FITTED,
    ONE_REPETITION,
    REACHED,
    TWO_SIZES,
    UNKNOWN,
    UNREACHABLE,
)
from learning_curves.groups import Groups

from made_runs import CURVE_SIZES, WORDS

CURVE = MeasuredCurve(CURVE_SIZES, np.zeros((3, len(CURVE_SIZES))))


INSIDE = (375.0, 940.0, "measured between 375 and 940 labelled pixels")
FIRST = (0.0, 60.0, "measured at 60 labelled pixels already")
OUTSIDE = (5900.0, np.inf, "not reached with the 5,900 labelled pixels measured")


@pytest.mark.parametrize(
    ("needed", "low", "high", "status", "bracket", "words"),
    [
        (
            503.0,
            411.0,
            640.0,
            REACHED,
            INSIDE,
            "about 500 labelled pixels (410 to 640)",
        ),
        (60.0, 60.0, 60.0, REACHED, FIRST, "60 or fewer labelled pixels"),
        (
            8000.0,
            7000.0,
            9000.0,
            EXTRAPOLATED,
            OUTSIDE,
            "about 8,000 labelled pixels (7,000 to 9,000), 1.4 times the most measured",
        ),
        (
            8000.0,
            7000.0,
            np.inf,
            UNKNOWN,
            OUTSIDE,
            "about 8,000 labelled pixels (7,000 or more)",
        ),
        (np.nan, 9000.0, np.inf, UNKNOWN, OUTSIDE, "more than 9,000 labelled pixels, if ever"),
        (
            np.nan,
            501.0,
            np.inf,
            UNKNOWN,
            INSIDE,
            "at least 500 labelled pixels",
        ),
        (np.nan, 11800, np.inf, UNREACHABLE, OUTSIDE, "never with this method, by all fits"),
        (
            503.0,
            np.nan,
            np.nan,
            ONE_REPETITION,
            INSIDE,
            "about 500 labelled pixels (one run at each size, so no interval)",
        ),
        (
            np.nan,
            np.nan,
            np.nan,
            ONE_REPETITION,
            OUTSIDE,
            "more than the 5,900 labelled pixels measured, if ever (one run at each size, so no "
            "interval)",
        ),
    ],
)
def test_every_kind_of_answer_is_said(needed, low, high, status, bracket, words):
    *ends, measured = bracket
    answer = SampleSize(needed, low, high, status, needed / 5900, 0, *ends)
    assert sentence(answer, CURVE, WORDS) == f"{words}; {measured}"


def test_a_fit_outside_the_measured_bracket_says_so():
    answer = SampleSize(3000.0, 2510.0, 5020.0, REACHED, 0.5, 0, 375.0, 940.0)
    assert sentence(answer, CURVE, WORDS) == (
        "about 3,000 labelled pixels (2,500 to 5,100) by the fits, "
        "but measured between 375 and 940 labelled pixels"
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (MEASURED, "60 or fewer labelled pixels (measured; the fits do not confirm it)"),
        (TWO_SIZES, "60 or fewer labelled pixels (two sizes give no interval)"),
        (NOT_FITTED, "60 or fewer labelled pixels (measured)"),
    ],
)
def test_a_bracket_is_said_alone(status, words):
    assert sentence(measured_answer(CURVE, 1.0, status), CURVE, WORDS) == words


@pytest.mark.parametrize(
    ("needed", "measured_at", "words"),
    [
        (503.0, 940.0, "about 500 labelled pixels (the interval is open)"),
        (60.0, 940.0, "60 or fewer labelled pixels (the interval is open)"),
        (np.nan, np.inf, "an unknown number of labelled pixels, if ever"),
        (np.nan, 940.0, "an unknown number of labelled pixels"),
    ],
)
def test_a_lower_end_at_the_smallest_size_is_left_out(needed, measured_at, words):
    answer = SampleSize(needed, 60.0, np.inf, UNKNOWN, needed / 5900, 0, 375.0, measured_at)
    assert sentence(answer, CURVE, WORDS).startswith(f"{words}; ")


@pytest.mark.parametrize(
    ("low", "needed", "high", "words"),
    [
        (1097, 1100, 1104, "about 1,100 labelled pixels (1,097 to 1,104)"),
        (1012, 1100, 1209, "about 1,100 labelled pixels (1,010 to 1,210)"),
        (1012, 1100, 1391, "about 1,100 labelled pixels (1,000 to 1,400)"),
        (375, 391, 440, "about 390 labelled pixels (up to 440)"),
        (375, 375, 1047, "375 or fewer labelled pixels (up to 1,100)"),
        (375, 375.4, 1047, "375 or fewer labelled pixels (up to 1,100)"),
        (375, 375, 410, "375 or fewer labelled pixels (up to 410)"),
    ],
)
def test_ends_are_rounded_outwards_and_measured_sizes_not_at_all(low, needed, high, words):
    curve = MeasuredCurve(CURVE_SIZES[2:], np.zeros((3, 4)))
    answer = SampleSize(needed, low, high, REACHED, needed / 5900, 0, 0.0, 2350.0)
    assert sentence(answer, curve, WORDS).startswith(f"{words};")


def test_an_answer_counts_the_groups_that_hold_its_samples():
    n = len(CURVE_SIZES)
    groups = Groups(np.full(n, 40), np.full(n, 10), CURVE_SIZES / 30)
    answer = SampleSize(150.0, 100.0, 200.0, REACHED, 0.1, 0.0, *INSIDE[:2])
    said = short_sentence(answer, CURVE._replace(groups=groups), WORDS)
    assert said == "about 150 labelled pixels (100 to 200), of about 5 groups"
