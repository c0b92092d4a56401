"""A condition costs the paired ratio of errors, and the labels that are worth it."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from learning_curves.answers.against_best import against_best
from learning_curves.answers.condition_effects import condition_effects, region_effects
from learning_curves.answers.paired_ratios import next_ratio
from learning_curves.answers.pairs import compare_methods

from made_runs import CURVE_SIZES, WORDS, make_runs_of_curves

METRIC = "overallRMSE"


def runs_under(**errors):
    """Make runs of one method by condition, from errors (repetitions, sizes)."""
    return pd.concat(
        [
            make_runs_of_curves({"m": np.log(values)}).assign(condition=condition)
            for condition, values in errors.items()
        ],
        ignore_index=True,
    )


@pytest.fixture
def errors():
    generator = np.random.default_rng(0)
    repetitions = generator.normal(0, 0.1, (8, 1))
    standard = 2 * CURVE_SIZES**-0.5 * np.exp(repetitions + generator.normal(0, 0.05, (8, 6)))
    # Twice the error, which is a quarter of the labels for a power law of -1/2.
    plot = 4 * CURVE_SIZES**-0.5 * np.exp(repetitions + generator.normal(0, 0.05, (8, 6)))
    return {"standard": standard, "plot": plot}


def test_ratios_are_those_of_paired_t_intervals(errors):
    table = condition_effects(runs_under(**errors), METRIC, "standard", WORDS, draws=200)
    assert list(table["size"]) == [int(size) for size in CURVE_SIZES]
    assert table["condition"].eq("plot").all() and table["n_pairs"].eq(8).all()
    logs = {name: np.log(values[:, 2]) for name, values in errors.items()}
    test = stats.ttest_rel(logs["plot"], logs["standard"])
    low, high = np.exp(test.confidence_interval())
    row = table.iloc[2]
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx((low, high))
    assert low < 2 < high


def test_the_labels_for_the_same_error_cover_the_true_number(errors):
    table = condition_effects(runs_under(**errors), METRIC, "standard", WORDS, draws=300)
    row = table[table["size"] == 2350].iloc[0]
    assert row["same_error_at_low"] <= 2350 / 4 <= row["same_error_at_high"]
    assert row["same_error_at"] == pytest.approx(2350 / 4, rel=0.2)
    assert table.iloc[0]["same_error_at"] == 60


def test_an_error_below_all_of_the_first_condition_is_beyond_its_sizes(errors):
    better = {"standard": errors["plot"], "chosen": errors["standard"]}
    table = condition_effects(runs_under(**better), METRIC, "standard", WORDS, draws=100)
    last = table.iloc[-1]
    assert np.isinf(last["same_error_at"]) and last["ratio"] < 1


def test_one_condition_or_one_seed_compares_nothing_or_without_intervals(errors):
    assert condition_effects(runs_under(standard=errors["plot"]), METRIC, "standard", WORDS).empty
    one = {name: values[:1] for name, values in errors.items()}
    table = condition_effects(runs_under(**one), METRIC, "standard", WORDS, draws=50)
    assert table["ratio"].notna().all()
    assert table[["ratio_low", "same_error_at_low"]].isna().all(axis=None)


def test_seeds_missing_under_one_condition_make_no_pairs(errors):
    fewer = errors["plot"].copy()
    fewer[2] = np.nan
    runs = runs_under(standard=errors["standard"], plot=fewer)
    assert condition_effects(runs, METRIC, "standard", WORDS, draws=50)["n_pairs"].eq(7).all()


HALVES = ["upper half", "lower half", "left half", "right half"]


@pytest.fixture
def halves(errors):
    """Make errors of eight repetitions on four halves; on one half they are 20 times as large."""
    worth = np.array([1.0, 1, 1, 20])[np.arange(8) % 4, None]
    runs = runs_under(standard=errors["standard"], halves=errors["standard"] * worth)
    turns = runs["repetition"].map(lambda repetition: HALVES[repetition % 4])
    return runs.assign(region=turns.where(runs["condition"] == "halves"))


def test_seeds_of_one_half_are_one_repetition(halves):
    """Ten repetitions of three halves were once taken for ten halves."""
    row = condition_effects(halves, METRIC, "standard", WORDS, draws=50).iloc[0]
    assert row["n_pairs"] == 4
    expected = stats.ttest_1samp(np.log([1, 1, 1, 20]), 0).confidence_interval()
    assert row["ratio"] == pytest.approx(20**0.25)
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(tuple(np.exp(expected)))
    for half in HALVES:
        assert half in row["estimand"]


def test_another_region_may_err_as_much_as_any_and_more_than_the_mean(errors):
    worth = np.array([1, 1, 1, 1, 1, 1, 1, 20.0])
    runs = runs_under(standard=errors["standard"], plot=errors["standard"] * worth[:, None])
    plots = "plot " + runs["repetition"].astype(str)
    runs["region"] = plots.where(runs["condition"] == "plot")
    row = condition_effects(runs, METRIC, "standard", WORDS, draws=50).iloc[0]
    logs = np.log(worth)
    reach = stats.t.ppf(0.975, 7) * logs.std(ddof=1) * np.sqrt(1 + 1 / 8)
    assert row["next_region_low"] == pytest.approx(np.exp(logs.mean() - reach))
    assert row["next_region_high"] == pytest.approx(np.exp(logs.mean() + reach))
    assert row["next_region_low"] < row["ratio_low"] < row["ratio_high"] < row["next_region_high"]


def test_a_prediction_interval_includes_every_measured_ratio():
    """By the t distribution alone, one of eleven plots would lie outside."""
    logs = np.log([1.0] * 10 + [20])
    found = next_ratio(logs)
    reach = stats.t.ppf(0.975, 10) * logs.std(ddof=1) * np.sqrt(1 + 1 / 11)
    assert np.exp(logs.mean() + reach) < 20
    assert found["next_region_high"] == pytest.approx(20)


def test_few_regions_have_no_prediction_interval(halves):
    """With two or three, it would span a factor of millions, and there is no fifth half."""
    row = condition_effects(halves, METRIC, "standard", WORDS, draws=50).iloc[0]
    assert np.isnan(row["next_region_low"]) and np.isnan(row["next_region_high"])


def test_a_first_condition_with_regions_repeats_by_them(halves):
    order = {"halves": 0, "standard": 1}
    first = halves.sort_values("condition", key=lambda names: names.map(order), kind="stable")
    row = condition_effects(first, METRIC, "halves", WORDS, draws=50).iloc[0]
    assert row["condition"] == "standard" and row["n_pairs"] == 4
    assert row["ratio"] == pytest.approx(20**-0.25)
    table = region_effects(first, METRIC, "halves", WORDS)
    assert len(table) == 4 * 6 and table["ratio"].isna().all()


def test_every_region_has_a_row(halves):
    table = region_effects(halves, METRIC, "standard", WORDS)
    assert len(table) == 4 * 6 and table["n_runs"].eq(2).all()
    first = table[table["size"] == 60].set_index("region")
    assert first.loc[HALVES, "ratio"].to_numpy() == pytest.approx([1, 1, 1, 20])
    errors = halves[(halves["size"] == 60) & (halves["region"] == "right half")]
    expected = np.exp(np.log(errors[METRIC]).mean())
    assert first.loc["right half", "error"] == pytest.approx(expected)


def test_conditions_without_regions_have_no_rows_of_them(errors):
    runs = runs_under(**errors)
    assert region_effects(runs, METRIC, "standard", WORDS).empty
    assert condition_effects(runs, METRIC, "standard", WORDS, 50)["next_region_low"].isna().all()


def test_methods_are_compared_by_region(halves):
    """Many repetitions of four halves show nothing of other halves."""
    other = halves.assign(method="n", overallRMSE=1.1 * halves[METRIC])
    table = compare_methods(pd.concat([halves, other]), [METRIC], WORDS).set_index("condition")
    assert table.loc["halves", "n_pairs"].eq(4).all()
    assert table.loc["standard", "n_pairs"].eq(8).all()


def test_the_estimand_counts_the_regions_of_its_own_method(halves):
    few = halves[halves["repetition"] < 2].assign(method="few")
    table = condition_effects(pd.concat([halves, few]), METRIC, "standard", WORDS, draws=50)
    of_method = table.drop_duplicates("method").set_index("method")["estimand"]
    assert "the 4 regions" in of_method["m"] and "the 2 regions" in of_method["few"]


def test_methods_of_other_seeds_are_paired_by_seed_within_a_region(halves):
    """Harder seeds do not count against the method that has them."""
    easy = halves["repetition"] < 4
    harder = halves.assign(overallRMSE=halves[METRIC].where(easy, 3 * halves[METRIC]))
    other = harder[easy].assign(method="n", overallRMSE=1.1 * halves.loc[easy, METRIC])
    table = against_best(pd.concat([harder, other]), [METRIC], 0.1)
    rows = table[(table["condition"] == "halves") & (table["standing"] != "best")]
    ratios = rows["ratio"].where(rows["method"] == "n", 1 / rows["ratio"])
    np.testing.assert_allclose(ratios, 1.1)
