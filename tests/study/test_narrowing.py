"""A model may be run at some of the study's sizes and with some of its seeds."""

import pytest

from learning_curves.errors import UserError
from unmixing.study.costs import read_costs
from unmixing.study.kept_models import is_kept
from unmixing.study.plan import plan
from unmixing.study.reading import complete, read_study
from unmixing.study.runs import cells, jobs, runs

from shared import STUDY as SMALL

COSTS = read_costs()
STUDY = SMALL | {"train_sizes": [50, 100, 200], "seeds": 6, "seeds_per_job": 3}


def narrowed(**entry):
    return read_study(STUDY | {"models": {"ridge": {}, "svr": entry}})


def test_cells_plans_and_jobs_follow_what_a_model_is_narrowed_to():
    study = narrowed(train_sizes=[200, 50], seeds=4)
    found = {model: [c for c in runs(study) if c.model == model] for model in study.models}
    assert len(found["ridge"]) == 3 * 6
    assert {(c.train_size, c.seed) for c in found["svr"]} == {
        (size, seed) for size in (50, 200) for seed in range(4)
    }
    assert [row[3:] for row in cells(study) if row[2] == "svr"] == [["50", 4], ["200", 4]]
    # Two sizes, each with a block of three seeds and the fourth seed alone.
    assert jobs(study, "field", "standard", "ridge") == 3 * 2
    assert jobs(study, "field", "standard", "svr") == 2 * (1 + 1)
    assert plan(study, COSTS, False)["runs"].tolist() == [6, 6, 6, 4, 4]


def test_a_condition_has_the_sizes_that_it_is_narrowed_to():
    conditions = {"standard": {}, "halves": {"split": "halves", "train_sizes": [100, 50]}}
    study = read_study(
        STUDY
        | {"conditions": conditions, "models": {"ridge": {}, "svr": {"train_sizes": [100, 200]}}}
    )
    found = {run[1:4] for run in runs(study)}
    assert found == {
        *(("standard", "ridge", size) for size in (50, 100, 200)),
        *(("halves", "ridge", size) for size in (50, 100)),
        *(("standard", "svr", size) for size in (100, 200)),
        ("halves", "svr", 100),
    }
    assert jobs(study, "field", "halves", None) == 2 * 2


def test_a_condition_without_a_size_is_refused():
    conditions = {"standard": {}, "halves": {"split": "halves", "train_sizes": [75]}}
    with pytest.raises(UserError, match="conditions.halves.train_sizes: none of 75 is among"):
        read_study(STUDY | {"conditions": conditions, "models": {"ridge": {}}})


def test_seeds_are_a_count_of_the_first_or_a_list():
    assert narrowed(seeds=2).seeds_by_model["svr"] == (0, 1)
    assert narrowed(seeds=[5, 3]).seeds_by_model["svr"] == (3, 5)


def test_a_study_that_is_narrowed_too_takes_what_both_have():
    study = narrowed(train_sizes=[50, 75, 200], seeds=7)
    assert study.sizes_by_model["svr"] == {"field": (50, 200)}
    assert study.seeds_by_model["svr"] == tuple(range(6))
    assert narrowed(seeds=[0, 8, 9]).seeds_by_model["svr"] == (0,)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"train_sizes": [75]}, r"models.svr.train_sizes: none of 75 is among the train sizes"),
        ({"seeds": [8, 9]}, r"models.svr.seeds: none of 8 and 9 is among the seeds of the study"),
        ({"conditions": ["plot"]}, r"models.svr.conditions: plot is not among the conditions"),
    ],
)
def test_a_model_without_a_run_is_refused(entry, words):
    with pytest.raises(UserError, match=words):
        narrowed(**entry)


@pytest.mark.parametrize(
    ("choice", "own", "kept"),
    [
        ("first", None, [0]),
        ("first", 4, [0]),
        ("first", [5, 3], [3]),
        ("all", [5, 3], [3, 5]),
        ("none", None, []),
    ],
)
def test_the_kept_model_is_that_of_its_first_seed(choice, own, kept):
    config = complete(STUDY | {"keep_models": choice, "models": {"ridge": {"seeds": own}}})
    seeds = read_study(config).seeds_by_model["ridge"]
    assert [seed for seed in seeds if is_kept(config, "ridge", seed)] == kept


def test_a_campaign_that_costs_nothing_is_refused():
    nothing = {"group": 0, "pixel": 0}
    with pytest.raises(UserError, match="costs: nothing costs anything"):
        read_study(STUDY | {"models": {"ridge": {}}, "costs": nothing})
    study = read_study(STUDY | {"models": {"ridge": {}}, "costs": nothing | {"pixel": 3}})
    assert study.costs.total(4.0, 10.0) == 30
