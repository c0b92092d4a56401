"""Methods are set against the best by tests that err seldom, and find what is there."""

import numpy as np
import pandas as pd
import pytest
from power_of_tests import draw_errors
from scipy import stats
from statsmodels.stats.multitest import multipletests

from unmixing.answers import against_best as module
from unmixing.answers.against_best import against_best

from shared import runs_of

METRIC = "overallRMSE"


def table_of(errors, margin=0.1):
    """Set methods of one size against the best."""
    return against_best(runs_of(errors), [METRIC], margin).set_index("model")


def test_numbers_are_those_of_scipy_and_statsmodels():
    errors = np.exp(np.random.default_rng(0).normal([-2, -1.9, -1.5, -2.05], 0.1, (12, 4)))
    by_model = dict(zip("abcd", errors.T, strict=True))
    table = table_of(by_model)
    best = min(by_model, key=lambda model: stats.gmean(by_model[model]))
    others = [model for model in by_model if model != best]
    assert table["best"].eq(best).all() and table.loc[best, "standing"] == "best"
    p_values = []
    for model in others:
        test = stats.ttest_rel(np.log(by_model[model]), np.log(by_model[best]))
        interval = np.exp(test.confidence_interval())
        row = table.loc[model]
        assert row["p_value"] == pytest.approx(test.pvalue)
        assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(tuple(interval))
        assert row["error"] == pytest.approx(stats.gmean(by_model[model]))
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
    assert standing[["near", "noisy"]].tolist() == ["equal", "not told apart"]
    assert table_of({"a": a, "near": near}, 0.01)["standing"]["near"] != "equal"


def test_one_seed_and_errors_of_zero_are_not_tested():
    assert table_of({"a": [0.1], "b": [0.3]}).loc["b", "standing"] == "not told apart"
    table = table_of({"a": [0.0, 0.0, 0.1], "b": [0.3, 0.3, 0.3]})
    assert (table.loc["a", "standing"], table.loc["a", "measure"]) == ("best", "median")
    assert table.loc["b", ["p_value", "p_equal"]].isna().all()


def test_a_method_of_few_seeds_that_errs_less_is_not_called_worse():
    generator = np.random.default_rng(0)
    of_seeds = generator.normal(0, 0.3, 30)
    many = np.exp(of_seeds - 2)
    few = many[:10] * np.exp(generator.normal(-0.3, 0.05, 10))
    table = table_of({"many": many, "few": few})
    assert table["best"].eq("many").all()
    assert table.loc["few", "ratio_high"] < 1
    assert table.loc["few", "standing"] == "better"


def test_a_method_that_mostly_failed_is_not_the_best():
    table = table_of({"net": [0.01, 0.01, None, None, None], "svr": [0.1] * 5})
    assert table["best"].eq("svr").all()
    assert table.loc["net", "n_pairs"] == 2
    assert against_best(runs_of({"net": [None]}), [METRIC], 0.1).empty


@pytest.mark.parametrize("n_equal", [2, 4, 8])
def test_equal_methods_are_seldom_told_apart(monkeypatch, n_equal):
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
