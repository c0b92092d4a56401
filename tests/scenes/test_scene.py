"""A scene comes back from its file, and tells what methods must know of it."""

import dataclasses

import numpy as np

from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import SceneFacts, make_scene, read_scene, write_scene

from shared import scene_entry


def test_a_scene_comes_back_from_its_file(small_scene, tmp_path):
    write_scene(small_scene, tmp_path / "scene.h5")
    again = read_scene(tmp_path / "scene.h5")
    assert again.hash == small_scene.hash
    assert again.names == small_scene.names
    for name in ("cube", "abundances", "endmembers", "wavelengths"):
        np.testing.assert_array_equal(getattr(again, name), getattr(small_scene, name))
    again = import_scene("own", scene_entry("hdf5", ["scene"]), {"scene": tmp_path / "scene.h5"})
    assert again.hash == small_scene.hash


def test_the_hash_follows_the_data(small_scene):
    arrays = (small_scene.cube, small_scene.abundances, small_scene.names)
    assert make_scene(*arrays, endmembers=small_scene.endmembers).hash == small_scene.hash
    assert make_scene(*arrays, endmembers=small_scene.endmembers * 2).hash != small_scene.hash


def test_labels_are_the_abundances_row_by_row(small_scene):
    width = small_scene.shape[1]
    np.testing.assert_array_equal(small_scene.labels[width + 2], small_scene.abundances[1, 2])
    assert small_scene.labels.shape == (24 * 20, 3)


def test_the_facts_count_valid_pixels(small_scene):
    cube = small_scene.cube.copy()
    cube[3, 4, 5] = np.nan
    scene = dataclasses.replace(small_scene, cube=cube, endmembers=None)
    assert scene.facts == SceneFacts(24 * 20 - 1, 80, 3, has_endmembers=False)
