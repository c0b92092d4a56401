"""Networks have the reference's parameters and outputs, and state what they need."""

import csv
import json
from collections import Counter
from itertools import pairwise
from zlib import crc32

import numpy as np
import pytest
from numpy.random import RandomState

from unmixing.architectures import architecture, names

from shared import ROOT, build, with_weights

# Totals that the reference's table has under other names: (neighbourhood size, bands, endmembers)
# -> parameters.
PARAMETERS = {
    "unmixing_multibranch": {(3, 162, 6): 24_561_766, (3, 198, 4): 29_954_276},
    "unmixing_multibranch_reduced": {(3, 162, 6): 997_526, (3, 198, 4): 1_147_156},
    "unmixing_multibranch_residual": {(3, 162, 6): 997_526, (3, 198, 4): 1_147_156},
}
# Networks of which the reference's outputs are recorded for weights that a rule makes.
RECORDED = json.loads((ROOT / "tests" / "golden" / "g_forward.json").read_text())


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


def assert_forward_pass(folder, name):
    """Compare the outputs of a network with those of the reference."""
    from unmixing.training.patch_layer import extract_abundance_network

    recorded = np.load(folder / f"e_forward_{name}.npz")
    facts = json.loads((folder / "e_forward.json").read_text())[name]
    network = build(name, facts["k"] or 1, facts["B"], facts["p"])
    with_weights(network, [recorded[key] for key in sorted(recorded) if key.startswith("w")])
    output = network.predict(recorded["x"], verbose=0)
    np.testing.assert_allclose(output, recorded["pred_full"], rtol=1e-5, atol=1e-6)
    if "pred_abund" in recorded:
        abundances = extract_abundance_network(network).predict(recorded["x"], verbose=0)
        np.testing.assert_allclose(abundances, recorded["pred_abund"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"])
def test_forward_pass_with_the_reference_weights(keras, golden, name):
    assert_forward_pass(golden, name)


def test_forward_pass_of_the_largest_recorded_network(keras, large_golden):
    assert_forward_pass(large_golden, "unmixing_cube_based_dcae")


def made_weights(shapes):
    """Make weights by the rule of recording `g`: each kernel with the vector after it."""
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
    """Sort made arrays like those of a network: its n-th kernel of a shape is the n-th made."""
    ours, left = [], list(made)
    for weights in network.get_weights():
        if weights.ndim > 1:
            wanted = np.squeeze(weights).shape
            shapes = [np.squeeze(kernel).shape for kernel, *_ in left]
            group = left.pop(shapes.index(wanted))
        ours.append(group.pop(0))
    return ours


def rows_in_our_order(network, kernel):
    """Sort the rows of the first dense kernel, which the authors order as 3-D, 2-D, 1-D."""
    counts = [network.get_layer(f"features_{i}").output.shape[-1] for i in range(3)]
    blocks = np.split(kernel, np.cumsum(counts[::-1])[:-1])
    return np.concatenate(blocks[::-1])


@pytest.mark.parametrize(("name", "facts"), RECORDED.items())
def test_forward_pass_with_weights_that_a_rule_makes(keras, golden, name, facts):
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
    np.testing.assert_allclose(
        output, np.load(golden / "g_forward.npz")[name], rtol=1e-5, atol=2e-6
    )


@pytest.mark.parametrize("name", ["unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"])
def test_a_constant_spectrum_has_the_gradient_of_numerical_derivatives(keras, name):
    """Every pooling window then holds a tie, which counts once."""
    import tensorflow as tf

    keras.utils.set_random_seed(0)
    network = build(name, 1, 100, 3)
    # Positive weights keep every filter alive and in its linear part.
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
