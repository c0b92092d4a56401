"""Order statistics bound the samples with which nine of ten runs reach a target."""

import numpy as np
import pytest
from coverage_of_nine_of_ten import NEARLY_NINE_OF_TEN, measure_wrong_ends

from learning_curves.answers.nine_of_ten import (
    Outcomes,
    collect_outcomes,
    nine_of_ten,
    nine_of_ten_sentence,
)

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
    answer = nine_of_ten(outcomes(0.1, 0.7, 0.9, 1), 0.1)
    assert answer == (200, 100, 400)
    said = nine_of_ten_sentence(answer, outcomes(0.1, 0.7, 0.9, 1), 0.1, WORDS)
    assert said == "nine of ten reach it with more than 100 and at most 400 labelled pixels"


def test_few_runs_have_no_upper_end():
    few = outcomes(0, 1, runs=3)
    answer = nine_of_ten(few, 0.1)
    assert (answer.nine_of_ten, answer.nine_of_ten_high) == (100, np.inf)
    said = nine_of_ten_sentence(answer, few, 0.1, WORDS)
    assert said == ("with 100 labelled pixels 3 of 3 reach it, too few to say that nine of ten do")
    none = outcomes(0, 0.5)
    said = nine_of_ten_sentence(nine_of_ten(none, 0.1), none, 0.1, WORDS)
    assert said == "with 100 labelled pixels 15 of 30 reach it"


def test_few_runs_at_a_larger_size_take_nothing_back():
    log_errors = np.full((30, 3), -3.0)
    log_errors[10:, 2] = np.nan
    assert nine_of_ten(Outcomes(SIZES[:3], log_errors), 0.1) == (50, 0, 50)
    # One of ten misses the target where nine of ten may; three do not.
    log_errors[:3, 2] = 0
    assert nine_of_ten(Outcomes(SIZES[:3], log_errors), 0.1).nine_of_ten_high == np.inf


def test_failed_runs_count_and_missing_ones_do_not():
    runs = make_runs({"a": [0.05] * 27 + [None] * 3, "b": [0.05] * 30})
    runs = runs[~((runs["method"] == "b") & (runs["repetition"] > 20))]
    found = {
        axes[2]: nine_of_ten(of_method, 0.1)
        for axes, of_method in collect_outcomes(runs, "overallRMSE").items()
    }
    assert found["a"] == (100, 0, np.inf)
    assert collect_outcomes(runs, "overallRMSE")["field", "standard", "b"].runs.tolist() == [21]


def test_a_size_that_loses_again_is_not_enough():
    assert nine_of_ten(outcomes(1, 1, 0.5, 1), 0.1).nine_of_ten == 400
    assert nine_of_ten(outcomes(1, 1, 0.5), 0.1).nine_of_ten == np.inf


@pytest.mark.parametrize(("repetitions", "shares"), NEARLY_NINE_OF_TEN)
def test_an_upper_end_is_seldom_claimed_where_fewer_than_nine_of_ten_reach_it(repetitions, shares):
    assert measure_wrong_ends(repetitions, shares, 1000) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 1000)


def test_an_upper_end_ends_where_a_size_does_not_show_it():
    # 30 of 30 show it, 29 of 30 do not.
    assert nine_of_ten(outcomes(1, 1, 29 / 30, 1), 0.1) == (50, 0, 400)
    assert nine_of_ten(outcomes(1, 1, 1, 29 / 30), 0.1) == (50, 0, np.inf)


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
        answer = nine_of_ten(Outcomes(sizes, errors), 0.1)
        covered.append(answer.nine_of_ten_low < true_size <= answer.nine_of_ten_high)
    assert np.mean(covered) >= 0.9


def test_a_region_reaches_a_target_if_all_of_its_runs_do():
    errors = [0.1, None, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1]
    runs = make_runs({"m": errors}, condition="halves").assign(region=list("aabbccdd"))
    outcomes = collect_outcomes(runs, "overallRMSE")["field", "halves", "m"]
    assert outcomes.runs.tolist() == [4] and outcomes.hits(0.2).tolist() == [2]
