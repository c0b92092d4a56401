"""Order statistics bound the samples with which nine of ten runs reach a target."""

import numpy as np
import pytest
from coverage_of_assurance import NEARLY_NINE_OF_TEN, measure_wrong_ends

from learning_curves.answers.assurance import (
    Outcomes,
    assured_sentence,
    collect_outcomes,
    find_assured,
    say_share,
)
from learning_curves.groups import Groups

from made_runs import WORDS, make_runs

SIZES = np.array([50.0, 100, 200, 400])
LOG_TARGET = np.log(0.1)


def outcomes(*shares, runs=30):
    """Make outcomes with one size for each share of runs that reach 0.1."""
    return Outcomes(
        SIZES[: len(shares)],
        np.stack([np.where(np.arange(runs) < s * runs, -3.0, 0.0) for s in shares], axis=1),
    )


def test_the_interval_lies_between_measured_sizes():
    answer = find_assured(outcomes(0.1, 0.7, 0.9, 1), 0.1)
    assert answer == (200, 100, 400)
    said = assured_sentence(answer, outcomes(0.1, 0.7, 0.9, 1), 0.1, WORDS)
    assert said == "nine of ten reach it with more than 100 and at most 400 labelled pixels"


def test_few_runs_have_no_upper_end():
    few = outcomes(0, 1, runs=3)
    answer = find_assured(few, 0.1)
    assert (answer.assured, answer.assured_high) == (100, np.inf)
    said = assured_sentence(answer, few, 0.1, WORDS)
    assert said == ("with 100 labelled pixels 3 of 3 reach it, too few to say that nine of ten do")
    none = outcomes(0, 0.5)
    said = assured_sentence(find_assured(none, 0.1), none, 0.1, WORDS)
    assert said == "with 100 labelled pixels 15 of 30 reach it"


def test_an_assurance_of_one_half_asks_for_half_of_the_runs():
    half = outcomes(0.1, 0.5, 0.7, 1)
    answer = find_assured(half, 0.1, 0.5)
    assert answer == (100, 50, 200)
    said = assured_sentence(answer, half, 0.1, WORDS, 0.5)
    assert said == "five of ten reach it with more than 50 and at most 200 labelled pixels"
    assert say_share(0.95) == "95 %"


def test_runs_that_divide_the_same_groups_are_not_as_many_runs():
    in_groups = outcomes(0.1, 0.7, 0.9, 1)._replace(
        groups=Groups(np.full(4, 12), np.full(4, 4), np.arange(1, 5))
    )
    answer = find_assured(in_groups, 0.1)
    assert answer == (200, 0, np.inf)
    said = assured_sentence(answer, in_groups, 0.1, WORDS)
    assert said == "with 200 labelled pixels 27 of 30 reach it"


def test_few_runs_at_a_larger_size_take_nothing_back():
    log_errors = np.full((30, 3), -3.0)
    log_errors[10:, 2] = np.nan
    assert find_assured(Outcomes(SIZES[:3], log_errors), 0.1) == (50, 0, 50)
    # One of ten misses the target where nine of ten may; three do not.
    log_errors[:3, 2] = 0
    assert find_assured(Outcomes(SIZES[:3], log_errors), 0.1).assured_high == np.inf


def test_failed_runs_count_and_missing_ones_do_not():
    runs = make_runs({"a": [0.05] * 27 + [None] * 3, "b": [0.05] * 30})
    runs = runs[~((runs["method"] == "b") & (runs["repetition"] > 20))]
    found = {
        axes[2]: find_assured(of_method, 0.1)
        for axes, of_method in collect_outcomes(runs, "overallRMSE").items()
    }
    assert found["a"] == (100, 0, np.inf)
    assert collect_outcomes(runs, "overallRMSE")["field", "standard", "b"].runs.tolist() == [21]


def test_a_size_that_loses_again_is_not_enough():
    assert find_assured(outcomes(1, 1, 0.5, 1), 0.1).assured == 400
    assert find_assured(outcomes(1, 1, 0.5), 0.1).assured == np.inf


@pytest.mark.parametrize(("repetitions", "shares"), NEARLY_NINE_OF_TEN)
def test_an_upper_end_is_seldom_claimed_where_fewer_than_nine_of_ten_reach_it(repetitions, shares):
    assert measure_wrong_ends(repetitions, shares, 1000) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 1000)


def test_an_upper_end_ends_where_a_size_does_not_show_it():
    # 30 of 30 show it, 29 of 30 do not.
    assert find_assured(outcomes(1, 1, 29 / 30, 1), 0.1) == (50, 0, 400)
    assert find_assured(outcomes(1, 1, 1, 29 / 30), 0.1) == (50, 0, np.inf)


@pytest.mark.parametrize("repetitions", [10, 30, 60])
def test_the_interval_covers_the_true_size(repetitions):
    generator = np.random.default_rng(repetitions)
    sizes = np.geomspace(50, 3000, 7)
    covered = []
    for _ in range(300):
        true_size = np.exp(generator.uniform(np.log(60), np.log(2500)))
        # At the true size nine of ten runs lie below the target.
        mean = LOG_TARGET - 0.5 * np.log(sizes / true_size)
        quantile = 0.2 * 1.2816
        errors = mean - quantile + generator.normal(0, 0.2, (repetitions, 7))
        answer = find_assured(Outcomes(sizes, errors), 0.1)
        covered.append(answer.assured_low < true_size <= answer.assured_high)
    assert np.mean(covered) >= 0.9


def test_a_region_reaches_a_target_if_all_of_its_runs_do():
    errors = [0.1, None, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1]
    runs = make_runs({"m": errors}, condition="halves").assign(region=list("aabbccdd"))
    outcomes = collect_outcomes(runs, "overallRMSE")["field", "halves", "m"]
    assert outcomes.runs.tolist() == [4] and outcomes.hits(0.2).tolist() == [2]
