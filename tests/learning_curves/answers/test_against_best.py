"""Methods are compared with the best by tests that are seldom wrong and find differences."""

import numpy as np
import pandas as pd
import pytest
from power_of_tests import draw_errors
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from learning_curves.answers import against_best as module
from learning_curves.answers.against_best import against_best

from made_runs import NOTHING_LEARNT, make_runs, mark_collapsed

METRIC = "overallRMSE"


def table_of(errors, margin=0.1):
    """Compare methods of one size with the best."""
    return against_best(make_runs(errors), [METRIC], margin).set_index("method")


def test_numbers_are_those_of_scipy_and_statsmodels():
    errors = np.exp(np.random.default_rng(0).normal([-2, -1.9, -1.5, -2.05], 0.1, (12, 4)))
    by_model = dict(zip("abcd", errors.T, strict=True))
    table = table_of(by_model)
    best = min(by_model, key=lambda method: stats.gmean(by_model[method]))
    others = [method for method in by_model if method != best]
    assert table["best"].eq(best).all() and table.loc[best, "standing"] == "best"
    p_values = []
    for method in others:
        test = stats.ttest_rel(np.log(by_model[method]), np.log(by_model[best]))
        interval = np.exp(test.confidence_interval())
        row = table.loc[method]
        assert row["p_value"] == pytest.approx(test.pvalue)
        assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(tuple(interval))
        assert row["error"] == pytest.approx(stats.gmean(by_model[method]))
        p_values.append(min(1, test.pvalue * 2))
    assert table.loc[others, "p_holm"].to_numpy() == pytest.approx(
        multipletests(p_values, method="holm")[1]
    )


def test_sign_flips_of_few_seeds_are_all_counted():
    table = table_of({"a": [0.1, 0.11, 0.12, 0.1], "b": [0.2, 0.21, 0.23, 0.19]})
    assert table.loc["b", "p_flip"] == pytest.approx(2 / 2**4)


def test_equality_is_shown_and_not_assumed():
    generator = np.random.default_rng(1)
    a = np.exp(generator.normal(-2, 0.2, 30))
    near = a * np.exp(generator.normal(0.02, 0.05, 30))
    noisy = a * np.exp(generator.normal(0.2, 0.5, 30))
    standing = table_of({"a": a, "near": near, "noisy": noisy})["standing"]
    assert standing[["near", "noisy"]].tolist() == ["equal", "no difference shown"]
    assert table_of({"a": a, "near": near}, 0.01)["standing"]["near"] != "equal"


def test_one_seed_is_not_tested():
    assert table_of({"a": [0.1], "b": [0.3]}).loc["b", "standing"] == "too few runs to test"


def test_one_error_of_zero_does_not_reverse_the_ranks():
    generator = np.random.default_rng(2)
    good, poor = np.exp(generator.normal([-3, -2], 0.1, (30, 2))).T
    before, zero = table_of({"good": good, "poor": poor}), poor.copy()
    zero[0] = 0
    after = table_of({"good": good, "poor": zero})
    assert (
        after["standing"].to_dict()
        == before["standing"].to_dict()
        == {
            "good": "best",
            "poor": "worse",
        }
    )
    # Half the least error that is not zero.
    assert after["zero_as"].unique() == pytest.approx([good.min() / 2])
    assert before["zero_as"].isna().all()
    expected = np.exp(np.log(np.r_[good.min() / 2, zero[1:]]).mean())
    assert after.loc["poor", "error"] == pytest.approx(expected)


def test_a_method_of_few_seeds_that_errs_less_is_not_called_worse():
    generator = np.random.default_rng(0)
    of_repetitions = generator.normal(0, 0.3, 30)
    many = np.exp(of_repetitions - 2)
    few = many[:10] * np.exp(generator.normal(-0.3, 0.05, 10))
    table = table_of({"many": many, "few": few})
    assert table["best"].eq("many").all()
    assert table.loc["few", "ratio_high"] < 1
    assert table.loc["few", "standing"] == "better"


