"""Tables say what the runs say, also when runs are few, failed or missing."""

import numpy as np
import pandas as pd
import pytest

from unmixing.storage import write_rows
from unmixing.tables import collect_runs, coverage, read_table, summarize_runs, write_table

AXES = {
    "scenes": ["a", "b"],
    "conditions": ["standard"],
    "models": ["m"],
    "train_sizes": {"a": [10, 0.5], "b": [10]},
    "seeds": [0, 1, 2],
}


def run(scene="a", train_size="10", seed=0, status="completed", **metrics):
    return {
        "scene": scene,
        "condition": "standard",
        "model": "m",
        "train_size": train_size,
        "seed": seed,
        "n_train_pixels": 10,
        "status": status,
    } | metrics


def test_runs_of_scenes_with_different_endmembers_are_joined(tmp_path):
    rows = [run(class0RMSE=0.1, epochs=3), run("b", class0RMSE=0.2, class1RMSE=0.3, epochs=4)]
    paths = []
    for i, row in enumerate(rows):
        paths.append(tmp_path / f"{i}.csv")
        pd.DataFrame([row]).to_csv(paths[-1], index=False)
    runs = collect_runs(paths)
    assert runs["scene"].tolist() == ["a", "b"]
    assert runs.columns[-3:].tolist() == ["class0RMSE", "class1RMSE", "epochs"]
    assert runs["train_size"].tolist() == ["10", "10"]
    assert np.isnan(runs.loc[0, "class1RMSE"])


def test_coverage_counts_every_planned_run():
    runs = pd.DataFrame([run(), run(seed=1, status="diverged"), run(train_size="0.5")])
    table = coverage(runs, AXES).set_index(["scene", "train_size"])
    assert table.loc[("a", "10"), ["completed", "diverged", "missing"]].tolist() == [1, 1, 1]
    assert table.loc[("a", "0.5"), ["completed", "diverged", "missing"]].tolist() == [1, 0, 2]
    assert table.loc[("b", "10"), "missing"] == 3
    empty = coverage(collect_runs([]), AXES)
    assert (empty["missing"] == 3).all()


def test_a_summary_describes_completed_runs():
    values = [0.1, 0.2, 0.6]
    runs = [run(seed=seed, error=value) for seed, value in enumerate(values)]
    runs.append(run(seed=3, status="diverged", error=9.0))
    row = summarize_runs(pd.DataFrame(runs)).iloc[0]
    assert row["n_runs"] == 3
    assert row["mean"] == pytest.approx(np.mean(values))
    assert row["std"] == pytest.approx(np.std(values, ddof=1))
    assert (row["min"], row["median"], row["max"]) == (0.1, 0.2, 0.6)
    assert 0.1 <= row["ci_low"] < row["mean"] < row["ci_high"] <= 0.6


def test_one_run_has_no_interval_and_no_spread():
    row = summarize_runs(pd.DataFrame([run(error=0.3)])).iloc[0]
    assert row["mean"] == 0.3
    assert np.isnan([row["std"], row["ci_low"], row["ci_high"]]).all()


def test_the_interval_covers_the_mean_about_as_often_as_it_says():
    generator = np.random.default_rng(0)
    covered = 0
    for _ in range(100):
        runs = [run(seed=i, error=x) for i, x in enumerate(generator.normal(1, 0.2, 30))]
        row = summarize_runs(pd.DataFrame(runs)).iloc[0]
        covered += row["ci_low"] < 1 < row["ci_high"]
    assert 86 <= covered <= 100


def test_metrics_that_are_not_defined_are_left_out():
    runs = pd.DataFrame([run(error=0.1, angle=np.nan), run(seed=1, error=0.2, angle=np.inf)])
    assert summarize_runs(runs)["metric"].tolist() == ["error"]


@pytest.mark.parametrize("name", ["2024", "007", "NA", "null", "nan", "1e3"])
def test_names_that_look_like_numbers_or_nothing_stay_names(tmp_path, name):
    row = run(name, overallRMSE=0.1) | {"model": name, "condition": name}
    write_rows([row | {"aSAM": np.float64("nan")}], tmp_path / "metrics.csv")
    runs = collect_runs([tmp_path / "metrics.csv"])
    axes = {
        "scenes": [name],
        "conditions": [name],
        "models": [name],
        "train_sizes": {name: [10]},
        "seeds": [0],
    }
    assert coverage(runs, axes)["completed"].tolist() == [1]
    write_table(summarize_runs(runs), tmp_path / "summary.csv")
    summary = read_table(tmp_path / "summary.csv")
    assert summary[["scene", "condition", "model"]].iloc[0].tolist() == [name] * 3
    assert summary["metric"].tolist() == ["overallRMSE"]
    assert summary["std"].isna().all()
