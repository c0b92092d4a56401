"""Patches and their normalisation are the reference's."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from learning_curves.errors import UserError
from unmixing.splits.drawing import draw_split
from unmixing.splits.patches import (
    extract_patches,
    find_normalisation_range,
    find_training_range,
    locate_patches,
    normalise,
    pad_cube,
)

# What spectra hold, and what makes a pixel unknown.
VALUES = st.one_of(st.floats(-8, 8, width=32), st.sampled_from([np.nan, np.inf, -np.inf]))


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
    assert find_training_range(cube, indices, size) == expected


@st.composite
def cubes_and_pixels(draw):
    """Draw a cube, some of its pixels, and a neighbourhood size."""
    height, width, bands = (draw(st.integers(1, 5)) for _ in range(3))
    cube = draw(arrays(np.float32, (height, width, bands), elements=VALUES))
    pixels = st.lists(st.integers(0, height * width - 1), min_size=1, max_size=6)
    return cube, np.array(draw(pixels), np.int32), draw(st.sampled_from([1, 3, 5]))


@settings(max_examples=50, deadline=None)
@given(cubes_and_pixels())
def test_the_centre_of_a_patch_is_its_pixel(drawn):
    cube, pixels, size = drawn
    patches = extract_patches(cube, pixels, size)
    assert patches.shape == (len(pixels), size, size, cube.shape[2])
    known = np.where(np.isfinite(cube).all(-1, keepdims=True), cube, 0)
    centres = patches[:, size // 2, size // 2]
    np.testing.assert_array_equal(centres, known.reshape(-1, cube.shape[2])[pixels])


@settings(max_examples=50, deadline=None)
@given(cubes_and_pixels())
def test_neighbourhoods_lie_in_the_padded_cube(drawn):
    cube, pixels, size = drawn
    where = locate_patches(pixels, cube.shape[1], size)
    assert where.min() >= 0
    assert where.max() < np.prod(pad_cube(cube, size).shape[:2])
    assert all(len(set(of_pixel)) == size**2 for of_pixel in where)


@settings(max_examples=50, deadline=None)
@given(cubes_and_pixels())
def test_the_range_holds_the_training_patches_and_no_more(drawn):
    cube, pixels, size = drawn
    patches = extract_patches(cube, pixels, size)
    if patches.min() == patches.max():
        with pytest.raises(UserError, match="the same value"):
            find_training_range(cube, pixels, size)
        return
    limits = find_training_range(cube, pixels, size)
    assert limits == (float(patches.min()), float(patches.max()))
    normalised = normalise(patches, *limits)
    assert normalised.min() == 0
    assert normalised.max() == pytest.approx(1)


def test_a_range_of_the_scene_overrides_that_of_the_pixels(small_scene):
    split = draw_split(small_scene.valid, 0, 40, 0.1, 50)
    measured = find_normalisation_range(small_scene, split, 3)
    assert measured == find_training_range(small_scene.cube, split.train, 3)
    fixed = dataclasses.replace(small_scene, normalisation_range=(-1.0, 2.0))
    assert find_normalisation_range(fixed, split, 3) == (-1.0, 2.0)
