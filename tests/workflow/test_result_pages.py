"""The pages of results agree with the kept rows of runs."""

import re

import kept_rows
import numpy as np
import pandas as pd
import pytest
import result_pages
from condition_tables import errors_by_condition
from kept_rows import RESULTS, read_kept
from paper_page import BASELINES, compare_networks
from published_table import (
    compare_with_published,
    count_verdicts,
    equal_cells,
    means_by_size,
    tabulate_published,
)
from size_tables import backends_by_size, collapsed_by_size, labels_needed
from verdicts_with_collapse import add_endmember

from unmixing.vocabulary import METRIC

from made_runs import make_runs
from shared import ROOT


def cells_of(table):
    """Split a Markdown table into the texts of its cells, line by line."""
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("name", result_pages.PAGES)
def test_the_tables_of_a_page_are_those_of_its_rows(name):
    page, tables = (RESULTS / name).read_text(), result_pages.PAGES[name]
    assert [made[1] for made in result_pages.MADE.findall(page)] == list(tables)
    assert result_pages.fill_page(page, tables) == page


def test_a_table_holds_geometric_means_of_its_rows():
    runs = read_kept("protocol")
    table = errors_by_condition(runs, {"ridge": "ridge"}, [("samson", 75)], {"plot": "one plot"})
    chosen = runs.query("method == 'ridge' and data_set == 'samson' and condition == 'plot'")
    errors = chosen[chosen["size_name"] == "75"][METRIC]
    assert len(errors) == 20
    head, _, (called, found) = cells_of(table)
    assert head == ["", "ridge, Samson, 75"] and called == "one plot"
    assert float(found) == pytest.approx(np.prod(errors) ** (1 / 20), rel=0.005)


def test_lmm_and_svr_have_the_published_digits():
    rows = read_kept("paper_lmm_svr")
    compared = compare_with_published(rows, BASELINES)
    found = compared[compared["n_runs"] == 30]
    assert len(found) == 48
    assert (found["ours"].round(3) == found["published"]).all()


def test_verdicts_are_read_off_the_published_table(tmp_path):
    published = tmp_path / "published.csv"
    columns = ["data_set", "algorithm", "size", "metric", "value"]
    rows = [["samson", "NET", 60, metric, 0.2] for metric in ("overallRMSE", "rmsAAD")]
    pd.DataFrame(rows, columns=columns).to_csv(published, index=False)
    axes = {"data_set": "samson", "condition": "standard", "method": "net", "size_name": "60"}
    runs = pd.DataFrame(
        [
            axes
            | {"repetition": repetition, "size": 60, "status": "completed"}
            | {"overallRMSE": error, "rmsAAD": 0.2, "training_time": 1.0, "inference_time": 1.0}
            for repetition, error in enumerate((0.099, 0.1, 0.101))
        ]
    )
    table = tabulate_published(runs, {"net": "NET"}, published)
    _, _, row = cells_of(table)
    assert row[:6] == ["NET", "Samson", "60", "3", "0.1000", "0.200"]
    # With runs of one error only the rounding is left: 0.0005 of 0.2, rounded up.
    assert row[7:] == ["better", "0.2000", "0.200", "1 %", "equal within 10 %"]


def test_claims_about_the_networks_follow_from_the_tests():
    compared = compare_networks()
    cells = compared.groupby(["algorithm", "data_set", "size"])
    worse = cells["verdict"].agg(lambda verdicts: (verdicts == "worse").any())
    assert len(worse) == 60 and not worse.any()
    narrow, wide = equal_cells(compared, 0.1), equal_cells(compared, 0.2)
    paper = (RESULTS / "paper.md").read_text()
    assert "no cell of 60 is shown to be worse than published" in paper
    assert f"within 10 % in {narrow} of the 60 cells, and within 20 % in {wide}." in paper
    assert not re.search(r"worse in none|none is worse|agrees?\b", paper)


CLAIM = re.compile(
    r"\bwins?\b|\berrs?\b.* times|deep learning|RMSE of \d|\bbeats?\b|worse in|small part of", re.I
)
SCENES = re.compile(r"Samson|Jasper|Berlin|simulated|scenes|there\b")
PROSE = ["README.md", "docs/limitations.md"]
PROSE += [f"docs/results/{name}" for name in result_pages.PAGES if name != "protocol.md"]


@pytest.mark.parametrize("path", PROSE)
def test_a_claim_names_its_scenes_in_the_same_line(path):
    lines = [line for line in (ROOT / path).read_text().splitlines() if line[:1] not in ("|", ">")]
    claims = [line for line in lines if CLAIM.search(line)]
    assert [line for line in claims if not SCENES.search(line)] == []


