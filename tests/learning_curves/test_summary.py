"""Summaries describe the completed runs, with intervals of their means."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.summary import summary_table

from made_runs import WORDS, make_row, make_runs


def test_a_summary_describes_completed_runs():
    values = [0.1, 0.2, 0.6]
    runs = [make_row(repetition=repetition, error=value) for repetition, value in enumerate(values)]
    runs.append(make_row(repetition=3, status="diverged", error=9.0))
    row = summary_table(pd.DataFrame(runs), WORDS).iloc[0]
    assert row["n_runs"] == 3
    assert row["mean"] == pytest.approx(np.mean(values))
    assert row["std"] == pytest.approx(np.std(values, ddof=1))
    assert (row["min"], row["median"], row["max"]) == (0.1, 0.2, 0.6)
    assert 0.1 <= row["ci_low"] < row["mean"] < row["ci_high"] <= 0.6


def test_one_run_has_no_interval_and_no_spread():
    row = summary_table(pd.DataFrame([make_row(error=0.3)]), WORDS).iloc[0]
    assert row["mean"] == 0.3
    assert np.isnan([row["std"], row["ci_low"], row["ci_high"]]).all()


def test_the_interval_covers_the_mean_about_as_often_as_it_says():
    generator = np.random.default_rng(0)
    covered = 0
    for _ in range(100):
        runs = [make_row(repetition=i, error=x) for i, x in enumerate(generator.normal(1, 0.2, 30))]
        row = summary_table(pd.DataFrame(runs), WORDS).iloc[0]
        covered += row["ci_low"] < 1 < row["ci_high"]
    assert 86 <= covered <= 100


def test_metrics_that_are_not_defined_are_left_out():
    runs = pd.DataFrame(
        [make_row(error=0.1, angle=np.nan), make_row(repetition=1, error=0.2, angle=np.inf)]
    )
    assert summary_table(runs, WORDS)["metric"].tolist() == ["error"]


def test_the_mean_of_regions_lies_in_its_interval():
    """One region has most of the runs, and counts once."""
    regions = ["a"] * 20 + list("bcdefg")
    runs = make_runs({"m": [0.01] * 20 + [0.4] * 6}, condition="plot").assign(region=regions)
    row = summary_table(runs, WORDS).set_index("metric").loc["overallRMSE"]
    assert row["mean"] == pytest.approx((0.01 + 6 * 0.4) / 7)
    assert row["ci_low"] < row["mean"] < row["ci_high"] and row["n_runs"] == 26


def test_the_interval_of_an_error_in_groups_ends_at_zero():
    """A score may lie below zero, an error may not."""
    counted = {"n_groups": 6, "n_test_groups": 8, "n_all_groups": 24}
    runs = make_runs({"m": [0.01, 0.01, 0.02, 0.01, 0.05]}, condition="plots")
    runs = runs.assign(score=runs["overallRMSE"], **counted)
    table = summary_table(runs, WORDS).set_index("metric")
    assert table.loc["overallRMSE", "ci_low"] == 0
    assert table.loc["score", "ci_low"] < 0
    assert table.loc["overallRMSE", "ci_high"] == table.loc["score", "ci_high"]
