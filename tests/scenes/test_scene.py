"""A scene comes back from its file, and tells what methods must know of it."""

import dataclasses

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.scenes.checks import validate_scene
from unmixing.scenes.cube import StoredCube
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import Layer, SceneFacts, changed, make_scene, read_scene, write_scene

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


def test_numbers_of_the_source_are_refused_where_their_scale_would_be_lost(small_scene, tmp_path):
    stored = np.round(np.asarray(small_scene.cube) * 1e4).astype(np.uint16)
    write_scene(changed(small_scene, cube=StoredCube(stored, 1e4)), tmp_path / "scene.h5")
    np.testing.assert_array_equal(
        read_scene(tmp_path / "scene.h5").cube, stored.astype(np.float32) / np.float32(1e4)
    )
    entry = scene_entry("files", ["scene"])
    with pytest.raises(UserError, match="read it with `format: hdf5`"):
        import_scene("field", entry, {"scene": tmp_path / "scene.h5"})


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


@pytest.fixture
def layered_scene(small_scene):
    """Give the scene plots, which have names, and dates, which are numbers."""
    shape = small_scene.shape[:2]
    plots = np.arange(np.prod(shape)).reshape(shape) % 3 - 1
    layers = {
        "plots": Layer(plots, ("A1", "B2")),
        "dates": Layer(np.full(shape, 20210501.0)),
    }
    return changed(small_scene, layers=layers)


def test_layers_go_wherever_the_scene_goes(layered_scene, tmp_path):
    """Through its file, and through cleaning, which leaves out a band here."""
    cube = layered_scene.cube.copy()
    cube[..., 7] = np.nan
    write_scene(changed(layered_scene, cube=cube), tmp_path / "scene.h5")
    assert list(read_scene(tmp_path / "scene.h5").layers) == ["dates", "plots"]
    again = import_scene("own", scene_entry("hdf5", ["scene"]), {"scene": tmp_path / "scene.h5"})
    assert again.shape[2] == layered_scene.shape[2] - 1
    assert again.layers["plots"].names == ("A1", "B2") and not again.layers["dates"].names
    for name, layer in layered_scene.layers.items():
        np.testing.assert_array_equal(again.layers[name].values, layer.values)
        assert again.layers[name].values.dtype == layer.values.dtype


def test_layers_count_in_the_hash_of_a_scene_that_has_some(small_scene, layered_scene):
    plots = layered_scene.layers["plots"]
    changes = [
        {"plots": plots},
        {"fields": plots},
        {"plots": Layer(plots.values, ("A1", "C3"))},
        {"plots": Layer(plots.values[::-1], plots.names)},
        layered_scene.layers,
    ]
    hashes = {changed(small_scene, layers=layers).hash for layers in changes}
    assert len(hashes) == len(changes) and small_scene.hash not in hashes
    assert changed(layered_scene, layers={}).hash == small_scene.hash


def test_a_layer_of_other_pixels_is_refused(small_scene):
    scene = changed(small_scene, layers={"plots": Layer(np.zeros((24, 19)))})
    with pytest.raises(UserError, match=r"layer plots has \(24, 19\) pixels but the cube"):
        validate_scene(scene)
