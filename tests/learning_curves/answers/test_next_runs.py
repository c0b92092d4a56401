"""A sequential study makes the runs that its answer needs, and says why it stops."""

import numpy as np
import pandas as pd
import pytest
from sequential_studies import Job, summarise, trial

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.next_runs import (
    ANSWERED,
    BEYOND,
    DROPPED,
    FAILED,
    MOST_REPETITIONS,
    TOO_DEAR,
    TOO_WIDE,
    Design,
    Step,
    affordable,
    first_design,
    may_be_first,
    next_step,
    next_steps,
    sum_costs,
)
from learning_curves.answers.sample_sizes import SampleSize
from learning_curves.answers.statuses import REACHED
from learning_curves.groups import Groups

GRID = [50, 100, 200, 400, 800, 1600, 3200]


def said(needed: float, low: float, high: float) -> SampleSize:
    return SampleSize(needed, low, high, REACHED, np.nan, 0.0, 0.0, np.inf)


def step(answer: SampleSize, design: Design, fewest_repetitions=0, overlap=0.0) -> Step:
    return next_step(answer, design, GRID, 1.3, float, fewest_repetitions, overlap)


def curve(design: Design, level: float, slope: float, spread: float, repetition: int = 0):
    """Answer a curve whose error falls as a power law from its level at 50 pixels."""
    sizes = np.array(design.sizes, float)
    errors = np.log(level) - slope * np.log(sizes / 50)
    noise = np.random.default_rng(repetition).normal(0, spread, (design.repetitions, len(sizes)))
    return answered(MeasuredCurve(sizes, errors + noise), 100)


def test_it_begins_with_small_sizes_at_a_distance_and_six_seeds():
    assert first_design([50, 70, 100, 140, 200, 280]) == Design((50, 100, 200), 6)
    assert first_design([60, 150, 360]) == Design((60, 150, 360), 6)
    # The largest is used if no size is far enough.
    assert first_design([50, 60, 70, 80]).sizes == (50, 80)


def test_what_is_narrow_enough_ends_once_more_seeds_say_so_too():
    sizes = (50, 200, 800)
    # Also if the smallest size is enough.
    for narrow in (said(150, 140, 180), said(50, 50, 50)):
        assert step(narrow, Design(sizes, 12)) == Step(Design(sizes, 18, narrow_at=12))
        assert step(narrow, Design(sizes, 18, narrow_at=12)) == Step(None, ANSWERED)
    assert step(said(150, 120, 180), Design(sizes, 18, narrow_at=12)).design is not None


def test_what_is_not_reached_goes_on_to_larger_sizes_and_ends_with_them():
    beyond = said(2000, 1500, 4000)
    assert step(beyond, Design((50, 200, 800), 3)).design == Design((50, 200, 800, 1600), 3)
    far = said(np.nan, 3500, np.inf)
    assert step(far, Design((50, 200, 800, 3200), 3)) == Step(None, BEYOND)
    # With few repetitions the target may still be within reach.
    perhaps = said(4000, 3000, np.inf)
    assert step(perhaps, Design((50, 200, 800, 3200), 3)).design.repetitions == 6
    assert step(perhaps, Design((50, 200, 800, 3200), 12)) == Step(None, BEYOND)


def test_a_size_next_to_the_estimate_comes_before_more_expensive_seeds():
    wide = said(420, 200, 900)
    assert step(wide, Design((50, 200, 800), 3)).design == Design((50, 200, 400, 800), 3)
    # Seeds are cheaper than a larger size that all of them must have.
    near = said(420, 360, 470)
    assert step(near, Design((50, 200, 400, 800), 12)).design == Design((50, 200, 400, 800), 18)


def test_seeds_come_in_batches_as_the_width_asks():
    sizes = tuple(GRID)
    # The log of 1.5 over that of 1.3 is 1.55: 2.4 times the repetitions.
    assert step(said(300, 200, 300), Design(sizes, 12)).design == Design(sizes, 30)


