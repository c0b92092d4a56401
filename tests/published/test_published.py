"""A study is compared with published numbers by a rule that a reader can check."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact, t
from statsmodels.stats.weightstats import ttost_ind
from verdicts_with_collapse import ERROR_OF_MEANS, add_endmember, compare_with_published

from learning_curves.columns import read_table
from unmixing.evaluation.runs import collect_runs
from unmixing.published.comparison import compare, rank, summarize_all_runs
from unmixing.vocabulary import UNMIXING

from made_runs import make_runs
from shared import ROOT

PUBLISHED = ROOT / "config/published/multibranch.csv"


def summary_of(rows):
    columns = ["data_set", "method", "size", "metric", "mean", "std", "n_runs"]
    table = pd.DataFrame(rows, columns=columns).assign(condition="standard")
    bounds = {"ci_low": table["mean"], "ci_high": table["mean"], "median": table["mean"]}
    learnt = {"n_learnt": table["n_runs"], "mean_learnt": table["mean"], "error_of_means": np.nan}
    return table.assign(n_diverged=0, **bounds, **learnt)


def published_of(**values):
    rows = [("samson", name, 60, "overallRMSE", value) for name, value in values.items()]
    return pd.DataFrame(rows, columns=["data_set", "algorithm", "size", "metric", "value"])


@pytest.mark.parametrize(
    ("mean", "std", "n_runs", "verdict"),
    [
        (0.100, 0.005, 5, "equal within 10 %"),
        (0.100, 0.01, 5, "equal within 20 %"),
        (0.112, 0.01, 5, "no difference shown"),
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
    axes = {"data_set": "samson", "condition": "standard", "method": "mine", "size_name": "60"}
    facts = {"size": 60, "rmsAAD": 0.2, "training_time": 1.0, "inference_time": 1.0}
    runs = pd.DataFrame(
        [
            axes | facts | {"repetition": repetition, "overallRMSE": error, "status": status}
            for repetition, (error, status) in enumerate(
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
    found = rank(published, comparison).query("data_set == 'samson'").set_index("algorithm")
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
        [published_of(A=0.1, B=0.2), published_of(A=0.1, B=0.2).assign(data_set="jasper")]
    )
    methods = {"a": "A", "b": "B"}
    found = rank(published, compare(published, summary_of(rows), methods, 30))
    means = found[found["data_set"] == "all"].set_index("algorithm")["rank"]
    assert means.to_dict() == {"A": 2, "B": 1}
    apart = compare(published, summary_of(rows[1:]), methods, 30)
    assert not (rank(published, apart)["data_set"] == "all").any()


def test_the_published_ranks_are_those_of_the_published_errors():
    published = read_table(PUBLISHED, UNMIXING)
    cell = ["data_set", "size", "algorithm"]
    errors = published[published["metric"] == "overallRMSE"].set_index(cell)["value"]
    ranks = published[published["metric"] == "overallRMSE_rank"].set_index(cell)["value"]
    groups = errors.groupby(["data_set", "size"])
    # The printed errors are rounded, so ties hide the order.
    assert (ranks >= groups.rank(method="min")).all()
    assert (ranks <= groups.rank(method="max")).all()


def test_a_published_single_run_is_known_less_well():
    rows = [("samson", "mine", 60, "overallRMSE", 0.12, 0.01, 5)]
    verdicts = [
        compare(published_of(A=0.1), summary_of(rows), {"mine": "A"}, runs)["verdict"].item()
        for runs in (30, 1)
    ]
    assert verdicts == ["worse", "no difference shown"]


def test_the_margin_of_equality_is_that_of_two_one_sided_tests():
    generator = np.random.default_rng(0)
    ours = generator.normal(0.1, 0.005, 30)
    # Theirs are 30 runs with the spread of ours, as we assume of published ones.
    theirs = 0.101 + (ours - ours.mean())[::-1]
    rows = [("samson", "mine", 60, "overallRMSE", ours.mean(), ours.std(ddof=1), 30)]
    published = published_of(A=0.101)
    margin = compare(published, summary_of(rows), {"mine": "A"}, 30)["equal_within"].item()
    assert 0 < margin < 0.1
    # The test does not include the rounding of the published mean.
    reach = margin * 0.101 - 0.0005
    p_value, *_ = ttost_ind(ours, theirs, -reach, reach)
    # That test has 58 degrees of freedom, ours has those of the only known spread.
    assert p_value == pytest.approx(0.05, abs=0.003)


def shown_in(ours, published):
    """Compare runs with a published mean of 30, where a failed run errs by 0.35."""
    runs = add_endmember(make_runs({"mine": ours}, "samson", 60))
    table = compare(published_of(A=published), summarize_all_runs(runs), {"mine": "A"}, 30)
    return table.iloc[0]


def test_a_few_failed_published_runs_may_explain_a_difference():
    ours = 0.05 * np.exp(np.random.default_rng(0).normal(0, 0.05, 5))
    row = shown_in(ours, 0.085)
    # 30 x (0.085 - 0.05) / (0.35 - 0.05) is 3.5.
    assert (row["n_failed"], row["published_failed"]) == (0, 4)
    assert row["p_failed"] == pytest.approx(fisher_exact([[0, 5], [4, 26]]).pvalue)
    assert row["verdict"] == "better, or fewer failed"
    certain = shown_in(np.tile(ours, 6), 0.15)
    assert certain["p_failed"] < 0.05 and certain["verdict"] == "better"


def test_our_failed_runs_do_not_make_a_method_worse():
    ours = 0.05 * np.exp(np.random.default_rng(0).normal(0, 0.05, 30))
    assert shown_in(ours, 0.04)["verdict"] == "worse"
    ours[:3] = ERROR_OF_MEANS
    row = shown_in(ours, 0.05)
    assert (row["n_failed"], row["verdict"]) == (3, "cannot tell")


@pytest.mark.slow
def test_equal_methods_with_some_failed_runs_are_seldom_called_better():
    rows = pd.DataFrame(compare_with_published((5, 1, 0.1, number)) for number in range(200))
    assert rows["before: better"].mean() > 0.3
    assert rows[["better", "worse"]].to_numpy().sum() / 200 <= 0.05
