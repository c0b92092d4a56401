"""Scenes that would mislead a study are refused."""

import dataclasses

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.scenes import formats
from unmixing.scenes.checks import validate_scene


def with_abundances(scene, abundances):
    return dataclasses.replace(scene, abundances=abundances.astype(np.float32))


def test_a_real_scene_with_transposed_maps_is_refused_with_the_remedy(real_data):
    files = {
        "cube": real_data / "samson/samson_1.mat",
        "ground_truth": real_data / "samson/end3.mat",
    }
    scene = formats.read("zhu", files, {})
    validate_scene(scene)
    with pytest.raises(UserError, match=r"transposed.*maps\.swapaxes\(0, 1\)"):
        validate_scene(with_abundances(scene, scene.abundances.transpose(1, 0, 2)))


@pytest.mark.parametrize("known", [True, False])
def test_misplaced_maps_are_refused_with_and_without_endmembers(small_scene, known):
    scene = small_scene if known else dataclasses.replace(small_scene, endmembers=None)
    validate_scene(scene)
    with pytest.raises(UserError, match=r"upside down, and not as they lie.*maps\[::-1\]"):
        validate_scene(with_abundances(scene, scene.abundances[::-1]))


def test_maps_whose_height_and_width_are_swapped_are_to_be_transposed(small_scene):
    with pytest.raises(UserError, match="same area. Transpose one of the two"):
        validate_scene(with_abundances(small_scene, small_scene.abundances.swapaxes(0, 1)))


def test_endmembers_in_another_order_than_the_maps_are_refused_by_name(small_scene):
    swapped = dataclasses.replace(small_scene, endmembers=small_scene.endmembers[:, [0, 2, 1]])
    with pytest.raises(UserError, match="of soil, vegetation are .* stored as vegetation, soil"):
        validate_scene(swapped)


def test_unknown_pixels_are_kept_apart(small_scene):
    cube = small_scene.cube.copy()
    cube[3, 4, 5], cube[6, 7, 8] = np.nan, np.inf
    scene = dataclasses.replace(small_scene, cube=cube)
    validate_scene(scene)
    assert np.argwhere(~scene.valid).tolist() == [[3, 4], [6, 7]]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s: with_abundances(s, s.abundances * 1.01), "do not sum to one"),
        (lambda s: with_abundances(s, s.abundances - [0.5, 0, -0.5]), "negative"),
        (lambda s: with_abundances(s, s.abundances[:, :-1]), "same area"),
        (lambda s: with_abundances(s, s.abundances * np.nan), "no pixel is labelled"),
        (lambda s: dataclasses.replace(s, cube=s.cube * np.nan), "no pixel of the cube has"),
        (lambda s: dataclasses.replace(s, cube=s.cube * 0 + 1), "constant"),
        (lambda s: dataclasses.replace(s, endmembers=s.endmembers.T), "bands, endmembers"),
        (lambda s: dataclasses.replace(s, endmembers=s.endmembers * np.nan), "endmembers hold"),
        (lambda s: dataclasses.replace(s, names=("one",)), "1 names"),
        (lambda s: dataclasses.replace(s, wavelengths=np.ones(3)), "3 wavelengths"),
    ],
)
def test_a_scene_that_would_mislead_is_refused(small_scene, spoil, words):
    with pytest.raises(UserError, match=words):
        validate_scene(spoil(small_scene))


def test_labels_where_nothing_was_measured_are_refused(small_scene):
    cube, abundances = small_scene.cube.copy(), small_scene.abundances.copy()
    cube[:10], abundances[10:] = np.nan, np.nan
    scene = dataclasses.replace(small_scene, cube=cube, abundances=abundances)
    with pytest.raises(UserError, match="no labelled pixel has a spectrum"):
        validate_scene(scene)


def test_a_table_has_no_places_that_could_be_wrong(small_scene):
    shape = (-1, 1)
    table = dataclasses.replace(
        small_scene,
        cube=small_scene.cube.reshape(*shape, small_scene.shape[2]),
        abundances=small_scene.labels[::-1].reshape(*shape, small_scene.n_endmembers),
        endmembers=None,
    )
    with pytest.raises(UserError, match="fit the cube"):
        validate_scene(table)
    validate_scene(dataclasses.replace(table, is_image=False))