def test_a_round_adds_half_as_many_seeds_or_more_and_at_most_twice_as_many():
    sizes = tuple(GRID)
    # 1.31 times the repetitions would be enough, and 28 times.
    assert step(said(300, 240, 324), Design(sizes, 24)).design == Design(sizes, 36)
    assert step(said(300, 150, 600), Design(sizes, 6)).design == Design(sizes, 18)
    assert step(said(300, 240, 324), Design(sizes, 72)).design == Design(sizes, 96)


def test_what_seeds_cannot_make_narrow_is_said_once_there_are_enough():
    sizes = tuple(GRID)
    # Before that, other sizes are added, the nearest first.
    few = Design((50, 200, 400, 800), 12)
    assert step(said(300, 50, np.inf), few).design == Design((50, 100, 200, 400, 800), 12)
    assert step(said(300, 100, np.inf), Design(sizes, 6)).design.repetitions == 18
    assert step(said(300, 100, np.inf), Design(sizes, 12)) == Step(None, TOO_WIDE)
    assert step(said(300, 250, 330), Design(sizes, MOST_REPETITIONS)) == Step(None, TOO_WIDE)


def test_seeds_that_divide_the_same_groups_are_not_added_in_vain():
    sizes, few = tuple(GRID), Design(tuple(GRID), 12)
    # Twelve seeds are as uncertain as sqrt(1/12 + r), and no number of them less so than sqrt(r).
    assert step(said(300, 240, 324), few, overlap=0.05).design == Design(sizes, 24)
    assert step(said(300, 200, 300), few, overlap=0.01).design == Design(sizes, 36)
    assert step(said(300, 200, 300), few, overlap=0.1) == Step(None, TOO_WIDE)
    assert step(said(300, 150, 450), Design(sizes, 48), overlap=0.5) == Step(None, TOO_WIDE)
    # Of few seeds the spread is hardly known, and other sizes may help.
    assert step(said(300, 150, 450), Design(sizes, 6), overlap=0.5).design.repetitions == 18


def test_the_overlap_is_that_of_the_groups_of_a_curve():
    design = Design((50, 100, 200, 400, 800), 12)
    sizes, noise = np.array(design.sizes, float), np.random.default_rng(0).normal(0, 0.4, (12, 5))
    measured = MeasuredCurve(sizes, np.log(0.1) - 0.5 * np.log(sizes / 50) + noise)
    groups = Groups(*(np.full(5, count) for count in (30.0, 10.0, 5.0)))
    of_seeds, of_groups = (
        next_steps(
            {"m": answered(curve, 100)}, {"m": design}, {"m": design.sizes}, 0.05, 1.5, lambda *_: 1
        )["m"]
        for curve in (measured, measured._replace(groups=groups))
    )
    assert of_seeds.design.repetitions > 12
    assert of_groups == Step(None, TOO_WIDE)


def test_an_answer_without_interval_asks_for_seeds():
    bare = said(np.nan, np.nan, np.nan)
    assert step(bare, Design((50, 200, 800), 3)).design.repetitions == 6
    assert step(bare, Design((50, 200, 800), 12)) == Step(None, TOO_WIDE)


def test_with_outliers_few_seeds_are_not_an_answer():
    sizes, narrow = (50, 200, 800), said(150, 140, 180)
    assert step(narrow, Design(sizes, 12), fewest_repetitions=36) == Step(Design(sizes, 36))
    first_narrow = Design(sizes, 48, narrow_at=36)
    assert step(narrow, Design(sizes, 36), fewest_repetitions=36) == Step(first_narrow)
    assert step(narrow, first_narrow, fewest_repetitions=36) == Step(None, ANSWERED)
    design = Design(sizes, 12)
    steady = curve(design, 0.1, 1.0, 0.01)
    errors = steady.curve.log_errors.copy()
    errors[3, 1] = np.log(0.35)
    with_outliers = answered(MeasuredCurve(steady.curve.sizes, errors), 100)
    assert with_outliers.curve.has_outliers and not steady.curve.has_outliers
    errors[3, 1] = -np.inf
    assert not MeasuredCurve(steady.curve.sizes, errors).has_outliers


