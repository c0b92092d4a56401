"""Intervals of needed sizes cover the true sizes of measured curves.

`real_curves.json` holds ten curves of the Learning Curve Database (its source and licence are in
it), chosen at random from those with 25 repeats at nine sizes from 32 to 512.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from coverage_on_real_curves import Study, covers, measured, rows_of_curve
from real_curves import RealCurve, truth_to_judge_by

from learning_curves.answers.answered_curves import answered

CARRIED = json.loads(Path(__file__).with_name("real_curves.json").read_text())
SIZES = np.array(CARRIED["sizes"], float)
CURVES = {
    f"{curve['learner']} on {curve['openml_data_set']}": RealCurve(SIZES, np.log(curve["errors"]))
    for curve in CARRIED["curves"]
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """Answer three and ten repeats of every other size of each curve."""
    rows = []
    for (name, curve), repeats in itertools.product(CURVES.items(), (3, 10)):
        generator = np.random.default_rng(repeats)
        study = Study(CURVES, SIZES[::2], generator.permutation(25)[:repeats], draws=100)
        result = answered(measured(name, curve, study), study.draws)
        rows += rows_of_curve(curve, result, study, generator)
    return pd.DataFrame(rows)


def test_intervals_cover_the_true_sizes_of_real_curves(answers):
    with_interval = answers[answers["low"].notna()]
    assert len(with_interval) > 40
    # Without the misfit and the stretch that few repetitions demand, 0.83 do.
    assert covers(with_interval).mean() >= 0.9


def test_intervals_of_real_curves_end_where_errors_fall(answers):
    falling = answers[answers["shape"] == "falls"]
    closed = falling[np.isfinite(falling["high"])]
    assert len(closed) > len(falling) / 2
    assert (closed["high"] / closed["low"]).median() < 4


def test_the_truth_is_as_far_from_given_repeats_as_from_new_ones():
    generator = np.random.default_rng(0)
    repeats, given = 25, 10
    distances = []
    for _ in range(2000):
        curve = RealCurve(SIZES[:2], generator.normal(0, 1, (repeats, 1)) + np.zeros(2))
        truth = truth_to_judge_by(curve, np.arange(given))
        distances.append(truth.error_at(SIZES[0]) - curve.log_errors[:given, 0].mean())
    assert np.var(distances) == pytest.approx(1 / given, rel=0.1)
