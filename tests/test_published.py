"""A study is compared with published numbers by a rule a reader can check."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from conftest import ROOT
from unmixing.errors import UserError
from unmixing.published import compare, paper_table, rank, summarize_all_runs, write_paper_table
from unmixing.published_table import P_VALUE_COLUMNS, check_p_values, check_published
from unmixing.tables import collect_runs

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
        (0.104, np.nan, 1, "agrees"),
        (0.106, np.nan, 1, "worse"),
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


def test_the_published_ranks_are_those_of_the_published_errors():
    published = pd.read_csv(PUBLISHED)
    cell = ["scene", "n_train_pixels", "algorithm"]
    errors = published[published["metric"] == "overallRMSE"].set_index(cell)["value"]
    ranks = published[published["metric"] == "overallRMSE_rank"].set_index(cell)["value"]
    groups = errors.groupby(["scene", "n_train_pixels"])
    # The printed errors are rounded, so that ties hide the order.
    assert (ranks >= groups.rank(method="min")).all()
    assert (ranks <= groups.rank(method="max")).all()


@pytest.mark.parametrize("suffix", [".csv", ".md", ".tex", ".html"])
def test_the_table_of_the_paper_marks_the_best(tmp_path, suffix):
    rows = [
        ("samson", "a", 60, "overallRMSE", 0.3, 0.01, 5),
        ("samson", "b", 60, "overallRMSE", 0.25, 0.01, 5),
    ]
    table = paper_table(summary_of(rows), "overallRMSE", {"b": "B", "a": "A"})
    assert table.index.tolist() == ["B", "A"]
    path = tmp_path / f"paper{suffix}"
    write_paper_table(table, path)
    marked = {".md": "**0.2500**", ".tex": "\\textbf{0.2500}", ".html": "bold", ".csv": "0.25"}
    assert marked[suffix] in path.read_text()


def test_names_with_underscores_are_latex(tmp_path):
    rows = [("real_field", "nnls_fitted", 60, "overallRMSE", 0.3, 0.01, 5)]
    table = paper_table(summary_of(rows), "overallRMSE", {"nnls_fitted": "nnls_fitted"})
    write_paper_table(table, tmp_path / "paper.tex")
    text = (tmp_path / "paper.tex").read_text()
    assert "real\\_field" in text
    assert re.findall(r"(?<!\\)_", text) == []


def test_a_published_single_run_is_known_less_well():
    rows = [("samson", "mine", 60, "overallRMSE", 0.12, 0.01, 5)]
    verdicts = [
        compare(published_of(A=0.1), summary_of(rows), {"mine": "A"}, runs)["verdict"].item()
        for runs in (30, 1)
    ]
    assert verdicts == ["worse", "agrees"]


def algorithms():
    published = pd.read_csv(PUBLISHED)
    return {f"m{i}": name for i, name in enumerate(published["algorithm"].unique())}


def test_the_carried_table_fits_the_study_of_the_paper():
    check_published(PUBLISHED, ["samson", "jasper", "urban"], algorithms())


@pytest.mark.parametrize(
    ("scenes", "models", "words"),
    [
        (["samson", "jasper"], {}, "Unknown scene .*'urban'"),
        (["samson", "jasper", "urban"], {"m0": "LNM"}, r"models\.m0.*'LNM'.*Did you mean 'LMM'"),
        (["samson", "jasper", "urban"], {"m14": "LMM"}, "no model of the study is published_as"),
    ],
)
def test_a_published_table_that_does_not_fit_is_refused(scenes, models, words):
    with pytest.raises(UserError, match=words):
        check_published(PUBLISHED, scenes, algorithms() | models)


def test_a_published_number_that_is_none_is_found_by_its_line(tmp_path):
    path = tmp_path / "published.csv"
    path.write_text("scene,algorithm,n_train_pixels,metric,value\nsamson,A,60,overallRMSE,low\n")
    with pytest.raises(UserError, match="line 2"):
        check_published(path, ["samson"], {"mine": "A"})


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("samson,A,B,60,<0.001", "line 2: a number is missing"),
        ("samsom,A,B,60,0.1", "line 2: 'samsom'.*Did you mean 'samson'"),
        ("samson,A,C,60,0.1", "algorithm in .*line 2: 'C'"),
    ],
)
def test_a_published_p_value_that_does_not_fit_is_found_by_its_line(tmp_path, row, words):
    path = tmp_path / "p_values.csv"
    path.write_text(",".join(P_VALUE_COLUMNS) + f"\n{row}\n")
    with pytest.raises(UserError, match=words):
        check_p_values(path, ["samson"], {"a": "A", "b": "B"})