def test_two_runs_of_three_times_the_error_are_too_few_and_not_undecided():
    generator = np.random.default_rng(0)
    many = np.exp(generator.normal(-2, 0.05, 15))
    table = table_of({"many": many, "near": 1.25 * many, "net": 3 * many[:2] * [0.8, 1.2]})
    assert table.loc["near", "standing"] == "worse"
    assert table.loc["net", "ratio"] > 2.5
    assert table.loc["net", "standing"] == "too few runs to test"


def collapsing(repetitions=30, which=()):
    """Make the errors of a method that collapses on the given repetitions."""
    errors = np.exp(np.random.default_rng(0).normal(-3, 0.1, repetitions))
    errors[list(which)] = NOTHING_LEARNT
    return errors


def table_with_collapses(errors):
    runs = mark_collapsed(make_runs(errors))
    return against_best(runs, [METRIC], 0.1).set_index("method")


def test_rare_collapses_make_no_method_worse():
    steady = collapsing()
    jitter = np.exp(np.random.default_rng(1).normal(0, 0.01, 30))
    rare = collapsing(which=[3, 5, 7, 12, 20]) * jitter
    rare[[3, 5, 7, 12, 20]] = NOTHING_LEARNT
    by_all_runs = table_of({"steady": steady, "rare": rare})
    assert by_all_runs.loc["rare", "standing"] == "worse"
    row = table_with_collapses({"steady": steady, "rare": rare}).loc["rare"]
    assert (row["n_runs"], row["n_collapsed"], row["n_pairs"], row["n_tested"]) == (30, 5, 30, 25)
    assert row["standing"] == "no difference shown"
    learnt = rare < NOTHING_LEARNT
    test = stats.ttest_rel(np.log(rare[learnt]), np.log(steady[learnt]))
    assert row["p_value"] == pytest.approx(test.pvalue)
    assert row["ratio"] == pytest.approx(stats.gmean(rare[learnt] / steady[learnt]))


def test_a_method_that_collapses_more_often_is_said_to():
    steady, often = collapsing(which=[0]), collapsing(which=range(12))
    row = table_with_collapses({"steady": steady, "often": often}).loc["often"]
    assert row["p_collapsed"] == pytest.approx(mcnemar([[1, 0], [11, 18]]).pvalue)
    assert row["standing"] == "collapses more often"


def test_a_method_that_errs_more_where_both_learn_is_worse_whatever_collapses():
    steady = collapsing(which=[4])
    worse = 1.5 * collapsing()
    table = table_with_collapses({"steady": steady, "worse": worse})
    assert table.loc["worse", "standing"] == "worse"
    assert table.loc["worse", "ratio"] == pytest.approx(1.5)


def test_a_method_that_mostly_failed_is_not_the_best():
    table = table_of({"net": [0.01, 0.01, None, None, None], "svr": [0.1] * 5})
    assert table["best"].eq("svr").all()
    assert table.loc["net", "n_pairs"] == 2
    assert against_best(make_runs({"net": [None]}), [METRIC], 0.1).empty


@pytest.mark.slow
@pytest.mark.parametrize("n_equal", [2, 4, 8])
def test_equal_methods_are_seldom_called_worse(monkeypatch, n_equal):
    # Flips only take verdicts back, and take long.
    none = type("Flips", (), {"pvalue": 0.0})
    monkeypatch.setattr(module, "permutation_test", lambda *given, **options: none)
    generator = np.random.default_rng(n_equal)
    wrong = 0
    for _ in range(150):
        errors = draw_errors(8, 6, n_equal, 0.5, generator)
        standing = table_of(errors, 1e-6)["standing"]
        equal = [f"m{i}" for i in range(n_equal)]
        wrong += (standing[equal] == "worse").any()
    # 5 % and three standard errors.
    assert wrong / 150 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 150)


def test_a_difference_is_found_that_signed_ranks_of_all_pairs_cannot_find():
    generator = np.random.default_rng(0)
    table = table_of(draw_errors(8, 10, 1, 0.5, generator))
    assert table["standing"].eq("worse").sum() == 7
    assert isinstance(table, pd.DataFrame)