def test_few_runs_are_not_an_answer():
    sizes = (50, 200, 800)

    def next_design(repetitions: int) -> Design:
        design = Design(sizes, repetitions)
        curves = {"m": curve(design, 0.1, 1.0, 0.01)}
        steps = next_steps(curves, {"m": design}, {"m": sizes}, 0.02, 1.3, lambda _, size: size)
        assert curves["m"].answer(0.02).high <= 1.3 * curves["m"].answer(0.02).low
        return steps["m"].design

    # 24 seeds at three sizes are the first batch with 60 runs, and a quarter more confirms them.
    assert next_design(12) == Design(sizes, 24)
    assert next_design(24) == Design(sizes, 30, narrow_at=24)


def test_a_method_that_surely_needs_more_is_dropped_and_one_that_may_be_first_is_not():
    design = Design((50, 200, 800), 6)
    curves = {
        "best": curve(design, 0.1, 0.5, 0.05),
        "other": curve(design, 0.1, 0.5, 0.05, repetition=1),
        "worse": curve(design, 0.3, 0.5, 0.05),
    }
    assert may_be_first(curves, 0.05) == {"best", "other"}
    steps = next_steps(
        curves,
        dict.fromkeys([*curves, "broken"], design),
        dict.fromkeys([*curves, "broken"], GRID),
        0.05,
        1.3,
        lambda _, size: size,
    )
    assert (steps["worse"], steps["broken"]) == (Step(None, DROPPED), Step(None, FAILED))
    assert steps["best"].verdict != DROPPED
    # While none reaches the target, each may be the first.
    assert may_be_first(curves, 0.001) == set(curves)


def test_a_budget_buys_the_cheapest_steps_first():
    designs = {"quick": Design((50, 100), 3), "slow": Design((50, 100), 3)}
    grown = {name: Step(Design((50, 100, 200), 3)) for name in designs}

    def price(method: str, size: int) -> float:
        return size * (10 if method == "slow" else 1)

    assert sum_costs(designs, price) == 3 * 150 * 11
    more = 3 * 200
    assert affordable(grown, designs, price, None) == grown
    kept = affordable(grown, designs, price, 3 * 150 * 11 + more)
    assert kept == {"quick": grown["quick"], "slow": Step(None, TOO_DEAR)}


@pytest.mark.parametrize(("slope", "spread"), [(0.5, 0.1), (1.0, 0.2)])
def test_a_whole_study_ends_with_a_narrow_interval_that_covers_the_true_size(slope, spread):
    truth, design = 300.0, first_design(GRID)
    target = 0.2 * (truth / 50) ** -slope
    for _ in range(12):
        curves = {"m": curve(design, 0.2, slope, spread)}
        (now,) = next_steps(
            curves, {"m": design}, {"m": GRID}, target, 1.3, lambda _, size: size
        ).values()
        if now.design is None:
            break
        assert (
            set(now.design.sizes) >= set(design.sizes)
            and now.design.repetitions >= design.repetitions
        )
        design = now.design
    assert now.verdict == ANSWERED
    answer = curves["m"].answer(target)
    assert answer.high <= 1.3 * answer.low
    assert answer.low <= truth <= answer.high
    # The largest sizes were not needed.
    assert design.sizes[-1] <= 1600


def test_simulated_studies_are_summarised():
    job = Job("pow2", 0.0, 0, 60, methods=2, collapse=0.0, within=1.5, with_grid=True)
    rows = pd.DataFrame([trial(job)])
    (row,) = summarise(rows).to_dict("records")
    assert row["answered"] == 1 and 0 <= row["covered"] <= 1
    assert 0 <= row["covered_at_first"] <= 1 and row["saved_work"] > 0
    # Three repetitions of two methods at three sizes are the least that a study makes.
    assert rows["runs"][0] >= 2 * 3 * 3
