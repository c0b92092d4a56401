"""What a condition costs is the paired ratio of errors, and the labels that make it up."""

import numpy as np
import pytest
from scipy import stats

from unmixing.answers.condition_effects import condition_effects
from unmixing.answers.measured_curves import measured_curves

from shared import CURVE_SIZES, runs_of_curves

METRIC = "overallRMSE"


def curves_of(**errors):
    """Make curves of one method by condition, from errors (seeds, sizes)."""
    import pandas as pd

    return measured_curves(
        pd.concat(
            [
                runs_of_curves({"m": np.log(values)}).assign(condition=condition)
                for condition, values in errors.items()
            ]
        ),
        METRIC,
    )


@pytest.fixture
def errors():
    generator = np.random.default_rng(0)
    seeds = generator.normal(0, 0.1, (8, 1))
    standard = 2 * CURVE_SIZES**-0.5 * np.exp(seeds + generator.normal(0, 0.05, (8, 6)))
    # Twice the error: of a power law of -1/2, a quarter of the labels.
    plot = 4 * CURVE_SIZES**-0.5 * np.exp(seeds + generator.normal(0, 0.05, (8, 6)))
    return {"standard": standard, "plot": plot}


def test_ratios_are_those_of_paired_t_intervals(errors):
    table = condition_effects(curves_of(**errors), METRIC, "standard", draws=200)
    assert list(table["n_train_pixels"]) == [int(size) for size in CURVE_SIZES]
    assert table["condition"].eq("plot").all() and table["n_pairs"].eq(8).all()
    logs = {name: np.log(values[:, 2]) for name, values in errors.items()}
    test = stats.ttest_rel(logs["plot"], logs["standard"])
    low, high = np.exp(test.confidence_interval())
    row = table.iloc[2]
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx((low, high))
    assert low < 2 < high


def test_the_labels_for_the_same_error_hold_the_truth(errors):
    table = condition_effects(curves_of(**errors), METRIC, "standard", draws=300)
    row = table[table["n_train_pixels"] == 2350].iloc[0]
    assert row["same_error_at_low"] <= 2350 / 4 <= row["same_error_at_high"]
    assert row["same_error_at"] == pytest.approx(2350 / 4, rel=0.2)
    assert table.iloc[0]["same_error_at"] == 60


def test_an_error_below_all_of_the_first_condition_is_beyond_its_sizes(errors):
    better = {"standard": errors["plot"], "chosen": errors["standard"]}
    table = condition_effects(curves_of(**better), METRIC, "standard", draws=100)
    last = table.iloc[-1]
    assert np.isinf(last["same_error_at"]) and last["ratio"] < 1


def test_one_condition_or_one_seed_compares_nothing_or_without_intervals(errors):
    assert condition_effects(curves_of(standard=errors["plot"]), METRIC, "standard").empty
    one = {name: values[:1] for name, values in errors.items()}
    table = condition_effects(curves_of(**one), METRIC, "standard", draws=50)
    assert table["ratio"].notna().all()
    assert table[["ratio_low", "same_error_at_low"]].isna().all(axis=None)


def test_seeds_that_one_condition_lacks_are_no_pairs(errors):
    fewer = errors["plot"].copy()
    fewer[2] = np.nan
    curves = curves_of(standard=errors["standard"], plot=fewer)
    assert condition_effects(curves, METRIC, "standard", draws=50)["n_pairs"].eq(7).all()
