"""Networks train like the reference's, for the number of updates asked for."""

import dataclasses
import json

import numpy as np
import pytest

from unmixing.architectures import architecture
from unmixing.training.trainers import make_job

from shared import build, network_settings, trained_for, with_weights


def pool_as_the_reference(keras):
    """Return a pooling layer with the gradient of TensorFlow's MaxPooling3D on CPUs.

    There, each value less than 1e-5 below the maximum of its window gets the full gradient. The
    recorded values have that error, ours do not.
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
    from unmixing.training.optimisation import compile_network

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


@pytest.mark.parametrize(
    ("asked", "n_labelled", "made", "epochs"),
    # The last is exceeded by less than an epoch.
    [(36, 17, 36, 36), (36, 40, 36, 12), (36, 210, 36, 3), (7, 40, 9, 3)],
)
def test_updates_are_made_at_every_size(keras, small_scene, asked, n_labelled, made, epochs):
    run = trained_for(asked, small_scene, n_labelled)
    assert run.predictions.updates == made
    assert run.predictions.epochs == len(run.history) == epochs


def test_steps_per_execution_leave_the_numbers_as_they_are(keras, small_scene):
    from unmixing.splits.drawing import draw_split
    from unmixing.training.network_run import NetworkRuns

    split = draw_split(small_scene.valid, seed=0, train_size=100, val_size=0.1, test_size=50)
    plain = network_settings(12, learning_rate=0.01)
    abundances = []
    for steps in (1, 32):
        keras.utils.set_random_seed(0)
        settings = dataclasses.replace(plain, steps_per_execution=steps)
        run = NetworkRuns(make_job(settings)).run(small_scene, split)
        abundances.append(run.predictions.abundances)
    np.testing.assert_array_equal(abundances[1], abundances[0])


@pytest.mark.parametrize("n_pixels", [100, 256, 600])
def test_the_time_of_a_prediction_builds_no_graph(keras, n_pixels):
    from unmixing.training.optimisation import predict

    class Model:
        """Records the sizes of batches; each size would need a graph."""

        calls = []

        def predict(self, indices, batch_size, verbose):
            starts = range(0, len(indices), batch_size)
            self.calls.append({len(indices[start : start + batch_size]) for start in starts})

    model = Model()
    predict(model, np.arange(n_pixels), batch_size=256)
    warm, timed = model.calls
    assert timed == warm
