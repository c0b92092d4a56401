"""A method is first with the share of draws in which it needs the fewest pixels."""

import numpy as np
import pytest

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.fewest_needed import fewest_needed
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.next_runs import may_be_first
from learning_curves.answers.sample_sizes import DrawnSizes


def drawn(*sizes):
    """Return draws that need exactly these sizes, or never reach the target if infinite."""
    return DrawnSizes(1.0, np.array(sizes, float), np.array(sizes, float))


def measured(sizes, error, repetitions=12):
    """Answer a curve that falls with the square root of the size, from the error at size 1."""
    sizes = np.array(sizes, float)
    noise = np.random.default_rng(0).normal(0, 0.05, (repetitions, len(sizes)))
    return answered(MeasuredCurve(sizes, np.log(error) - np.log(sizes) / 2 + noise), 200)


def test_what_no_family_follows_is_each_method_s_own():
    sizes, repetitions = np.array([30.0, 60, 120, 240, 480]), np.random.default_rng(1)
    log_errors = -np.log(sizes) / 2 + repetitions.normal(0, 0.03, (12, 5))
    both = {name: answered(MeasuredCurve(sizes, log_errors, name), 400) for name in ("a", "b")}
    table = fewest(both, float(np.exp(log_errors[:, 2].mean())))
    # The same runs under two names: neither is known to be first.
    assert table["probability_first"].between(0.3, 0.7).all()
    other = table[table["ratio"].notna()].iloc[0]
    assert other["ratio_low"] < 0.98 < 1.02 < other["ratio_high"]


def fewest(curves, target):
    table = fewest_needed({name: curve.needed(target) for name, curve in curves.items()})
    return table.set_index("method")


def test_probabilities_and_ratios_are_those_of_the_draws():
    needed = {
        "a": drawn(10, 20, 30, np.inf),
        "b": drawn(20, 20, 15, np.inf),
        "c": drawn(40, 60, np.inf, np.inf),
    }
    table = fewest_needed(needed).set_index("method")
    assert table["probability_first"].to_dict() == {"a": 0.375, "b": 0.375, "c": 0}
    assert table["first"].eq("a").all()
    assert np.isnan(table.loc["a", "ratio"])
    assert table.loc["b", "ratio"] == pytest.approx(1)
    assert (table.loc["c", "ratio_low"], table.loc["c", "ratio_high"]) == (3, np.inf)


def test_a_ratio_says_no_more_than_twice_the_largest_size_does():
    curves = {"good": measured([60, 120, 240], 0.5), "poor": measured([60, 120, 240], 5)}
    row = fewest(curves, 0.05).loc["poor"]
    assert row["first"] == "good" and row["ratio_high"] == np.inf
    assert 1 < row["ratio_low"] <= 2 * 240 / 80


def test_methods_that_never_reach_a_target_are_never_first():
    never = drawn(*[np.inf] * 5)
    table = fewest_needed({"a": never, "b": never})
    assert table["probability_first"].eq(0).all()
    assert table["ratio"].isna().all()
    assert fewest_needed({}).empty


def test_equal_methods_share():
    sizes = drawn(*np.random.default_rng(0).uniform(10, 20, 100))
    table = fewest_needed({"a": sizes, "twin": sizes})
    assert table["probability_first"].eq(0.5).all()


def test_a_method_is_not_behind_because_its_smallest_size_is_larger():
    curves = {"good": measured([60, 120, 240], 0.5), "poor": measured([30, 60, 120], 1)}
    table = fewest(curves, 0.2)
    assert table["probability_first"].eq(0.5).all()
    of_ratio = table.loc[table.index != table["first"], ["ratio", "ratio_low", "ratio_high"]]
    assert of_ratio.to_numpy().tolist() == [[1, 1, 1]]
    assert may_be_first(curves, 0.2) == {"good", "poor"}


def test_a_method_is_not_behind_because_its_largest_size_is_smaller():
    curves = {"good": measured([30, 60, 120], 0.5), "poor": measured([30, 120, 480, 1920], 1)}
    table = fewest(curves, 0.025)
    assert table["probability_first"].between(0.3, 0.7).all()
    assert may_be_first(curves, 0.025) == {"good", "poor"}
    # The same target, once the larger sizes have been measured.
    curves["good"] = measured([30, 60, 120, 480], 0.5)
    table = fewest(curves, 0.025)
    assert table.loc["good", "probability_first"] == 1
    assert table.loc["poor", "ratio_low"] > 2
    assert may_be_first(curves, 0.025) == {"good"}


def test_a_method_that_may_come_down_beyond_its_sizes_is_behind_what_they_reach():
    rising = np.log([[0.1, 0.3, 0.4]]) + np.random.default_rng(0).normal(0, 0.01, (12, 3))
    curves = {
        "rises": answered(MeasuredCurve(np.array([30.0, 60, 120]), rising), 200),
        "falls": measured([30, 60, 120], 0.5),
    }
    assert fewest(curves, 0.06).loc["falls", "probability_first"] == 1
    assert fewest(curves, 0.04)["probability_first"].tolist() == pytest.approx([0.5, 0.5], abs=0.1)
