"""What another data set may have, from those that were measured."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from learning_curves.answers.across_data_sets import COLUMNS, compare_over_data_sets
from learning_curves.report.another_data_set import say_another

from made_runs import WORDS


def test_intervals_are_those_of_the_t_distribution():
    ratios = np.array([0.4, 0.5, 0.6, 0.5, 0.55, 0.45])
    across = compare_over_data_sets(*tables(ratios), WORDS)
    row, logs = across.iloc[0], np.log(ratios)
    mean, spread, quantile = logs.mean(), logs.std(ddof=1), t.ppf(0.975, 5)
    assert row["ratio_low"] == pytest.approx(np.exp(mean - quantile * spread / np.sqrt(6)))
    assert row["next_high"] == pytest.approx(np.exp(mean + quantile * spread * np.sqrt(7 / 6)))
    expected = t.cdf(-mean / (spread * np.sqrt(7 / 6)), 5)
    assert row["probability_below_one"] == pytest.approx(expected)


def test_every_measured_data_set_is_a_possible_one():
    ratios = [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1]
    row = compare_over_data_sets(*tables(ratios), WORDS).iloc[0]
    assert row["smallest"] == pytest.approx(0.1)
    assert row["next_low"] <= row["smallest"]


def tables(ratios, ratio="area_ratio"):
    """Make the table of data efficiency of a pair, one row per data set."""
    efficiency = pd.DataFrame(
        {
            "data_set": [f"field {place}" for place in range(len(ratios))],
            "condition": "standard",
            "metric": WORDS.error,
            "method_a": "ridge",
            "method_b": "forest",
            "area_ratio": np.nan,
            "size_ratio": np.nan,
        }
    )
    efficiency[ratio] = ratios
    for name in ("area_ratio", "size_ratio"):
        efficiency[f"{name}_low"] = efficiency[name] / 1.2
        efficiency[f"{name}_high"] = efficiency[name] * 1.2
    effects = pd.DataFrame(
        {
            "data_set": np.repeat(efficiency["data_set"], 2),
            "condition": "blocks",
            "metric": WORDS.error,
            "method": "ridge",
            "size": [100, 200] * len(ratios),
        }
    ).reset_index(drop=True)
    effects["ratio"] = np.where(effects["size"] == 200, 3.0, 99.0)
    effects["ratio_low"], effects["ratio_high"] = effects["ratio"] / 1.1, effects["ratio"] * 1.1
    return efficiency, effects


def test_rows_are_of_methods_and_of_conditions_at_the_largest_size():
    across = compare_over_data_sets(*tables([0.4, 0.5, 0.6, 0.5, 0.55, 0.45]), WORDS)
    assert list(across) == COLUMNS
    methods, conditions = across.to_dict("records")
    assert (methods["compared"], methods["n_data_sets"]) == ("errors of methods", 6)
    assert methods["next_low"] < 0.4 < methods["ratio_low"] < 0.5 < methods["ratio_high"]
    assert methods["probability_below_one"] > 0.99
    assert conditions["compared"] == "errors under conditions"
    assert conditions["ratio"] == pytest.approx(3)


def test_few_data_sets_or_open_ratios_predict_nothing():
    assert compare_over_data_sets(*tables([0.4, 0.5, 0.6, 0.5, 0.4]), WORDS).empty
    efficiency, effects = tables([0.5, np.inf, 0.6, 0.0, 0.7, 0.5, 0.5], "size_ratio")
    assert compare_over_data_sets(efficiency, effects.iloc[:0], WORDS).empty


def test_sentences_name_the_better_method_and_what_a_condition_costs():
    across = compare_over_data_sets(*tables([2.5, 2.0, 1.8, 2.0, 2.2, 2.1]), WORDS)
    said = say_another(across, "standard", WORDS)
    (methods,), (conditions,) = said["Methods"], said["Conditions"]
    assert re.match(r"On another scene, forest errs about 0\.48 times as much as ridge \(", methods)
    assert methods.endswith("going by 6 scenes.")
    assert "ridge errs about 3 times as much on another scene" in conditions
    assert say_another(across.iloc[:0], "standard", WORDS) == {}
