"""How many times too well random samples answer, as numbers and in words."""

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest

from learning_curves.answers.condition_effects import condition_effects
from learning_curves.answers.group_ratios import group_ratios
from learning_curves.report.group_ratios import say_group_ratios

from made_runs import METRIC, WORDS, make_runs_of_sizes

SIZES = np.array([40, 160])
NAMED = dataclasses.replace(WORDS, conditions={"random": "random pixels"}, group="plot")


def make_condition(name, level, per_group=None, methods=("ridge",), data_set="field", seeds=20):
    """Make runs of a condition whose error is `level` / sqrt(size), but for 3 % of noise."""
    draws = np.random.default_rng(len(name))
    errors = {
        method: level * SIZES**-0.5 * np.exp(draws.normal(0, 0.03, (seeds, 2)))
        for method in methods
    }
    runs = make_runs_of_sizes(errors, SIZES).assign(condition=name, data_set=data_set)
    if per_group is None:
        return runs
    return runs.assign(n_groups=runs["size"] / per_group, n_test_groups=10, n_all_groups=60)


def compare(*parts, first, label_free=()):
    runs = pd.concat(parts, ignore_index=True)
    effects = condition_effects(runs, METRIC, first, WORDS, draws=50)
    return group_ratios(runs, effects, label_free, WORDS)


@pytest.mark.parametrize("first", ["whole", "random"])
def test_the_ratio_is_the_same_whichever_condition_is_the_first(first):
    table = compare(make_condition("whole", 3.0, 8), make_condition("random", 1.0), first=first)
    assert table["size"].tolist() == [40, 160]
    assert table["ratio"].to_numpy() == pytest.approx(3, rel=0.05)
    assert (table["ratio_low"] < table["ratio"]).all() and (table["ratio_low"] > 2).all()
    assert (table["ratio"] < table["ratio_high"]).all() and (table["ratio_high"] < 4).all()
    assert set(table["condition"]) == {"whole"} and set(table["random_condition"]) == {"random"}
    assert table["error"].to_numpy() == pytest.approx(3 * SIZES**-0.5, rel=0.05)


def test_the_design_of_the_fullest_groups_is_compared():
    one, whole = make_condition("one each", 1.1, 1), make_condition("whole", 3.0, 8)
    table = compare(make_condition("random", 1.0), one, whole, first="random")
    assert set(table["condition"]) == {"whole"}
    # If groups with one sample each are the first, nothing else was compared with random samples.
    table = compare(one, whole, make_condition("random", 1.0), first="one each")
    assert set(table["condition"]) == {"one each"}


def test_samples_of_regions_are_not_random_and_methods_without_labels_take_no_part():
    plot = make_condition("plot", 5.0).assign(region="rows 0 to 9")
    whole = make_condition("whole", 3.0, 8, ["ridge", "fcls"])
    table = compare(whole, plot, first="whole")
    assert table.empty
    random = make_condition("random", 1.0, methods=["ridge", "fcls"])
    table = compare(whole, plot, random, first="whole", label_free=["fcls"])
    assert set(table["method"]) == {"ridge"} and set(table["random_condition"]) == {"random"}


def test_runs_without_groups_have_no_ratios():
    table = compare(make_condition("a", 1.0), make_condition("b", 2.0), first="a")
    assert table.empty and say_group_ratios(table, NAMED) == {}


def test_sentences_say_how_many_times_too_well_random_pixels_answer():
    parts = [
        make_condition("whole", 3.0, 8, ["ridge", "svr"]),
        make_condition("random", 1.0, methods=["ridge", "svr"]),
        make_condition("whole", 1.0, 8, data_set="coast"),
        make_condition("random", 1.0, data_set="coast"),
    ]
    # The better method on other groups is the one that is spoken of.
    parts[0].loc[parts[0]["method"] == "ridge", METRIC] *= 2
    said = say_group_ratios(compare(*parts, first="whole"), NAMED)
    (field,), (coast,) = said["field"], said["coast"]
    words = (
        r"Random pixels look too good: on other plots of field, SVR errs (\S+) times as much with "
        r"160 labelled pixels \(2\.\d+ to [\d.]+\) and (2.9|3|3.1) times as much with 40 "
    )
    assert float(re.match(words, field)[1]) == pytest.approx(3, rel=0.05)
    assert coast.startswith("Random pixels are not shown to look too good: on other plots of coast")


def test_a_condition_without_a_description_is_named_and_one_repetition_has_no_interval():
    parts = [make_condition("whole", 3.0, 8, seeds=1), make_condition("at_random", 1.0, seeds=1)]
    (said,) = say_group_ratios(compare(*parts, first="whole"), WORDS)["field"]
    assert said.startswith("Condition at random is not shown to look too good: on other groups of")
    assert "ridge errs 2.9 times as much with" in said and "(one seed, so no interval)" in said
