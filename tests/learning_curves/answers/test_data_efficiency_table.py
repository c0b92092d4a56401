"""The table of data efficiency compares each pair of methods."""

import numpy as np

from learning_curves.answers.data_efficiency_table import data_efficiency
from learning_curves.answers.measured_curves import measured_curves

from made_runs import CURVE_SIZES, make_curve, make_runs_of_curves


def test_a_crossing_has_an_interval_that_contains_it():
    slow, steep = np.log(2 * CURVE_SIZES**-0.5), np.log(2 * 500**0.5 / CURVE_SIZES)
    curves = {
        "slow": make_curve(slow, spread=0.1).log_errors,
        "steep": make_curve(steep, spread=0.1, repetition=1).log_errors,
    }
    measured = measured_curves(make_runs_of_curves(curves), "overallRMSE")
    row = data_efficiency(measured, "overallRMSE", draws=500).iloc[0]
    assert row["crossing_low"] < 500 < row["crossing_high"]
    assert row["crossing_probability"] == 1


def test_a_study_in_which_every_run_diverged_has_tables_with_no_rows():
    table = data_efficiency({}, "overallRMSE")
    assert table.empty
    assert {"data_set", "method_a", "method_b", "size_ratio"} <= set(table.columns)
