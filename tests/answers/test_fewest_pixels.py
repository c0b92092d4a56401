"""The method that needs the fewest pixels is first as often as the draws say."""

import numpy as np
import pytest

from unmixing.answers.fewest_pixels import fewest_pixels


def test_probabilities_and_ratios_are_those_of_the_draws():
    needed = {
        "a": np.array([10.0, 20, 30, np.inf]),
        "b": np.array([20.0, 20, 15, np.inf]),
        "c": np.array([40.0, 60, np.inf, np.inf]),
    }
    table = fewest_pixels(needed).set_index("model")
    assert table["probability_first"].to_dict() == {"a": 0.375, "b": 0.375, "c": 0}
    assert table["first"].eq("a").all()
    assert np.isnan(table.loc["a", "ratio"])
    assert table.loc["b", "ratio"] == pytest.approx(1)
    assert (table.loc["c", "ratio_low"], table.loc["c", "ratio_high"]) == (3, np.inf)


def test_methods_that_never_reach_a_target_are_never_first():
    never = np.full(5, np.inf)
    table = fewest_pixels({"a": never, "b": never})
    assert table["probability_first"].eq(0).all()
    assert table["ratio"].isna().all()
    assert fewest_pixels({}).empty


def test_equal_methods_share():
    sizes = np.random.default_rng(0).uniform(10, 20, 100)
    table = fewest_pixels({"a": sizes, "twin": sizes})
    assert table["probability_first"].eq(0.5).all()
