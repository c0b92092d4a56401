"""A study is compared with published numbers by a rule a reader can check."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from unmixing.answers.published import compare, rank, summarize_all_runs
from unmixing.evaluation.runs import collect_runs

from shared import ROOT

PUBLISHED = ROOT / "config/published/multibranch.csv"


def summary_of(rows):
    columns = ["scene", "model", "n_train_pixels", "metric", "mean", "std", "n_runs"]
    table = pd.DataFrame(rows, columns=columns).assign(condition="standard")
    bounds = {"ci_low": table["mean"], "ci_high": table["mean"], "median": table["mean"]}
    return table.assign(n_diverged=0, **bounds)


def published_of(**values):
    rows = [("samson", name, 60, "overallRMSE", value) for name, value in values.items()]
    return pd.DataFrame(rows, columns=["scene", "algorithm", "n_train_pixels", "metric", "value"])


@pytest.mark.parametrize(
    ("mean", "std", "n_runs", "verdict"),
    [
        (0.100, 0.01, 5, "agrees"),
        (0.110, 0.01, 5, "agrees"),
        (0.120, 0.01, 5, "worse"),
        (0.080, 0.01, 5, "better"),
        (0.104, np.nan, 1, "cannot tell"),
        (0.400, np.nan, 1, "cannot tell"),
        (0.140, 0.10, 5, "cannot tell"),
        (0.400, 0.10, 5, "worse"),
    ],
)
def test_the_verdict_follows_the_prediction_interval(mean, std, n_runs, verdict):
    rows = [("samson", "mine", 60, "overallRMSE", mean, std, n_runs)]
    table = compare(published_of(A=0.1), summary_of(rows), {"mine": "A"}, 30)
    assert table["verdict"].item() == verdict
    if n_runs > 1:
        expected = t.ppf(0.975, n_runs - 1) * std * np.sqrt(1 / n_runs + 1 / 30) + 0.0005
        assert table["tolerance"].item() == pytest.approx(expected)


def test_published_means_are_compared_with_those_of_all_runs():
    axes = {"scene": "samson", "condition": "standard", "model": "mine", "train_size": "60"}
    facts = {"n_train_pixels": 60, "rmsAAD": 0.2, "training_time": 1.0, "inference_time": 1.0}
    runs = pd.DataFrame(
        [
            axes | facts | {"seed": seed, "overallRMSE": error, "status": status}
            for seed, (error, status) in enumerate(
                [(0.1, "completed"), (0.1, "completed"), (0.4, "diverged"), (np.nan, "diverged")]
            )
        ]
    )
    table = compare(published_of(A=0.2), summarize_all_runs(runs), {"mine": "A"}, 30)
    row = table.iloc[0]
    assert row["ours"] == pytest.approx(0.2)
    assert (row["n_runs"], row["n_diverged"]) == (3, 2)


def test_a_study_without_a_run_can_be_compared():
    summary = summarize_all_runs(collect_runs([]))
    table = compare(published_of(A=0.1), summary, {"mine": "A"}, 30)
    assert table["verdict"].tolist() == ["not run"]


def test_what_was_not_run_says_so():
    table = compare(published_of(A=0.1, B=0.2), summary_of([]), {"mine": "A"}, 30)
    assert table["verdict"].tolist() == ["not run", "not run"]


def test_ranks_are_among_the_algorithms_that_were_run():
    rows = [
        ("samson", "a", 60, "overallRMSE", 0.3, 0.01, 5),
        ("samson", "b", 60, "overallRMSE", 0.2, 0.01, 5),
    ]
    published = published_of(A=0.1, B=0.2, C=0.05)
    comparison = compare(published, summary_of(rows), {"a": "A", "b": "B", "c": "C"}, 30)
    found = rank(published, comparison).query("scene == 'samson'").set_index("algorithm")
    assert found["rank"].to_dict() == {"A": 2, "B": 1}
    assert found["published_rank_here"].to_dict() == {"A": 1, "B": 2}


def test_mean_ranks_are_of_the_cells_in_which_all_were_run():
    rows = [
        ("samson", "a", 60, "overallRMSE", 0.3, 0.01, 5),
        ("samson", "b", 60, "overallRMSE", 0.2, 0.01, 5),
        # Alone, the worse of the two would be first.
        ("jasper", "a", 60, "overallRMSE", 0.3, 0.01, 5),
    ]
    published = pd.concat(
        [published_of(A=0.1, B=0.2), published_of(A=0.1, B=0.2).assign(scene="jasper")]
    )
    models = {"a": "A", "b": "B"}
    found = rank(published, compare(published, summary_of(rows), models, 30))
    means = found[found["scene"] == "all"].set_index("algorithm")["rank"]
    assert means.to_dict() == {"A": 2, "B": 1}
    apart = compare(published, summary_of(rows[1:]), models, 30)
    assert not (rank(published, apart)["scene"] == "all").any()


def test_the_published_ranks_are_those_of_the_published_errors():
    published = pd.read_csv(PUBLISHED)
    cell = ["scene", "n_train_pixels", "algorithm"]
    errors = published[published["metric"] == "overallRMSE"].set_index(cell)["value"]
    ranks = published[published["metric"] == "overallRMSE_rank"].set_index(cell)["value"]
    groups = errors.groupby(["scene", "n_train_pixels"])
    # The printed errors are rounded, so that ties hide the order.
    assert (ranks >= groups.rank(method="min")).all()
    assert (ranks <= groups.rank(method="max")).all()


def test_a_published_single_run_is_known_less_well():
    rows = [("samson", "mine", 60, "overallRMSE", 0.12, 0.01, 5)]
    verdicts = [
        compare(published_of(A=0.1), summary_of(rows), {"mine": "A"}, runs)["verdict"].item()
        for runs in (30, 1)
    ]
    assert verdicts == ["worse", "agrees"]
