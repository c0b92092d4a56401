"""A run trains every stage, leaves nothing behind, and refuses a network with wrong outputs."""

import gc
import logging

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.splits.drawing import draw_split
from unmixing.training.trainers import make_job

from shared import make_images_large, network_settings, trained_for


@pytest.fixture
def network_run(keras):
    """Import what trains networks, which imports Keras."""
    from unmixing.training import network_run

    return network_run


def test_each_stage_of_a_network_makes_the_updates(network_run, small_scene, monkeypatch):
    stages = []
    fit_one = network_run.fit

    def fit(model, *arguments):
        rows = fit_one(model, *arguments)
        stages.append(int(model.optimizer.iterations))
        return rows

    monkeypatch.setattr(network_run, "fit", fit)
    run = trained_for(2, small_scene, 30, "unmixing_multibranch_pretrained")
    # The first two built the graphs.
    assert stages[2:] == [2, 2]
    assert run.predictions.updates == 2


def without_seconds(rows):
    return [{key: row[key] for key in row if "second" not in key} for row in rows]


def assert_same(run, other):
    """Compare runs to the bit, but for the time that they took."""
    np.testing.assert_array_equal(run.predictions.abundances, other.predictions.abundances)
    for ours, others in zip(run.network.get_weights(), other.network.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, others)
    assert without_seconds(run.history) == without_seconds(other.history)
    assert run.predictions.updates == other.predictions.updates


@pytest.fixture
def run_of(network_run, small_scene):
    """Return a function that trains a network with a learning rate, or the best of several."""
    split = draw_split(small_scene.valid, seed=3, train_size=60, val_size=0.2, test_size=200)

    def run_it(learning_rate, name="unmixing_pixel_based_cnn"):
        settings = network_settings(20, learning_rate, name)
        return network_run.NetworkRuns(make_job(settings)).run(small_scene, split, seed=3)

    return run_it


@pytest.mark.parametrize(
    "name",
    ["unmixing_pixel_based_cnn", "unmixing_cube_based_cnn", "unmixing_pixel_based_dcae"],
)
def test_own_pixels_of_a_large_image_give_the_numbers_of_the_whole_to_the_bit(
    run_of, monkeypatch, name
):
    whole = run_of(0.005, name)
    make_images_large(monkeypatch)
    assert_same(run_of(0.005, name), whole)


def test_the_better_learning_rate_is_chosen_and_gives_what_it_gives_alone(run_of, caplog):
    caplog.set_level(logging.INFO)
    alone = run_of(0.005)
    caplog.clear()
    chosen = run_of((1e-7, 0.005, 1e3))
    assert chosen.learning_rate == 0.005
    assert caplog.text.count("validation loss") == 3
    assert_same(chosen, alone)


def test_a_list_of_one_is_the_number_to_the_bit(run_of):
    assert_same(run_of((0.005,)), run_of(0.005))


def test_a_loss_that_is_not_finite_is_never_the_better(network_run, run_of, monkeypatch):
    fit_one = network_run.fit

    def fit(model, *arguments):
        rows = fit_one(model, *arguments)
        broken = float(model.optimizer.learning_rate) < 0.003
        return [row | {"val_loss": np.nan} for row in rows] if broken else rows

    monkeypatch.setattr(network_run, "fit", fit)
    assert run_of((0.002, 0.5)).learning_rate == 0.5


def test_training_takes_the_time_of_all_candidates(network_run, run_of, monkeypatch):
    # The first two are for building the graphs.
    ticks = iter([0.0, 100.0, 0.0, 3.0, 10.0, 15.0])
    monkeypatch.setattr(network_run.time, "perf_counter", lambda: next(ticks))
    monkeypatch.setattr(network_run, "fit", lambda *_: [{"val_loss": 1.0}])
    monkeypatch.setattr(network_run, "predict", lambda *_: (np.zeros((200, 3)), 0.1))
    run = run_of((0.002, 0.005))
    assert run.predictions.training_time == 8.0
    # The first among equals.
    assert run.learning_rate == 0.002


@pytest.mark.parametrize(
    "name",
    ["unmixing_pixel_based_cnn", "unmixing_cube_based_dcae", "unmixing_multibranch_transferred"],
)
def test_a_run_comes_out_as_alone_whatever_ran_before_it(network_run, small_scene, name):
    settings = network_settings(6, (0.01, 0.002), name)
    splits = [
        draw_split(small_scene.valid, seed, size, 0.2, 90) for seed, size in ((0, 40), (1, 75))
    ]
    alone = network_run.NetworkRuns(make_job(settings)).run(small_scene, splits[1], seed=1)
    of_model = network_run.NetworkRuns(make_job(settings))
    of_model.run(small_scene, splits[0], seed=0)
    after = of_model.run(small_scene, splits[1], seed=1)
    assert_same(after, alone)


def graphs():
    gc.collect()
    return sum(type(thing).__name__ == "FuncGraph" for thing in gc.get_objects())


def test_runs_share_their_graphs_whatever_their_size(network_run, small_scene):
    of_model = network_run.NetworkRuns(make_job(network_settings(2, 0.01)))
    counts = []
    for seed, size in enumerate((40, 40, 75, 160)):
        of_model.run(small_scene, draw_split(small_scene.valid, seed, size, 0.2, 90), seed)
        counts.append(graphs())
    assert counts[0] > 0
    assert len(set(counts)) == 1


def test_networks_leave_no_graph_behind(keras, small_scene):
    from unmixing.training.keras_setup import forget_runs

    counts = []
    for _ in range(3):
        trained_for(2, small_scene, 100)
        forget_runs()
        counts.append(graphs())
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize(
    ("numbers", "layer", "words"),
    [
        (3, "output", "no layer named 'abundances'"),
        (1, "abundances", "must have 3 numbers"),
        (4, "abundances", "must have 3 numbers"),
    ],
)
def test_a_network_with_wrong_outputs_is_refused_before_it_trains(
    keras, network_run, small_scene, monkeypatch, numbers, layer, words
):
    from unmixing.training.compiled_network import Parts

    def network(job, scene):
        k = job.settings.neighbourhood_size
        pixels = keras.Input((k, k, scene.shape[2], 1))
        spectra = keras.layers.Flatten()(pixels)
        outputs = keras.layers.Dense(numbers, name=layer)(spectra)
        return Parts(keras.Model(pixels, outputs), None)

    monkeypatch.setattr(network_run, "build_parts", network)
    monkeypatch.setattr(network_run, "fit", lambda *_: pytest.fail("it was trained"))
    with pytest.raises(UserError, match=words):
        trained_for(2, small_scene, 40)
