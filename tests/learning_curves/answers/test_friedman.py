"""Methods are ranked as by SciPy and scikit-posthocs, and notes give the conclusion."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scikit_posthocs import posthoc_nemenyi_friedman
from scipy import stats

from learning_curves.answers.friedman import (
    critical_difference,
    friedman,
    friedman_table,
    friedman_tests,
)

from made_runs import WORDS, make_runs, simulate_runs

SCENES = ("field", "coast", "city", "forest")


def by_scene(runs):
    """Average the log errors of methods over seeds and then over the sizes of each data set."""
    logs = runs.assign(log_error=np.log(runs["overallRMSE"]))
    means = logs.groupby(["data_set", "size", "method"])["log_error"].mean().unstack()
    return means.groupby("data_set").mean()


def test_friedman_is_that_of_scipy_on_scenes():
    runs = simulate_runs(5, 4, gap=0.03, data_sets=SCENES)
    test = friedman(runs, "overallRMSE", WORDS)
    errors = by_scene(runs)
    expected = stats.friedmanchisquare(*errors.to_numpy().T)
    assert test.statistic == pytest.approx(expected.statistic)
    assert test.p_value == pytest.approx(expected.pvalue)
    assert test.n_blocks == 4
    ranks = errors.rank(axis=1).mean()
    pd.testing.assert_series_equal(test.mean_ranks.sort_index(), ranks, check_names=False)
    assert test.mean_ranks.is_monotonic_increasing
    post_hoc = posthoc_nemenyi_friedman(errors.to_numpy())
    np.testing.assert_allclose(test.post_hoc.loc[errors.columns, errors.columns], post_hoc)


def test_the_critical_difference_is_the_published_one_and_agrees_with_the_post_hoc_p():
    # Demšar 2006: four methods on 14 data sets, q = 2.569.
    assert critical_difference(4, 14) == pytest.approx(2.569 * np.sqrt(4 * 5 / (6 * 14)), rel=1e-3)
    assert critical_difference(20, 3) == pytest.approx(17, abs=0.5)
    test = friedman(simulate_runs(6, 4, gap=0.05, data_sets=SCENES), "overallRMSE", WORDS)
    ranks = test.mean_ranks.loc[test.post_hoc.index].to_numpy()
    apart = np.abs(ranks[:, None] - ranks) > test.critical_difference
    np.testing.assert_array_equal(apart, test.post_hoc.to_numpy() < 0.05)
    assert apart.any()
    assert not apart.all()


def test_friedman_leaves_out_methods_that_lack_a_size_and_names_them():
    runs = simulate_runs(4, 3)
    runs = runs[~((runs["method"] == "m1") & (runs["size"] == 200))]
    test = friedman(runs, "overallRMSE", WORDS)
    assert set(test.mean_ranks.index) == {"m0", "m2", "m3"}
    assert "lack a size: m1." in test.note


def test_a_size_that_few_methods_completed_costs_no_method():
    runs = simulate_runs(5, 4, gap=0.03, data_sets=SCENES)
    small, data_set = runs["size"] == 100, runs["data_set"] == "coast"
    alone = runs[~(small & data_set) | runs["method"].isin(["m0", "m1"])]
    test = friedman(alone, "overallRMSE", WORDS)
    errors = by_scene(runs[~(small & data_set)])
    assert test.n_blocks == 4
    assert test.statistic == pytest.approx(stats.friedmanchisquare(*errors.to_numpy().T).statistic)
    assert (
        "Left out, for at most half of the methods completed there: coast, 100 labelled pixels."
        in (test.note)
    )
    assert "lack a size" not in test.note


def test_conditions_of_one_scene_are_not_blocks():
    runs = simulate_runs(4, 3)
    both = pd.concat([runs, runs.assign(condition="plot")])
    tests = friedman_tests(both, "overallRMSE", WORDS)
    assert list(tests) == ["standard", "plot"]
    assert all(test.n_blocks == 2 for test in tests.values())
    table = friedman_table({"overallRMSE": tests})
    assert table["condition"].value_counts().to_dict() == {"standard": 4, "plot": 4}


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (simulate_runs(2, 3), "2 methods completed at every size of 2 scenes"),
        (simulate_runs(1, 3), "1 method completed"),
        (simulate_runs(4, 3, sizes=(100,), data_sets=("field",)), "of 1 scene. "),
        (simulate_runs(4, 3).assign(status="diverged"), "0 methods"),
        (simulate_runs(4, 3)[:0], "0 methods"),
        (simulate_runs(4, 3).assign(overallRMSE=0.0), "all methods have the same error"),
    ],
)
def test_friedman_says_why_it_cannot_be_computed(runs, words):
    test = friedman(runs, "overallRMSE", WORDS)
    assert test.note.startswith("No Friedman test: ")
    assert words in test.note
    assert np.isnan([test.statistic, test.p_value, test.critical_difference]).all()
    assert test.post_hoc.empty
    assert test.note in friedman_table({"overallRMSE": {"standard": test}})["note"].tolist()


def test_friedman_says_how_little_few_scenes_tell():
    note = friedman(simulate_runs(5, 3), "overallRMSE", WORDS).note
    assert "over 2 scenes" in note
    assert f"critical difference, {critical_difference(5, 2):.2f} of at most 4 ranks" in note


def test_seeds_that_divide_the_same_groups_are_said_to_tell_of_other_scenes_only():
    runs = simulate_runs(4, 4, data_sets=SCENES)
    words = "All seeds of a scene divide the same plots: p is of other scenes, and not of other plo"
    vocabulary = dataclasses.replace(WORDS, group="plot")
    assert words not in friedman(runs, "overallRMSE", vocabulary).note
    of_groups = runs.assign(n_groups=10, n_test_groups=5, n_all_groups=20)
    test = friedman(of_groups, "overallRMSE", vocabulary)
    assert words in test.note
    # A block is a scene, however many seeds it has, so the numbers are the same.
    assert test.p_value == friedman(runs, "overallRMSE", vocabulary).p_value


def test_groups_whose_seeds_agree_make_no_false_difference_between_equal_methods():
    """Ten seeds of every scene divide the same plots, which favour methods by chance."""
    draws = np.random.default_rng(0)
    false = 0
    for _ in range(200):
        favoured = pd.DataFrame(draws.normal(0, 0.3, (6, 3)), index=[f"s{i}" for i in range(6)])
        runs = pd.concat(
            make_runs(
                {
                    f"m{j}": np.exp(favoured.loc[scene, j] + draws.normal(0, 0.02, 10))
                    for j in range(3)
                },
                scene,
            )
            for scene in favoured.index
        )
        false += friedman(runs, "overallRMSE", WORDS).p_value < 0.05
    assert false / 200 < 0.09
