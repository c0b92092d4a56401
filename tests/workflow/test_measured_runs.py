"""Two machines share a study: rows of one are used by the other, and not computed there."""

import shutil

import pandas as pd
import pytest

from project import MEASURED, STUDY, change, count_jobs, run_study

pytestmark = pytest.mark.slow

CNN = "unmixing_pixel_based_cnn"


def test_rows_of_another_machine_are_rows_of_this_study(edited):
    tables = edited / "results/small/tables"
    whole = pd.read_csv(tables / "runs.csv")
    is_here = (whole["model"] == CNN) & (whole["train_size"] == 20) & (whole["seed"] == 1)
    # Keep only a table without one run, and begin again.
    shutil.rmtree(edited / "results/small")
    whole[~is_here].to_csv(edited / "theirs.csv", index=False)
    mean = {"mean_abundance": {"train_sizes": [20]}}
    change(edited, models=STUDY["models"] | mean, measured_runs=["theirs.csv"])
    jobs = count_jobs(run_study(edited, "tables"))
    assert (jobs["train_network"], jobs["fit_estimator"]) == (1, 2)
    ours = pd.read_csv(tables / "runs.csv")
    of_mean = ours["model"] == "mean_abundance"
    assert ours.loc[of_mean, "measured_in"].isna().all()
    ours = ours[~of_mean].reset_index(drop=True)
    assert ours["measured_in"].isna().tolist() == is_here.tolist()
    # What is computed here equals what was computed there, but for times and memory.
    pd.testing.assert_frame_equal(
        ours.drop(columns=["measured_in", *MEASURED]), whole.drop(columns=MEASURED)
    )
    pd.testing.assert_frame_equal(ours.loc[~is_here, MEASURED], whole.loc[~is_here, MEASURED])
    coverage = pd.read_csv(tables / "coverage.csv").set_index("model")
    # A method that is meant to predict the mean abundances does not collapse.
    assert coverage.loc["mean_abundance", "collapsed"] == 0
    assert (coverage["missing"] == 0).all()
    assert not (edited / "results/small/runs/field/standard" / CNN / "n40/seed0").exists()
