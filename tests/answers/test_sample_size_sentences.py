"""Answers are said in words that promise no more than the numbers."""

import numpy as np
import pytest

from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.sample_size_sentences import sentence
from unmixing.answers.sample_sizes import SampleSize
from unmixing.answers.statuses import EXTRAPOLATED, ONE_SEED, REACHED, UNKNOWN, UNREACHABLE

from shared import CURVE_SIZES

CURVE = MeasuredCurve(CURVE_SIZES, np.zeros((3, len(CURVE_SIZES))))


@pytest.mark.parametrize(
    ("needed", "low", "high", "status", "words"),
    [
        (503.0, 411.0, 640.0, REACHED, "about 500 labelled pixels (95 % interval 410 to 640)"),
        (60.0, 60.0, 60.0, REACHED, "at most 60 labelled pixels"),
        (
            8000.0,
            7000.0,
            9000.0,
            EXTRAPOLATED,
            "about 8,000 labelled pixels (95 % interval 7,000 to 9,000, extrapolated 1.4-fold)",
        ),
        (
            8000.0,
            7000.0,
            np.inf,
            UNKNOWN,
            "about 8,000 labelled pixels, at least 7,000, without an upper bound",
        ),
        (40000.0, 9000.0, np.inf, UNKNOWN, "more than 9,000 labelled pixels, if ever"),
        (np.inf, np.inf, np.inf, UNREACHABLE, "never with this method, by all fits"),
        (
            503.0,
            np.nan,
            np.nan,
            ONE_SEED,
            "about 500 labelled pixels, without an interval (one run at a size)",
        ),
    ],
)
def test_every_kind_of_answer_is_said(needed, low, high, status, words):
    answer = SampleSize(needed, low, high, status, needed / 5900, 0, 375, 940)
    measured = "measured between 375 and 940 labelled pixels"
    assert sentence(answer, CURVE) == f"{words}; {measured}"


@pytest.mark.parametrize(
    ("above", "at", "words"),
    [
        (0.0, 60.0, "measured at 60 labelled pixels already"),
        (5900.0, np.inf, "not reached with the 5,900 labelled pixels measured"),
    ],
)
def test_what_was_measured_is_said(above, at, words):
    answer = SampleSize(503.0, 411.0, 640.0, REACHED, 0.1, 0, above, at)
    assert sentence(answer, CURVE).endswith(f"; {words}")
