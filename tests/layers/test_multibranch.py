"""Networks of branches state what their branches need."""

import pytest

from unmixing.layers.multibranch import BRANCHES, multibranch


@pytest.mark.parametrize("name", BRANCHES)
def test_the_stated_minima_of_a_branch_are_the_true_ones(keras, name):
    alone = multibranch(name)
    k, bands = alone.minimum_neighbourhood_size, alone.minimum_bands
    assert (bands, k) == BRANCHES[name]
    alone.build((k, k, bands, 1), 3, None)
    if bands > 1:
        with pytest.raises(ValueError):
            alone.build((k, k, bands - 1, 1), 3, None)
    if k > 1:
        with pytest.raises(ValueError):
            alone.build((k - 2, k - 2, bands, 1), 3, None)


def test_a_network_needs_what_its_most_demanding_branches_need():
    joined = multibranch("branch_1d", "branch_3d_reduced")
    assert (joined.minimum_bands, joined.minimum_neighbourhood_size) == (44, 3)


def test_branches_are_joined_in_the_order_of_their_names(keras):
    network = multibranch("branch_2d", "branch_1d").build((3, 3, 60, 1), 4, None)
    widths = [network.get_layer(f"features_{i}").output.shape[-1] for i in range(2)]
    assert widths[0] == 256
    assert network.output_shape == (None, 4)


def test_branches_alone_estimate_side_by_side_with_shared_layers(keras):
    kind = multibranch("branch_1d", "branch_2d", pretrained=True)
    network = kind.build((3, 3, 60, 1), 4, None)
    first = kind.pretrained(network, 4)
    assert first.output_shape == (None, 8)
    shared = {id(layer) for layer in network.layers if layer.weights}
    assert len(shared & {id(layer) for layer in first.layers}) == 3 + 5
