"""Networks have the reference's parameters, outputs and training trajectories."""

import csv
import dataclasses
import gc
import json
from collections import Counter
from itertools import pairwise
from zlib import crc32

import numpy as np
import pytest
from numpy.random import RandomState

from unmixing.architectures import architecture, names
from unmixing.errors import UserError

# Totals of the reference: (neighbourhood size, bands, endmembers) -> parameters.
PARAMETERS = {
    "unmixing_pixel_based_cnn": {(1, 162, 6): 63_948, (1, 198, 4): 72_862},
    "unmixing_cube_based_cnn": {(3, 162, 6): 32_810_656, (3, 198, 4): 40_772_978},
    "unmixing_pixel_based_dcae": {(1, 162, 6): 54_192, (1, 198, 4): 69_918},
    "unmixing_cube_based_dcae": {(5, 162, 6): 5_094_420, (5, 198, 4): 6_273_410},
    "unmixing_rnn_supervised": {(1, 162, 6): 1_053_654, (1, 198, 4): 1_052_628},
    "unmixing_deep_cnn": {(3, 162, 6): 5_424_998, (3, 198, 4): 5_072_740},
    "unmixing_multibranch": {(3, 162, 6): 24_561_766, (3, 198, 4): 29_954_276},
    "unmixing_multibranch_reduced": {(3, 162, 6): 997_526, (3, 198, 4): 1_147_156},
    "unmixing_multibranch_residual": {(3, 162, 6): 997_526, (3, 198, 4): 1_147_156},
}


def build(name, k, bands, p):
    endmembers = np.random.default_rng(0).uniform(size=(bands, p))
    return architecture(name).build((k, k, bands, 1), p, endmembers)


@pytest.mark.parametrize(
    ("name", "shape", "expected"),
    [(name, shape, n) for name, totals in PARAMETERS.items() for shape, n in totals.items()],
)
def test_parameter_totals(keras, name, shape, expected):
    assert build(name, *shape).count_params() == expected


def test_parameter_totals_of_the_whole_table(keras, golden):
    with open(golden / "c_parameter_counts.csv") as file:
        rows = [row for row in csv.DictReader(file) if row["architecture"] in names()]
    assert len(rows) >= 9
    for row in rows:
        network = build(
            row["architecture"],
            int(row["neighborhood_size"] or 1),
            int(row["bands"]),
            int(row["endmembers"]),
        )
        trainable = sum(int(np.prod(weights.shape)) for weights in network.trainable_weights)
        assert network.count_params() == int(row["parameters"])
        assert trainable == int(row["trainable"])


def test_the_branches_trained_first_have_the_reference_total(keras):
    network = build("unmixing_multibranch_pretrained", 3, 162, 6)
    first = architecture("unmixing_multibranch_pretrained").pretrained(network, 6)
    assert first.count_params() == 299_938
    assert first.output_shape == (None, 3 * 6)


@pytest.mark.parametrize("name", names())
def test_the_stated_minimum_of_bands_is_the_true_one(keras, name):
    kind = architecture(name)
    k = kind.neighbourhood_size
    build(name, k, kind.minimum_bands, 3)
    if kind.minimum_bands == 1:
        return
    with pytest.raises(ValueError):
        build(name, k, kind.minimum_bands - 1, 3)


@pytest.mark.parametrize("name", names())
def test_the_stated_minimum_neighbourhood_is_the_true_one(keras, name):
    kind = architecture(name)
    smallest = kind.minimum_neighbourhood_size
    build(name, smallest, 100, 3)
    if smallest > 1:
        with pytest.raises(ValueError):
            build(name, smallest - 2, 100, 3)


def with_weights(network, arrays):
    """Give a network recorded weights, whose kernels may have further axes of length one."""
    shapes = [weights.shape for weights in network.get_weights()]
    network.set_weights([a.reshape(s) for a, s in zip(arrays, shapes, strict=True)])
    return network


