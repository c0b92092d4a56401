"""A run trains every stage, leaves nothing behind, and refuses a network of other outputs."""

import gc

import pytest

from unmixing.errors import UserError

from shared import trained_for


def test_each_stage_of_a_network_makes_the_updates(keras, small_scene, monkeypatch):
    from unmixing.training import network_run

    stages = []
    fit_one = network_run.fit

    def fit(model, *arguments):
        rows = fit_one(model, *arguments)
        stages.append(int(model.optimizer.iterations))
        return rows

    monkeypatch.setattr(network_run, "fit", fit)
    run = trained_for(2, small_scene, 30, "unmixing_multibranch_pretrained")
    assert stages == [2, 2]
    assert run.predictions.updates == 2


def test_a_run_leaves_no_graph_behind(keras, small_scene):
    from unmixing.training.keras_setup import begin_run

    graphs = []
    for seed in range(3):
        trained_for(2, small_scene, 100)
        begin_run(seed)
        graphs.append(sum(type(thing).__name__ == "FuncGraph" for thing in gc.get_objects()))
    assert graphs[0] == graphs[1] == graphs[2]


def test_a_network_without_abundances_is_refused_before_it_trains(keras, small_scene, monkeypatch):
    from unmixing.training import network_run

    def network(name, k, scene):
        pixels = keras.Input((k, k, scene.shape[2], 1))
        spectra = keras.layers.Flatten()(pixels)
        return keras.Model(pixels, keras.layers.Dense(scene.n_endmembers, name="output")(spectra))

    monkeypatch.setattr(network_run, "build_network", network)
    monkeypatch.setattr(network_run, "fit", lambda *_: pytest.fail("it was trained"))
    with pytest.raises(UserError, match="no layer named 'abundances'"):
        trained_for(2, small_scene, 40)


@pytest.mark.parametrize("numbers", [1, 4])
def test_a_network_of_other_numbers_is_refused_before_it_trains(
    keras, small_scene, monkeypatch, numbers
):
    from unmixing.training import network_run

    def network(name, k, scene):
        pixels = keras.Input((k, k, scene.shape[2], 1))
        spectra = keras.layers.Flatten()(pixels)
        return keras.Model(pixels, keras.layers.Dense(numbers, name="abundances")(spectra))

    monkeypatch.setattr(network_run, "build_network", network)
    monkeypatch.setattr(network_run, "fit", lambda *_: pytest.fail("it was trained"))
    with pytest.raises(UserError, match=f"must have {small_scene.n_endmembers} numbers"):
        trained_for(2, small_scene, 40)
