"""A sequential study is an ordinary study, narrowed per method."""

import pandas as pd
import pytest
import yaml

from learning_curves.answers.next_runs import BATCH, Design, sum_costs
from learning_curves.errors import UserError
from unmixing.study.costs import read_costs
from unmixing.study.plan import plan, run_price
from unmixing.study.reading import complete, read_study
from unmixing.study.runs import runs
from unmixing.study.sequential import (
    clear_for_answer,
    config_path,
    list_grids,
    narrow_config,
    only_scene,
    write_config,
)

SCENE = {"shape": [40, 40, 90], "simulation": {"endmembers": {"soil": "soil", "tree": "canopy"}}}
CONFIG = {
    "study": "small",
    "scenes": {"field": SCENE, "coast": SCENE},
    "only_scenes": ["field"],
    "conditions": {"blocks": {"split": "blocks"}, "noisy": {"snr": 20}},
    "models": {"ridge": {}, "svr": {"train_sizes": [20, 50, 100]}, "unmixing_cube_based_dcae": {}},
    "only_models": ["ridge", "svr"],
    "train_sizes": [20, 50, 100, 300],
    "test_size": {"field": 100, "coast": 50},
    "seeds": 2,
    "training": {"updates": 300},
}
DESIGNS = {"ridge": Design((20, 50, 100), BATCH), "svr": Design((20, 100), 2 * BATCH)}


def test_the_narrowed_config_runs_the_designs_with_the_settings_of_the_study():
    whole = read_study(CONFIG)
    narrowed = read_study(narrow_config(complete(CONFIG), whole, DESIGNS, 0.05))
    assert {(run.scene, run.condition) for run in runs(narrowed)} == {("field", "blocks")}
    for model, design in DESIGNS.items():
        wanted = [(size, seed) for size in design.sizes for seed in range(design.repetitions)]
        assert [run[3:] for run in runs(narrowed) if run.model == model] == wanted
    assert narrowed.models == whole.models
    # The gap comes from a network that is not run.
    assert narrowed.conditions["blocks"] == whole.conditions["blocks"]
    assert narrowed.test_size == {"field": 100}
    assert narrowed.target_errors == (0.05,)


def test_runs_cost_what_the_plan_of_the_narrowed_config_tells():
    whole, costs = read_study(CONFIG), read_costs()
    planned = plan(read_study(narrow_config(complete(CONFIG), whole, DESIGNS, 0.05)), costs, False)
    spent = sum_costs(DESIGNS, lambda *cell: run_price(whole, costs, False, "field", *cell, BATCH))
    assert spent == pytest.approx(3600 * planned["hours"].sum())


def test_the_config_is_written_as_one_that_can_be_run(tmp_path):
    path, whole = tmp_path / "answer.yaml", read_study(CONFIG)
    narrowed = narrow_config(complete(CONFIG), whole, DESIGNS, 0.05)
    write_config(narrowed, path)
    assert read_study(yaml.safe_load(path.read_text())) == read_study(narrowed)
    assert list_grids(whole, "field") == {"ridge": [20, 50, 100, 300], "svr": [20, 50, 100]}


def test_the_tables_of_a_grid_are_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clear_for_answer("small")
    table = tmp_path / "results" / "small" / "tables" / "runs.csv"
    table.parent.mkdir(parents=True)
    whole = read_study(CONFIG)
    narrowed = narrow_config(complete(CONFIG), whole, DESIGNS, 0.05)
    of_answer = pd.DataFrame(runs(read_study(narrowed)))
    of_answer.to_csv(table, index=False)
    with pytest.raises(UserError, match="--config study=small_answer"):
        clear_for_answer("small")
    assert table.exists()
    # An earlier answer continues, also if it was killed before its next table.
    write_config(narrowed, config_path("small"))
    for there in (of_answer, of_answer[:5]):
        there.to_csv(table, index=False)
        clear_for_answer("small")
        assert not table.exists()
    # A grid was run in the meantime.
    pd.DataFrame(runs(whole)).to_csv(table, index=False)
    with pytest.raises(UserError, match="has runs of a study that was not an answer"):
        clear_for_answer("small")
    assert table.exists()


def test_what_has_no_answer_is_refused_in_words():
    with pytest.raises(UserError, match=r"the study has coast, field: narrow it"):
        only_scene(read_study(CONFIG | {"only_scenes": None}))
    few = CONFIG | {"models": {"ridge": {"train_sizes": [20, 50]}}, "only_models": None}
    with pytest.raises(UserError, match="model ridge has 2, and a curve needs 3"):
        list_grids(read_study(few), "field")
    elsewhere = {"ridge": {"conditions": ["noisy"]}}
    with pytest.raises(UserError, match=r"no model is run under it.*only_conditions=\[noisy\]"):
        list_grids(read_study(CONFIG | {"models": elsewhere, "only_models": None}), "field")
    shares = CONFIG | {"train_sizes": [20, 50, 100, 0.5]}
    with pytest.raises(UserError, match="needs counts"):
        list_grids(read_study(shares), "field")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"split": "halves"}, "there are 4 halves"),
        ({"split": "nearest_distances"}, "there are 5 folds"),
        ({"split": "nearest_distances", "folds": 3}, "there are 3 folds"),
    ],
)
def test_an_answer_from_few_regions_is_refused(condition, words):
    """More seeds add no fifth half, so an interval would never be narrow enough."""
    config = CONFIG | {"conditions": {"first": condition}}
    with pytest.raises(UserError, match=rf"{words}, however.*put another condition first"):
        list_grids(read_study(config), "field")


def test_an_answer_on_other_groups_adds_seeds_and_sizes():
    config = CONFIG | {"conditions": {"groups": {"split": "groups", "group_size": 5}}}
    assert list_grids(read_study(config), "field")
