"""The layer that feeds networks by pixel index gathers the patches that arrays would hold."""

import numpy as np
import pytest

from unmixing.splits.patches import extract_patches, normalise, pad_cube


@pytest.mark.parametrize("size", [1, 3, 5])
def test_the_layer_gathers_the_same_patches(keras, size):
    from unmixing.training.patch_layer import PatchLayer

    cube = np.random.default_rng(0).normal(size=(6, 7, 5)).astype(np.float32)
    indices = np.array([0, 6, 20, 41], np.int32)
    layer = PatchLayer(normalise(pad_cube(cube, size), -3, 3), size)
    expected = normalise(extract_patches(cube, indices, size), -3, 3)
    np.testing.assert_array_equal(np.array(layer(indices))[..., 0], expected)
