"""Two machines share a study: rows of one are used by the other, and not computed there."""

import shutil

import pandas as pd
import pytest

from project import MEASURED, STUDY, copy_project, count_jobs, run_study, write_study

pytestmark = pytest.mark.slow

ONE = STUDY | {"models": {"ridge": {}, "mean_abundance": {}}, "train_sizes": [20, 40, 80]}


def test_rows_of_another_machine_are_rows_of_this_study(tmp_path):
    project = copy_project(tmp_path)
    write_study(project, ONE)
    run_study(project, "tables")
    # Keep only the table, and begin again.
    shutil.copy(project / "results/small/tables/runs.csv", project / "theirs.csv")
    shutil.rmtree(project / "results/small")
    theirs = pd.read_csv(project / "theirs.csv")
    write_study(project, ONE | {"seeds": [0, 1, 2], "measured_runs": ["theirs.csv"]})
    said = run_study(project, "tables", "answers")
    # One more seed than in the table: two models at three sizes.
    assert count_jobs(said)["fit_estimator"] == 6
    ours = pd.read_csv(project / "results/small/tables/runs.csv")
    assert ours["seed"].tolist() == [0, 1, 2] * 6
    assert (ours["measured_in"].notna() == (ours["seed"] < 2)).all()
    taken = ours[ours["seed"] < 2].drop(columns="measured_in").reset_index(drop=True)
    pd.testing.assert_frame_equal(taken, theirs[taken.columns])
    # From the same machine and code, so they equal what would have been computed here.
    here = ours[ours["seed"] == 2].drop(columns=MEASURED)
    assert set(here["code_digest"]) == set(theirs["code_digest"])
    coverage = pd.read_csv(project / "results/small/tables/coverage.csv")
    # A method that is meant to predict the mean abundances does not collapse.
    assert coverage.set_index("model").loc["mean_abundance", "collapsed"].tolist() == [0, 0, 0]
    assert (coverage["completed"] == 3).all() and (coverage["missing"] == 0).all()
    assert not (project / "results/small/runs/field/standard/ridge/n20/seed0").exists()
