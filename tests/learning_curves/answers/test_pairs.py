"""Pairs of methods are compared as by SciPy and statsmodels, and verdicts give the conclusion."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from learning_curves.answers.pairs import COLUMNS, compare_methods

from made_runs import ERRORS, NOTHING_LEARNT, WORDS, make_runs, mark_collapsed, simulate_runs


def one_row(a, b):
    return compare_methods(make_runs({"a": a, "b": b}), ["overallRMSE"], WORDS).iloc[0]


def differences_of(runs, row):
    """Pair the two methods of a row by repetition, the long way."""
    part = runs[(runs["data_set"] == row["data_set"]) & (runs["size"] == row["size"])]
    a, b = (
        part[(part["method"] == row[name]) & (part["status"] == "completed")].set_index(
            "repetition"
        )
        for name in ("method_a", "method_b")
    )
    return (a[row["metric"]] - b[row["metric"]]).dropna()


def test_every_pair_equals_what_scipy_says_of_it():
    runs = simulate_runs(4, 9)
    lost = (runs["method"] == "m1") & (runs["repetition"] == 3) & (runs["size"] == 200)
    runs = runs[~lost].reset_index(drop=True)
    runs.loc[(runs["method"] == "m2") & (runs["repetition"] > 6), "status"] = "diverged"
    runs.loc[(runs["method"] == "m3") & (runs["repetition"] == 0), list(ERRORS)] = np.inf
    table = compare_methods(runs, ERRORS, WORDS)
    assert len(table) == 2 * 3 * 2 * 6
    for _, row in table.iterrows():
        difference = differences_of(runs.replace(np.inf, np.nan), row)
        n = len(difference)
        assert row["n_pairs"] == n
        assert row["median_difference"] == pytest.approx(difference.median())
        assert row["wins"] == (difference < 0).sum()
        assert row["losses"] == (difference > 0).sum()
        exact = stats.wilcoxon(difference, method="exact")
        assert row["p_value"] == pytest.approx(exact.pvalue)
        approximate = stats.wilcoxon(difference, method="asymptotic", correction=False)
        assert row["p_normal"] == pytest.approx(approximate.pvalue)
        against = stats.wilcoxon(difference, alternative="greater").statistic
        assert row["rank_biserial"] == pytest.approx(1 - 2 * against / (n * (n + 1) / 2))
        signs = stats.quantile_test(difference, q=0, p=0.5).confidence_interval(0.95)
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(signs), nan_ok=True)
    assert {5, 6, 7, 8, 9} >= set(table["n_pairs"]) > {7, 9}


def test_p_is_corrected_within_a_size_and_within_all_sizes():
    table = compare_methods(simulate_runs(4, 8, gap=0.05), ERRORS, WORDS)
    for keys, column in (
        (["data_set", "size", "metric"], "p_holm"),
        (["data_set", "metric"], "p_holm_all_sizes"),
    ):
        for _, family in table.groupby(keys):
            expected = multipletests(family["p_value"], method="holm")[1]
            np.testing.assert_allclose(family[column], expected)
    assert (table["p_holm_all_sizes"] >= table["p_holm"]).all()
    assert (table["p_holm"] > table["p_value"]).any()


def test_the_better_method_is_named_whichever_comes_first():
    low, high = np.linspace(0.1, 0.2, 12), np.linspace(0.3, 0.5, 12)
    for a, b, verdict in ((low, high, "a better"), (high, low, "b better")):
        row = one_row(a, b)
        assert row["verdict"] == verdict
        assert row["rank_biserial"] == (1 if verdict == "a better" else -1)
        assert (row["median_difference"] < 0) == (verdict == "a better")
        assert row["p_holm"] == 2.0**-11


def test_noise_is_not_shown_to_differ():
    generator = np.random.default_rng(2)
    row = one_row(generator.lognormal(size=30), generator.lognormal(size=30))
    assert row["verdict"] == "not shown to differ"


@pytest.mark.parametrize(("n_repetitions", "smallest"), [(3, "0.25"), (5, "0.062")])
def test_few_seeds_can_show_nothing_and_the_table_says_so(n_repetitions, smallest):
    table = compare_methods(simulate_runs(3, n_repetitions, gap=9), ["overallRMSE"], WORDS)
    words = f"cannot be significant with {n_repetitions} seeds (smallest possible p = {smallest}, "
    assert table["verdict"].str.startswith(words).all()
    assert (table["wins"] == n_repetitions).all()
    assert table["median_difference"].lt(0).all()
    assert table[["ci_low", "ci_high"]].isna().all(axis=None)


@pytest.mark.parametrize(("n_repetitions", "possible"), [(12, False), (13, True)])
def test_after_holm_190_pairs_need_13_seeds(n_repetitions, possible):
    runs = make_runs({f"m{i:02d}": np.linspace(i, i + 0.5, n_repetitions) for i in range(20)})
    table = compare_methods(runs, ["overallRMSE"], WORDS)
    assert len(table) == 190
    assert table["verdict"].str.endswith(" better").all() == possible
    assert table["verdict"].str.startswith("cannot").all() != possible
    expected = multipletests(np.full(190, 2.0 ** (1 - n_repetitions)), method="holm")[1]
    np.testing.assert_allclose(table["smallest_p_holm"], expected)


def test_a_pair_with_fewer_seeds_may_be_unable_where_others_are_not():
    repetitions = np.linspace(0.1, 0.2, 8)
    short = [*(repetitions[:5] + 2), None, None, None]
    runs = make_runs({"a": repetitions, "b": repetitions + 1, "c": short})
    verdicts = compare_methods(runs, ["overallRMSE"], WORDS)["verdict"]
    assert verdicts[0] == "a better"
    assert verdicts[1:].str.startswith("cannot be significant with 5 seeds").all()


def test_equal_errors_have_p_1_and_do_not_count():
    errors = np.linspace(0.1, 0.5, 10)
    row = one_row(errors, errors)
    assert (row["p_value"], row["p_normal"], row["rank_biserial"]) == (1, 1, 0)
    assert (row["wins"], row["ties"], row["losses"]) == (0, 10, 0)
    assert (row["ci_low"], row["median_difference"], row["ci_high"]) == (0, 0, 0)
    assert row["smallest_p"] == 1
    assert row["verdict"].startswith("cannot be significant with 10 seeds, 10 of them tied (")
    half = one_row(errors, errors + np.where(np.arange(10) < 4, 0, np.arange(10) / 100))
    assert (half["wins"], half["ties"]) == (6, 4)
    assert half["p_value"] == half["smallest_p"] == 2.0**-5
    assert half["rank_biserial"] == 1
    zero = one_row(np.zeros(4), np.zeros(4))
    assert zero["p_value"] == 1


def exact_p(differences):
    """Count all signs of the differences that are not zero."""
    differences = differences[differences != 0]
    ranks = stats.rankdata(np.abs(differences))
    signs = np.array(list(itertools.product([0, 1], repeat=len(ranks))))
    distance = np.abs(signs @ ranks - ranks.sum() / 2)
    return (distance >= abs(ranks[differences > 0].sum() - ranks.sum() / 2)).mean()


def test_p_with_equal_and_zero_differences_is_that_of_all_signs():
    generator = np.random.default_rng(0)
    for _ in range(30):
        differences = generator.integers(-3, 5, size=9)
        row = one_row(10 + differences, np.full(9, 10))
        assert row["p_value"] == pytest.approx(exact_p(differences))
        assert row["smallest_p"] == 2.0 ** (1 - np.count_nonzero(differences))


def test_tied_seeds_can_show_nothing():
    row = one_row([1, 1, 1, 1, 2, 2, 2, 2], [1, 1, 1, 1, 3, 3, 3, 3])
    assert (row["wins"], row["ties"], row["p_value"]) == (4, 4, 0.125)
    words = "cannot be significant with 8 seeds, 4 of them tied (smallest possible p = 0.12"
    assert row["verdict"].startswith(words)


@pytest.mark.parametrize("n_pairs", [6, 9, 30])
def test_the_interval_of_a_median_difference_covers_it(n_pairs):
    generator = np.random.default_rng(0)
    # Every pair of m0 with another is a separate study whose true median is 0.
    skewed = generator.exponential(size=(400, n_pairs)) - np.log(2)
    runs = make_runs({"m0": np.zeros(n_pairs)} | {f"m{i}": row for i, row in enumerate(skewed, 1)})
    table = compare_methods(runs, ["overallRMSE"], WORDS)
    table = table[table["method_a"] == "m0"]
    covered = (table["ci_low"] <= 0) & (table["ci_high"] >= 0)
    assert covered.mean() >= 0.95


def test_one_seed_has_a_difference_and_no_interval():
    row = one_row([0.1], [0.3])
    assert row["median_difference"] == pytest.approx(-0.2)
    assert np.isnan([row["ci_low"], row["ci_high"]]).all()
    assert (row["wins"], row["n_pairs"], row["p_value"]) == (1, 1, 1)
    assert row["verdict"].startswith("cannot be significant with 1 seed (")


def test_seeds_that_never_meet_make_no_pairs():
    runs = make_runs({"a": [0.1, None], "b": [None, 0.2], "c": [0.3, 0.4]})
    table = compare_methods(runs, ["overallRMSE"], WORDS).set_index(["method_a", "method_b"])
    alone = table.loc[("a", "b")]
    assert (alone["n_pairs"], alone["verdict"]) == (0, "no pairs")
    numbers = ["median_difference", "ci_low", "p_value", "p_normal", "smallest_p", "p_holm"]
    assert alone[numbers].isna().all()
    assert table.loc[("a", "c"), "p_holm"] == 1


def test_a_method_that_never_ran_at_a_size_is_in_the_table():
    runs = pd.concat(
        [make_runs({"a": [0.1, 0.2], "b": [0.2, 0.3]}), make_runs({"a": [0.1, 0.2]}, size=50)]
    )
    table = compare_methods(runs, ERRORS, WORDS)
    assert table.groupby("size")["verdict"].unique()[50].tolist() == ["no pairs"]


@pytest.mark.parametrize("errors", [{"a": [0.1, 0.2]}, {}])
def test_one_method_has_no_pairs(errors):
    runs = make_runs({"a": [0.1], "b": [0.2]})
    runs = runs[runs["method"].isin(errors)]
    assert compare_methods(runs, ERRORS, WORDS).columns.tolist() == COLUMNS
    assert compare_methods(runs, ERRORS, WORDS).empty


def test_no_verdict_claims_that_methods_are_equal():
    studies = [simulate_runs(6, n, (100,), ("field",), gap=0.02) for n in (1, 3, 8, 30)]
    verdicts = pd.concat(compare_methods(runs, ERRORS, WORDS) for runs in studies)["verdict"]
    assert not verdicts.str.contains("no difference|equal|same", regex=True).any()
    assert {"not shown to differ", "m0 better"} <= set(verdicts)


def test_the_table_is_the_same_each_time():
    runs = simulate_runs(3, 6, sizes=(100,))
    pd.testing.assert_frame_equal(
        compare_methods(runs, ERRORS, WORDS), compare_methods(runs, ERRORS, WORDS)
    )


def test_collapsed_runs_are_counted_and_not_ranked():
    learnt = np.linspace(0.1, 0.2, 12)
    b = learnt + np.linspace(0.001, 0.002, 12)
    a = learnt.copy()
    a[:3] = NOTHING_LEARNT
    runs = mark_collapsed(make_runs({"a": a, "b": b}))
    row = compare_methods(runs, ["overallRMSE"], WORDS).iloc[0]
    assert (row["n_pairs"], row["n_tested"]) == (12, 9)
    assert (row["n_collapsed_a"], row["n_collapsed_b"], row["losses"]) == (3, 0, 3)
    assert row["p_value"] == stats.wilcoxon(a[3:], b[3:], method="exact").pvalue
    assert row["p_collapsed"] == mcnemar([[0, 0], [3, 9]]).pvalue
    everything = stats.wilcoxon(a, b, method="asymptotic", correction=False)
    assert row["p_normal"] == pytest.approx(everything.pvalue)
    assert row["verdict"] == "a better"


def test_a_method_that_collapses_on_more_seeds_is_named():
    steady = np.linspace(0.1, 0.2, 30)
    often = steady + np.where(np.arange(30) % 2, 0.001, -0.001)
    often[:10] = NOTHING_LEARNT
    for errors in ({"a": steady, "b": often}, {"b": often, "a": steady}):
        runs = mark_collapsed(make_runs(errors))
        row = compare_methods(runs, ["overallRMSE"], WORDS).iloc[0]
        assert row["verdict"] == "b collapses more often"
        as_meant = compare_methods(make_runs(errors), ["overallRMSE"], WORDS).iloc[0]
        assert as_meant["n_tested"] == 30


def test_seeds_without_collapse_may_be_too_few():
    a, b = np.linspace(0.1, 0.2, 8), np.linspace(0.11, 0.21, 8)
    a[:4] = b[4:] = NOTHING_LEARNT
    runs = mark_collapsed(make_runs({"a": a, "b": b}))
    row = compare_methods(runs, ["overallRMSE"], WORDS).iloc[0]
    assert row["verdict"] == "no pairs without a collapsed run"
    b[6:] = [0.21, 0.22]
    runs = mark_collapsed(make_runs({"a": a, "b": b}))
    row = compare_methods(runs, ["overallRMSE"], WORDS).iloc[0]
    assert row["verdict"].startswith(
        "cannot be significant with 2 seeds on which neither collapsed (smallest possible p = 0.5"
    )
