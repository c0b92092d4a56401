"""A plan counts every run, and estimates as its rates say."""

import pytest
import yaml

from unmixing import architectures, estimators
from unmixing.study.costs import Cost, read_costs
from unmixing.study.plan import describe, plan
from unmixing.study.reading import read_study

from shared import SHIPPED

STUDY = {
    "study": "trial",
    "scenes": {
        "field": {"shape": [20, 30, 50], "format": "hdf5", "files": {"scene": {"path": "x.h5"}}}
    },
    "models": {"ridge": {}, "unmixing_cube_based_cnn": {"epochs": 7}},
    "train_sizes": [100, 0.5],
    "test_size": 60,
    "seeds": 4,
}
COSTS = {
    "ridge": Cost(2.0, 1e-4, 2.0, 0.01, 310.0, 1.0, 100, 150, 1.0),
    "unmixing_cube_based_cnn": Cost(10.0, 1e-6, 1.0, 1e-5, 2000.0, 100.0, 100, 512, 8.0),
}


def planned(on_gpu=False, costs=COSTS, **changes):
    """Plan the study with keys replaced: a row per model and number of labelled pixels."""
    table = plan(read_study(STUDY | changes), costs, on_gpu)
    return table.set_index(["model", "n_train_pixels"])


def test_hours_follow_from_the_rates():
    table = planned()
    assert (table["runs"] == 4).all()
    estimator = 2 + 1e-4 * 300**2 + 0.01 * 60
    assert table.loc[("ridge", 300), "hours"] == pytest.approx(4 * estimator / 3600)
    work = 50 * 9
    network = 10 + 1e-6 * work * 7 * 100 + 1e-5 * work * 60
    assert table.loc[("unmixing_cube_based_cnn", 100), "hours"] == pytest.approx(4 * network / 3600)


def test_seeds_that_share_a_job_make_fewer_jobs():
    assert "train_network: 8 runs in 8 jobs" in describe(read_study(STUDY), COSTS, False)
    shared = read_study(STUDY | {"seeds_per_job": 3})
    assert "train_network: 8 runs in 4 jobs" in describe(shared, COSTS, False)


def test_training_for_updates_takes_as_many_epochs_as_they_need():
    entry = {"architecture": "unmixing_cube_based_cnn", "updates": 30, "batch_size": 50}
    table = planned(models={"unmixing_control": entry}, train_sizes=[100])
    seconds = table["hours"].iloc[0] * 3600 / 4
    work = 50 * 9
    assert seconds == pytest.approx(10 + 1e-6 * work * 15 * 100 + 1e-5 * work * 60)


def test_a_gpu_speeds_up_networks_and_not_estimators():
    cpu, gpu = (planned(on_gpu)["hours"] * 3600 / 4 for on_gpu in (False, True))
    network = ("unmixing_cube_based_cnn", 300)
    assert gpu[network] - 10 == pytest.approx((cpu[network] - 10) / 8)
    assert gpu["ridge", 300] == cpu["ridge", 300]


def test_memory_and_model_of_an_estimator_grow_with_its_training_pixels():
    table = planned()
    cube = 20 * 30 * 50 * 4 / 2**20
    # In addition to 210 MiB of libraries, 100 MiB at 150 pixels and twice the bands.
    assert table.loc[("ridge", 100), "memory_mb"] == pytest.approx(210 + 50 + 4 * cube)
    assert table.loc[("ridge", 300), "memory_mb"] == pytest.approx(210 + 2 * 50 + 4 * cube)
    saved = table["model_mb"]
    # Twice the model of 150 pixels against two thirds of it, at half the bands.
    assert saved["ridge", 300] - saved["ridge", 100] == pytest.approx((2 - 2 / 3) / 2)
    assert saved["unmixing_cube_based_cnn", 300] == saved["unmixing_cube_based_cnn", 100]


def test_a_larger_batch_takes_more_memory():
    memory = []
    for batch in (1, 256, 512):
        entry = {"architecture": "unmixing_cube_based_cnn", "batch_size": batch}
        table = planned(models={"unmixing_own": entry}, train_sizes=[512], test_size=80)
        memory += table["memory_mb"].tolist()
    cubes = 4 * 20 * 30 * 50 * 4 / 2**20
    # In addition to 700 MiB of libraries, 1300 MiB at this batch and twice the bands.
    wanted = [650 * (0.56 + 0.44 / 256), 650, 1300]
    assert memory == pytest.approx([700 + own + cubes for own in wanted])


def test_seeds_that_are_one_program_take_the_memory_of_each():
    staged = "unmixing_multibranch_pretrained"
    models = dict.fromkeys(["unmixing_cube_based_cnn", staged, "ridge"], {"seeds_per_job": 3})
    study = {"models": models, "backend": "jax", "train_sizes": [300]}
    costs = COSTS | {staged: COSTS["unmixing_cube_based_cnn"]}
    alone, together = (
        planned(costs=costs, seeds_together=at_once, **study)["memory_mb"].droplevel(1)
        for at_once in (False, True)
    )
    libraries = 700
    of_one = alone["unmixing_cube_based_cnn"] - libraries
    assert together["unmixing_cube_based_cnn"] == pytest.approx(libraries + 3 * of_one)
    # Trained in two stages, one after another.
    assert together[staged] == alone[staged]
    assert together["ridge"] == alone["ridge"]


def test_unknown_facts_are_assumed_and_named():
    scenes = {"field": STUDY["scenes"]["field"] | {"shape": None}}
    costs = COSTS | {"svr_tuned": COSTS["ridge"]}
    del costs["ridge"]
    text = describe(read_study(STUDY | {"scenes": scenes}), costs, False)
    assert "scenes.field: without a shape, it is estimated as 307 x 307 pixels" in text
    assert "models.ridge: 'ridge' was never measured" in text
    assert "cost.py ridge" in text
    assert planned(costs=costs)["hours"].tolist() == planned()["hours"].tolist()


def test_every_method_and_study_of_the_project_can_be_planned():
    costs = read_costs()
    assert set(costs) == {*architectures.names(), *estimators.names()}
    assert all(min(cost) >= 0 for cost in costs.values())
    for path in SHIPPED:
        table = plan(read_study(yaml.safe_load(path.read_text())), costs, False)
        assert table["hours"].gt(0).all()


def test_disk_space_is_given_for_each_choice_of_kept_models():
    study = {
        "models": {"unmixing_cube_based_cnn": {}},
        "scenes": {"field": STUDY["scenes"]["field"] | {"shape": [20, 30, 100]}},
    }
    kept = {
        choice: describe(read_study(STUDY | study | {"keep_models": choice}), COSTS, False)
        for choice in ("first", "all", "none")
    }
    # Two cells of four runs, 100 MiB a model.
    assert "disk: 0.2 GiB with keep_models: first (0.8 with all, 0.0 with none)" in kept["first"]
    assert "disk: 0.8 GiB with keep_models: all (0.2 with first, 0.0 with none)" in kept["all"]
    assert "disk: 0.0 GiB with keep_models: none" in kept["none"]
