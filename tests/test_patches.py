"""Patches and their normalisation are the reference's, fed by array or by index."""

import numpy as np
import pytest

from unmixing.errors import UserError
from unmixing.patches import extract_patches, normalise, pad_cube, training_range


@pytest.fixture
def cube():
    return np.random.default_rng(0).normal(size=(6, 7, 5)).astype(np.float32)


@pytest.mark.parametrize("size", [3, 5, 7])
def test_patches_equal_the_reference(golden, size):
    expected = np.load(golden / "d_patches.npz")
    patches = extract_patches(expected["cube"].astype(np.float32), np.arange(42), size)
    np.testing.assert_array_equal(patches, expected[f"samples_k{size}"])


def test_a_patch_is_the_padded_neighbourhood(cube):
    patch = extract_patches(cube, np.array([0]), 3)[0]
    assert not patch[0].any()
    assert not patch[:, 0].any()
    np.testing.assert_array_equal(patch[1:, 1:], cube[:2, :2])


def test_an_unknown_neighbour_counts_as_padding(cube):
    cube[2, 3, 1] = np.nan
    assert not extract_patches(cube, np.array([2 * 7 + 4]), 3)[0][1, 0].any()


@pytest.mark.parametrize("size", [0, 2, 4])
def test_even_neighbourhoods_are_refused(cube, size):
    with pytest.raises(UserError, match="no centre pixel"):
        pad_cube(cube, size)


@pytest.mark.parametrize("size", [1, 3, 5])
def test_the_range_is_that_of_the_training_patches(cube, size):
    cube += 10
    indices = np.array([0, 17, 30])
    patches = extract_patches(cube, indices, size)
    expected = (float(patches.min()), float(patches.max()))
    assert training_range(pad_cube(cube, size), indices, size) == expected


@pytest.mark.parametrize("size", [1, 3, 5])
def test_the_layer_gathers_the_same_patches(keras, cube, size):
    from unmixing.patch_layer import PatchLayer

    indices = np.array([0, 6, 20, 41], np.int32)
    layer = PatchLayer(normalise(pad_cube(cube, size), -3, 3), size)
    expected = normalise(extract_patches(cube, indices, size), -3, 3)
    np.testing.assert_array_equal(np.array(layer(indices))[..., 0], expected)