def assert_forward_pass(folder, name):
    """Compare what a network makes of a batch with what the reference made of it."""
    from unmixing.patch_layer import abundance_network

    recorded = np.load(folder / f"e_forward_{name}.npz")
    facts = json.loads((folder / "e_forward.json").read_text())[name]
    network = build(name, facts["k"] or 1, facts["B"], facts["p"])
    with_weights(network, [recorded[key] for key in sorted(recorded) if key.startswith("w")])
    output = network.predict(recorded["x"], verbose=0)
    np.testing.assert_allclose(output, recorded["pred_full"], rtol=1e-5, atol=1e-6)
    if "pred_abund" in recorded:
        abundances = abundance_network(network).predict(recorded["x"], verbose=0)
        np.testing.assert_allclose(abundances, recorded["pred_abund"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"])
def test_forward_pass_with_the_reference_weights(keras, golden, name):
    assert_forward_pass(golden, name)


def test_forward_pass_of_the_largest_recorded_network(keras, large_golden):
    assert_forward_pass(large_golden, "unmixing_cube_based_dcae")


def made_weights(shapes):
    """Make kernels of these shapes by the rule of `g`: lists of a kernel and the vector after it."""
    made, counts = [], Counter()
    for kernel, after in pairwise([*shapes, ()]):
        if len(kernel) < 2:
            continue
        name = f"{kernel} {counts[kernel]}"
        counts[kernel] += 1
        values = RandomState(crc32(name.encode())).standard_normal(kernel)
        made.append([values * np.sqrt(2 / np.prod(kernel[:-1]))])
        if len(after) == 1:
            vector = RandomState(crc32(f"{name} bias".encode())).standard_normal(after)
            made[-1].append(np.abs(vector * 0.1))
    return made


def in_our_order(network, made):
    """Sort made arrays as a network has them: the n-th kernel of a shape is the n-th of it there."""
    ours, left = [], list(made)
    for weights in network.get_weights():
        if weights.ndim > 1:
            wanted = np.squeeze(weights).shape
            shapes = [np.squeeze(kernel).shape for kernel, *_ in left]
            group = left.pop(shapes.index(wanted))
        ours.append(group.pop(0))
    return ours


def rows_in_our_order(network, kernel):
    """Sort the rows of the first dense kernel, which the authors have as 3-D, 2-D, 1-D."""
    counts = [network.get_layer(f"features_{i}").output.shape[-1] for i in range(3)]
    blocks = np.split(kernel, np.cumsum(counts[::-1])[:-1])
    return np.concatenate(blocks[::-1])


@pytest.mark.parametrize("name", PARAMETERS)
def test_forward_pass_with_weights_that_a_rule_makes(keras, golden, name):
    facts = json.loads((golden / "g_forward.json").read_text())[name]
    k, bands = facts["neighbourhood_size"], facts["bands"]
    network = build(name, k, bands, facts["n_endmembers"])
    made = made_weights([tuple(shape) for shape in facts["shapes"]])
    weights = in_our_order(network, made)
    if architecture(name).target == "spectrum":
        weights[-4], weights[-2] = 3 * np.abs(weights[-4]), np.abs(weights[-2])
        weights[-1] = np.zeros_like(weights[-1])
    if "multibranch" in name:
        weights[-6] = rows_in_our_order(network, weights[-6])
    x = RandomState(7).rand(5, k, k, bands, 1).astype(np.float32)
    output = with_weights(network, weights).predict(x, verbose=0)
    np.testing.assert_allclose(output, np.load(golden / "g_forward.npz")[name], rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("name", ["unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"])
def test_a_constant_spectrum_has_the_gradient_of_numerical_derivatives(keras, name):
    """Every pooling window holds a tie then, which counts once."""
    import tensorflow as tf

    keras.utils.set_random_seed(0)
    network = build(name, 1, 100, 3)
    # No filter is dead, and nothing bends.
    network.set_weights([np.abs(weights) for weights in network.get_weights()])
    flat = next(layer for layer in network.layers if isinstance(layer, keras.layers.Flatten))
    features = keras.Model(network.inputs, flat.output)
    spectra = np.full((2, 1, 1, 100, 1), 0.7, np.float32)
    kernel = network.trainable_weights[0].value

    def output():
        return tf.reduce_mean(features(spectra))

    with tf.GradientTape() as tape:
        value = output()
    slope = float(tf.reduce_sum(tape.gradient(value, kernel)))
    start, step, values = tf.identity(kernel), 0.01, []
    for sign in (1, -1):
        kernel.assign(start + sign * step)
        values.append(float(output()))
    assert slope == pytest.approx((values[0] - values[1]) / (2 * step), rel=0.02)
    assert abs(values[0] - values[1]) > 1e-4


def pool_as_the_reference(keras):
    """Return a pooling layer with the gradient of TensorFlow's MaxPooling3D on CPUs.

    There, each value that is less than 1e-5 below the maximum of its window takes the gradient in
    full. What was recorded holds that error, and ours do not.
    """
    from keras import ops

    class Pooling(keras.layers.Layer):
        def call(self, block):
            _, rows, bands, channels = block.shape
            half = bands // 2
            pairs = ops.reshape(block[:, :, : 2 * half], (-1, rows, half, 2, channels))
            largest = ops.max(pairs, axis=3, keepdims=True)
            near = ops.cast(ops.abs(pairs - largest) < 1e-5, "float32")
            counted = ops.sum(pairs * ops.stop_gradient(near), axis=3)
            return counted + ops.stop_gradient(largest[:, :, :, 0] - counted)

    return lambda size: Pooling()


@pytest.mark.parametrize("name", ["unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"])
def test_training_trajectory_from_the_reference_weights(keras, golden, name, monkeypatch):
    from unmixing.training import compile_network

    facts = json.loads((golden / "f_training.json").read_text())[name]
    recorded = np.load(golden / f"f_training_{name}.npz")
    n = int(recorded["n_train"])
    x, y = recorded["X"], recorded["Y"]
    monkeypatch.setattr(keras.layers, "MaxPooling2D", pool_as_the_reference(keras))
    network = build(name, 1, x.shape[3], 6)
    with_weights(network, [recorded[key] for key in sorted(recorded) if key.startswith("w0_")])
    compile_network(network, architecture(name).target, facts["lr"], steps_per_execution=1)
    history = network.fit(
        x[:n],
        y[:n],
        validation_data=(x[n:], y[n:]),
        batch_size=facts["batch"],
        epochs=facts["epochs"],
        shuffle=False,
        verbose=0,
    ).history
    np.testing.assert_allclose(history["loss"], facts["history"]["loss"], rtol=1e-5)
    if architecture(name).target == "abundances":
        # Measured after the epoch's last step, whose rounding the rate of 0.01 enlarges.
        np.testing.assert_allclose(history["val_loss"], facts["history"]["val_loss"], rtol=2e-4)
    expected = [recorded[key] for key in sorted(recorded) if key.startswith("w1_")]
    for weights, reference in zip(network.get_weights(), expected, strict=True):
        np.testing.assert_allclose(weights, reference.reshape(weights.shape), rtol=1e-3, atol=1e-4)


def test_the_divergence_equals_the_reference_and_scipy(keras, golden):
    from unmixing.losses import spectral_information_divergence

    arrays = np.load(golden / "b_metrics_inputs.npz")
    expected = json.loads((golden / "b_metrics.json").read_text())["sid_loss"]["sidloss_n1"]
    value = spectral_information_divergence(
        arrays["sidloss_n1__y_true"], arrays["sidloss_n1__y_pred"]
    )
    assert float(value[0]) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("value", [0.0, -0.3])
def test_the_divergence_stays_finite_on_spectra_that_are_not_positive(keras, value):
    from unmixing.losses import spectral_information_divergence

    truth = np.full((1, 8), value, np.float32)
    assert np.isfinite(spectral_information_divergence(truth, np.ones((1, 8), np.float32))).all()


def settings_for(updates, learning_rate, name="unmixing_pixel_based_cnn"):
    """Return settings that train a network for a number of updates."""
    from unmixing.training import Settings

    return Settings(
        architecture=name,
        neighbourhood_size=architecture(name).neighbourhood_size,
        learning_rate=learning_rate,
        batch_size=16,
        updates=updates,
        epochs=None,
        patience=None,
        shuffle=True,
        steps_per_execution=32,
    )


def trained_for(updates, scene, n_labelled, name="unmixing_pixel_based_cnn"):
    """Train a network for a number of updates on so many labelled pixels."""
    from unmixing.splits import draw_split
    from unmixing.training import train_run

    split = draw_split(scene.valid, seed=0, train_size=n_labelled, val_size=0.1, test_size=50)
    # So large a rate that the loss soon gets worse and a patience would stop the training.
    return train_run(scene, split, settings_for(updates, 0.1, name), verbose=0)


@pytest.mark.parametrize(("n_labelled", "epochs"), [(17, 36), (40, 12), (210, 3)])
def test_a_control_makes_as_many_updates_at_every_size(keras, small_scene, n_labelled, epochs):
    run = trained_for(36, small_scene, n_labelled)
    assert run.predictions.updates == 36
    assert run.predictions.epochs == len(run.history) == epochs


def test_updates_are_exceeded_by_less_than_an_epoch(keras, small_scene):
    assert trained_for(7, small_scene, 40).predictions.updates == 9


def test_each_stage_of_a_network_makes_the_updates(keras, small_scene, monkeypatch):
    from unmixing import training

    stages = []
    fit_one = training.fit

    def fit(model, *arguments):
        rows = fit_one(model, *arguments)
        stages.append(int(model.optimizer.iterations))
        return rows

    monkeypatch.setattr(training, "fit", fit)
    run = trained_for(2, small_scene, 30, "unmixing_multibranch_pretrained")
    assert stages == [2, 2]
    assert run.predictions.updates == 2


def test_float32_is_not_rounded_on_a_gpu(keras):
    tensorflow = pytest.importorskip("tensorflow")
    assert not tensorflow.config.experimental.tensor_float_32_execution_enabled()


def test_steps_per_execution_leave_the_numbers_as_they_are(keras, small_scene):
    from unmixing.splits import draw_split
    from unmixing.training import train_run

    split = draw_split(small_scene.valid, seed=0, train_size=100, val_size=0.1, test_size=50)
    plain = settings_for(12, learning_rate=0.01)
    abundances = []
    for steps in (1, 32):
        keras.utils.set_random_seed(0)
        run = train_run(
            small_scene, split, dataclasses.replace(plain, steps_per_execution=steps), verbose=0
        )
        abundances.append(run.predictions.abundances)
    np.testing.assert_array_equal(abundances[1], abundances[0])


def test_a_run_leaves_no_graph_behind(keras, small_scene):
    from unmixing.devices import begin_run

    graphs = []
    for seed in range(3):
        trained_for(2, small_scene, 100)
        begin_run(seed)
        graphs.append(sum(type(thing).__name__ == "FuncGraph" for thing in gc.get_objects()))
    assert graphs[0] == graphs[1] == graphs[2]


@pytest.mark.parametrize("n_pixels", [100, 256, 600])
def test_the_time_of_a_prediction_builds_no_graph(keras, n_pixels):
    from unmixing.training import predict

    class Model:
        """Notes the sizes of batches, each of which would be a graph."""

        calls = []

        def predict(self, indices, batch_size, verbose):
            starts = range(0, len(indices), batch_size)
            self.calls.append({len(indices[start : start + batch_size]) for start in starts})

    model = Model()
    predict(model, np.arange(n_pixels), batch_size=256)
    warm, timed = model.calls
    assert timed == warm


def test_a_network_without_abundances_is_refused_before_it_trains(keras, small_scene, monkeypatch):
    from unmixing import training

    def network(name, k, scene):
        pixels = keras.Input((k, k, scene.shape[2], 1))
        spectra = keras.layers.Flatten()(pixels)
        return keras.Model(pixels, keras.layers.Dense(scene.n_endmembers, name="output")(spectra))

    monkeypatch.setattr(training, "build_network", network)
    monkeypatch.setattr(training, "fit", lambda *_: pytest.fail("it was trained"))
    with pytest.raises(UserError, match="no layer named 'abundances'"):
        trained_for(2, small_scene, 40)


@pytest.mark.parametrize("numbers", [1, 4])
def test_a_network_of_other_numbers_is_refused_before_it_trains(
    keras, small_scene, monkeypatch, numbers
):
    from unmixing import training

    def network(name, k, scene):
        pixels = keras.Input((k, k, scene.shape[2], 1))
        spectra = keras.layers.Flatten()(pixels)
        return keras.Model(pixels, keras.layers.Dense(numbers, name="abundances")(spectra))

    monkeypatch.setattr(training, "build_network", network)
    monkeypatch.setattr(training, "fit", lambda *_: pytest.fail("it was trained"))
    with pytest.raises(UserError, match=f"must have {small_scene.n_endmembers} numbers"):
        trained_for(2, small_scene, 40)
