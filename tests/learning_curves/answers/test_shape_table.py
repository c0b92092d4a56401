"""Sizes that say little are flagged."""

import numpy as np

from learning_curves.answers.shape_table import shape_table
from learning_curves.columns import rows_of

from made_runs import CURVE_SIZES, WORDS, make_curve, make_runs_of_curves


def test_sizes_with_few_validation_pixels_or_updates_are_flagged():
    errors = make_curve(np.log(2 * CURVE_SIZES**-0.5), repetitions=3).log_errors
    runs = make_runs_of_curves({"network": errors, "estimator": errors})
    runs["updates"] = np.where(runs["method"] == "network", runs["size"], 0)
    flags = rows_of(shape_table(runs, WORDS), metric="overallRMSE").set_index("method")
    assert flags.loc["network", "few_updates"] == "60 150 375"
    assert flags.loc["estimator", "few_updates"] == ""
    assert flags.loc["estimator", "few_validation"] == "60"
