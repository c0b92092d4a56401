"""Convolutions as products are those of Keras, and the other kinds are left alone."""

import numpy as np
import pytest


def outputs(keras, layer, shape):
    """Return a layer's output by itself and by products, and whether the layer changed."""
    from unmixing.training.window_products import convolve_by_products

    patches = np.random.default_rng(0).normal(size=(5, *shape)).astype(np.float32)
    network = keras.Sequential([keras.Input(shape), layer])
    before = np.asarray(network(patches))
    convolve_by_products(network)
    return before, np.asarray(network(patches)), "convolution_op" in vars(layer)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    "kind, size, shape",
    [
        ("Conv1D", 4, (20, 3)),
        ("Conv2D", (2, 3), (5, 9, 3)),
        ("Conv3D", (2, 2, 5), (3, 3, 20, 2)),
        ("Conv3D", (1, 1, 4), (3, 3, 20, 2)),
    ],
)
def test_a_product_is_the_convolution(keras, kind, size, shape, padding):
    layer = getattr(keras.layers, kind)(6, size, padding=padding, activation="relu")
    before, after, changed = outputs(keras, layer, shape)
    assert changed
    np.testing.assert_allclose(after, before, atol=2e-6)


def test_windows_may_lie_apart(keras):
    layer = keras.layers.Conv3D(6, (2, 2, 9), strides=(1, 1, 4))
    before, after, changed = outputs(keras, layer, (3, 3, 38, 2))
    assert changed
    np.testing.assert_allclose(after, before, atol=2e-6)


@pytest.mark.parametrize(
    "options",
    [
        {"groups": 2},
        {"dilation_rate": 2},
        {"padding": "causal"},
        {"padding": "same", "strides": 2},
    ],
)
def test_other_kinds_stay_as_they_are(keras, options):
    before, after, changed = outputs(keras, keras.layers.Conv1D(6, 3, **options), (20, 4))
    assert not changed
    np.testing.assert_array_equal(after, before)
