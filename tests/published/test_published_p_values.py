"""Published p-values are what they are said to be, and stand next to ours."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from learning_curves.answers.pairs import compare_methods
from learning_curves.columns import read_table
from unmixing.published.p_values import published_p_values
from unmixing.vocabulary import ERRORS, UNMIXING

from made_runs import make_runs
from shared import ROOT

PUBLISHED = ROOT / "config/published/multibranch.csv"
PUBLISHED_P_VALUES = ROOT / "config/published/multibranch_p_values.csv"


def published_errors(metric):
    published = read_table(PUBLISHED, UNMIXING)
    cell = ["data_set", "size", "algorithm"]
    return published[published["metric"] == metric].set_index(cell)["value"]


def test_the_published_p_values_are_those_of_known_algorithms_and_sizes():
    table = read_table(PUBLISHED_P_VALUES, UNMIXING)
    published = read_table(PUBLISHED, UNMIXING)
    sizes = set(zip(published["data_set"], published["size"], strict=True))
    assert set(zip(table["data_set"], table["size"], strict=True)) == sizes
    algorithms = set(table["algorithm_a"]) | set(table["algorithm_b"])
    assert len(algorithms) == 10
    assert algorithms < set(published["algorithm"])
    assert len(table) == 18 * 45
    names = [frozenset(pair) for pair in table[["algorithm_a", "algorithm_b"]].to_numpy()]
    assert not table.assign(pair=names).duplicated(["data_set", "size", "pair"]).any()


def test_every_published_p_is_the_normal_approximation_of_30_pairs_without_correction():
    differences = np.tile(np.arange(1.0, 31), (233, 1))
    # Every rank sum, by turning the largest ranks that fit.
    for wanted, row in enumerate(differences):
        for rank in range(30, 0, -1):
            if rank <= wanted:
                row[rank - 1], wanted = -rank, wanted - rank
    published = set(read_table(PUBLISHED_P_VALUES, UNMIXING)["p_value"])
    ours = {"method": "asymptotic", "correction": False}
    others = {"method": "exact"}, {"method": "asymptotic", "correction": True}
    on_grid, *off_grid = (
        published <= set(stats.wilcoxon(differences, axis=1, **options).pvalue.round(4))
        for options in (ours, *others)
    )
    assert on_grid
    assert not any(off_grid)


@pytest.mark.parametrize("metric", ERRORS)
def test_names_of_the_published_p_values_are_right(metric):
    """Means that lie further apart have a smaller p; exchanging two names fits worse."""
    table = read_table(PUBLISHED_P_VALUES, UNMIXING)
    errors = np.log(published_errors(metric))

    def agreement(names):
        a, b = (
            errors.loc[
                pd.MultiIndex.from_arrays(
                    [table["data_set"], table["size"], table[column].replace(names)]
                )
            ].to_numpy()
            for column in ("algorithm_a", "algorithm_b")
        )
        return -stats.spearmanr(np.abs(a - b), table["p_value"]).statistic

    algorithms = sorted(set(table["algorithm_a"]) | set(table["algorithm_b"]))
    swaps = [agreement({a: b, b: a}) for a, b in itertools.combinations(algorithms, 2)]
    assert agreement({}) > 0.7
    assert max(swaps) < agreement({})


@pytest.mark.parametrize("metric", ERRORS)
def test_every_published_rank_is_one_that_its_rounded_mean_allows(metric):
    errors = published_errors(metric)
    ranks = published_errors(f"{metric}_rank").loc[errors.index]
    for cell, means in errors.groupby(["data_set", "size"]):
        low, high = means.to_numpy() - 0.0005, means.to_numpy() + 0.0005
        surely_better = (high[:, None] <= low + 1e-9).sum(axis=0)
        perhaps_better = (low[:, None] < high - 1e-9).sum(axis=0)
        here = ranks.loc[means.index]
        outside = (here < surely_better + 1) | (here > perhaps_better)
        assert not outside.any(), (cell, here[outside])


def test_published_p_values_stand_next_to_ours_in_either_order():
    generator = np.random.default_rng(0)
    close = generator.lognormal(size=30)
    runs = make_runs(
        {"mine": close, "other": close + 1, "third": generator.permutation(close)}, "samson", 60
    )
    comparisons = compare_methods(runs, ERRORS, UNMIXING)
    published = pd.DataFrame(
        [
            ("samson", "B", "A", 60, 0.0),
            ("samson", "A", "C", 60, 0.01),
            ("samson", "A", "D", 60, 0),
        ],
        columns=["data_set", "algorithm_a", "algorithm_b", "size", "p_value"],
    )
    methods = {"mine": "A", "other": "B", "third": "C"}
    table = published_p_values(published, comparisons, methods, UNMIXING)
    assert len(table) == 2 * len(ERRORS)
    first = table[table["method_b"] == "other"].iloc[0]
    assert (first["algorithm_a"], first["algorithm_b"]) == ("A", "B")
    assert first["at_5_percent"] == "both below"
    assert first["median_difference"] == pytest.approx(-1)
    third = table[table["method_b"] == "third"].iloc[0]
    assert third["published_p"] == 0.01
    assert third["at_5_percent"] == "only the published p below"


def test_published_p_values_of_methods_that_did_not_run_say_so():
    runs = make_runs({"mine": [0.1, None], "other": [None, 0.2]}, "samson", 60)
    published = pd.DataFrame(
        [("samson", "A", "B", 60, 0.2)],
        columns=["data_set", "algorithm_a", "algorithm_b", "size", "p_value"],
    )
    methods = {"mine": "A", "other": "B"}
    table = published_p_values(
        published, compare_methods(runs, ["overallRMSE"], UNMIXING), methods, UNMIXING
    )
    assert table["at_5_percent"].tolist() == ["not run"]
