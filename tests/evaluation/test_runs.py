"""Runs are joined and counted by status, even if they are few or failed."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.columns import write_table
from learning_curves.runs import (
    add_region_counts,
    coverage,
    select_completed,
    usable_errors,
)
from unmixing.evaluation.metrics import compute_abundance_metrics
from unmixing.evaluation.runs import collect_runs, compute_errors_of_means, find_collapsed
from unmixing.vocabulary import UNMIXING

from made_runs import make_row, make_runs

CELLS = [("a", 10), ("a", 0.5), ("b", 10)]


def planned(n_repetitions):
    """Return a plan of one method with equally many repetitions everywhere."""
    return [[data_set, "standard", "m", str(size), n_repetitions] for data_set, size in CELLS]


def test_runs_of_scenes_with_different_endmembers_are_joined(tmp_path):
    rows = [
        make_row(class0RMSE=0.1, epochs=3),
        make_row("b", class0RMSE=0.2, class1RMSE=0.3, epochs=4),
    ]
    paths = []
    for i, row in enumerate(rows):
        paths.append(tmp_path / f"{i}.csv")
        write_table(pd.DataFrame([row]), paths[-1], UNMIXING)
    runs = collect_runs(paths)
    assert runs["data_set"].tolist() == ["a", "b"]
    assert runs.columns[-3:].tolist() == ["class0RMSE", "class1RMSE", "epochs"]
    assert runs["size_name"].tolist() == ["10", "10"]
    assert np.isnan(runs.loc[0, "class1RMSE"])


def test_coverage_counts_every_planned_run():
    runs = pd.DataFrame(
        [make_row(), make_row(repetition=1, status="diverged"), make_row(size_name="0.5")]
    )
    table = coverage(runs, planned(3)).set_index(["data_set", "size_name"])
    assert table.loc[("a", "10"), ["completed", "diverged", "missing"]].tolist() == [1, 1, 1]
    assert table.loc[("a", "0.5"), ["completed", "diverged", "missing"]].tolist() == [1, 0, 2]
    assert table.loc[("b", "10"), "missing"] == 3
    empty = coverage(collect_runs([]), planned(3))
    assert (empty["missing"] == 3).all()


def test_errors_are_usable_where_a_run_completed_with_a_finite_one():
    runs = make_runs({"m": [0.1, np.inf, 0.3, None]})
    runs.loc[2, "status"] = "diverged"
    usable = usable_errors(runs, ["overallRMSE"])
    assert usable["overallRMSE"].dropna().tolist() == [0.1]
    assert usable["rmsAAD"].equals(runs["rmsAAD"])
    assert select_completed(runs)["repetition"].tolist() == [0, 1]


def test_a_run_that_errs_like_the_mean_abundances_collapsed():
    truth = np.random.default_rng(0).dirichlet([1, 1, 1], 200)
    predictions = {
        "means": np.tile(truth.mean(axis=0), (200, 1)),
        "one endmember": np.tile([1.0, 0, 0], (200, 1)),
        "hardly anything": 0.05 * truth + 0.95 * truth.mean(axis=0),
        "learnt a little": 0.15 * truth + 0.85 * truth.mean(axis=0),
        "exact": truth,
    }
    rows = [
        make_row(repetition=i) | compute_abundance_metrics(truth, p)
        for i, p in enumerate(predictions.values())
    ]
    runs = pd.DataFrame(rows)
    assert find_collapsed(runs).tolist() == [True, True, True, False, False]
    runs.loc[0, "status"] = "diverged"
    told = runs.assign(collapsed=find_collapsed(runs))
    table = coverage(told, planned(5)).set_index(["data_set", "size_name"])
    assert table.loc[("a", "10"), ["completed", "diverged", "collapsed"]].tolist() == [4, 1, 2]


def test_the_error_of_the_mean_abundances_is_right():
    truth = np.random.default_rng(1).dirichlet([1, 2, 3], 100)
    runs = pd.DataFrame([make_row() | compute_abundance_metrics(truth, 0.5 * truth + 0.1)])
    means = np.sqrt(((truth - truth.mean(axis=0)) ** 2).mean())
    assert compute_errors_of_means(runs).tolist() == pytest.approx([means])


def test_a_baseline_of_mean_abundances_does_not_collapse():
    truth = np.random.default_rng(0).dirichlet([1, 1, 1], 200)
    metrics = compute_abundance_metrics(truth, np.tile(truth.mean(axis=0), (200, 1)))
    runs = pd.DataFrame([make_row(repetition=repetition) | metrics for repetition in range(3)])
    assert find_collapsed(runs).sum() == 3
    assert find_collapsed(runs, baselines=["m"]).sum() == 0


def test_an_endmember_that_never_varies_makes_no_run_collapse():
    truth = np.c_[np.random.default_rng(0).dirichlet([1, 1], 50), np.zeros(50)]
    runs = pd.DataFrame([make_row() | compute_abundance_metrics(truth, truth * 0.99)])
    assert not find_collapsed(runs).any()


def test_runs_of_one_region_are_one_repetition():
    errors = {"m": [0.1, 0.4, 0.2, None], "n": [0.1, 0.1, 0.1, 0.1]}
    runs = make_runs(errors, condition="halves").assign(
        region=["upper half", "upper half", "lower half", "lower half"] * 2
    )
    anywhere = make_runs(errors)
    repeated = usable_errors(pd.concat([anywhere, runs]), ["overallRMSE"])
    halves = repeated[(repeated["condition"] == "halves") & (repeated["method"] == "m")]
    assert list(halves["repetition"]) == [0, 2]
    # The geometric mean of the completed runs.
    np.testing.assert_allclose(halves["overallRMSE"], [0.2, 0.2])
    assert len(repeated[repeated["condition"] == "standard"]) == 8


def test_tables_count_the_regions_that_labels_come_from():
    runs = make_runs({"m": [0.1, 0.2, 0.3]}, condition="halves")
    runs = pd.concat([make_runs({"m": [0.1, 0.2, 0.3]}), runs.assign(region=list("aab"))])
    few = runs.iloc[[3]].assign(method="n")
    runs = pd.concat([runs, few], ignore_index=True)
    cells = runs[["data_set", "condition", "method"]].drop_duplicates()
    assert list(add_region_counts(cells, runs)["n_regions"].fillna(0)) == [0, 2, 1]
    pair = cells.iloc[[1]].rename(columns={"method": "method_a"}).assign(method_b="n")
    assert list(add_region_counts(pair, runs)["n_regions"]) == [1]


def test_large_seeds_stay_apart():
    runs = make_runs({"m": [0.1, 0.4]}).assign(repetition=[2**60 + 1, 2**60 + 2])
    assert list(usable_errors(runs, ["overallRMSE"])["overallRMSE"]) == [0.1, 0.4]
    regions = pd.concat([runs, runs.assign(condition="plot", region=["a", "b"])])
    assert len(usable_errors(regions, ["overallRMSE"])) == 4