def test_verdicts_are_counted_by_error():
    columns = ["metric", "verdict"]
    rows = [("overallRMSE", "worse"), ("overallRMSE", "worse"), ("rmsAAD", "cannot tell")]
    head, _, *rows = cells_of(count_verdicts(pd.DataFrame(rows, columns=columns)))
    assert head == ["verdict", "RMSE", "rmsAAD"]
    counts = {verdict: numbers for verdict, *numbers in rows}
    assert counts["worse"] == ["2", "0"] and counts["cannot tell"] == ["0", "1"]
    assert counts["better"] == ["0", "0"]


def test_means_have_run_counts_and_the_best_published_row_below():
    runs = read_kept("paper_lmm_svr")
    runs = runs[(runs["method"] == "lmm") | (runs["repetition"] < 4)]
    table = means_by_size(runs, {"lmm": "LMM", "svr": "SVR"}, "samson", METRIC)
    head, _, lmm, svr, published = cells_of(table)
    assert head[:3] == ["Samson", "60", "360"] and lmm[:3] == ["LMM", "0.418", "0.418"]
    errors = runs.query("data_set == 'samson' and method == 'svr' and size == 60")[METRIC]
    assert svr[1] == f"{errors.mean():.3f} (4)"
    assert published[:2] == ["*best published network*", "0.071"]


def test_the_file_with_most_runs_of_a_curve_counts_and_others_add_seeds(monkeypatch):
    files = {
        "few": make_runs({"net": [0.1, 0.2], "other": [0.3]}, "samson", 60),
        "many": make_runs({"net": [0.5, 0.6, 0.7]}, "samson", 60).assign(repetition=[1, 2, 3]),
    }
    rows = {name: runs.assign(size_name="60") for name, runs in files.items()}
    monkeypatch.setattr(kept_rows, "read_kept", rows.__getitem__)
    runs = kept_rows.read_each_run_once("few", "many").sort_values(["method", "repetition"])
    assert runs[["method", "repetition", METRIC]].values.tolist() == [
        ["net", 0, 0.1],
        ["net", 1, 0.5],
        ["net", 2, 0.6],
        ["net", 3, 0.7],
        ["other", 0, 0.3],
    ]


def test_collapsed_runs_are_counted():
    # The mean abundances err by 0.35.
    runs = add_endmember(
        pd.concat(
            [
                make_runs({"net": [0.1, 0.36, 0.33], "good": [0.1, 0.1, 0.3]}, "samson", 60),
                make_runs({"net": [0.1, 0.1], "good": [0.1]}, "samson", 360),
                make_runs({"good": [0.9]}, "jasper", 60),
            ]
        )
    )
    head, _, *rows = cells_of(collapsed_by_size(runs, {"net": "NET", "good": "G"}, "samson"))
    assert head == ["Samson", "60", "360"]
    assert rows == [["NET", "2 of 3", "0 of 2"]]


def test_backends_are_compared_where_both_ran():
    one = pd.concat(
        [
            make_runs({"net": [0.1, 0.2, 0.3]}, "samson", 60),
            make_runs({"net": [0.1]}, "samson", 360),
        ]
    )
    # A fourth repetition has no pair.
    other = make_runs({"net": [0.2, 0.4, 0.6, 0.9]}, "samson", 60)
    _, _, *rows = cells_of(backends_by_size(one, other, {"net": "NET"}))
    # Two of the eight sign patterns of three pairs are as extreme.
    ratio = "2.00 (2.00 to 2.00)"
    assert rows == [["NET", "Samson", "60", "3", "0.200", "0.400", ratio, "0.250", "0.25"]]


def test_labels_needed_reach_the_error_where_the_means_do():
    runs = read_kept("protocol").query("condition == 'standard' and data_set == 'samson'")
    head, _, wide, narrow = cells_of(labels_needed(runs, "kernel_ridge", [0.03, 0.01]))
    assert head == ["abundance RMSE", "Samson"]
    assert wide == ["0.03", "30 or fewer labelled pixels (up to 34)"]
    means = np.log(runs.query("method == 'kernel_ridge'").set_index("size")[METRIC])
    reached = np.exp(means.groupby(level=0).mean()) <= 0.01
    about = int(re.search(r"about ([\d,]+) ", narrow[1])[1].replace(",", ""))
    assert reached.index[~reached].max() < about < reached.index[reached].min()
