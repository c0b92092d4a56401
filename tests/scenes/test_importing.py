"""Scenes are read right, and files that are not the expected ones are refused."""

import dataclasses
import subprocess

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from learning_curves.errors import UserError
from unmixing.scenes import formats
from unmixing.scenes.entry import SceneFile
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import read_scene, write_scene
from unmixing.storage import compute_sha256

from shared import scene_entry


def fit_error(scene):
    """Return the root mean square of what the best linear mixtures leave, by least squares."""
    pixels = scene.cube.reshape(-1, scene.shape[2])
    fitted = np.linalg.lstsq(scene.labels, pixels, rcond=None)[0]
    return np.sqrt(np.mean((pixels - scene.labels @ fitted) ** 2))


@pytest.fixture
def npy_files(small_scene, tmp_path):
    """Write the scene as the reference's `.npy` triple."""
    height, width, p = small_scene.abundances.shape
    arrays = {
        "cube": small_scene.cube,
        "abundances": small_scene.abundances.reshape(height * width, p).T,
        "endmembers": small_scene.endmembers,
    }
    for role, array in arrays.items():
        np.save(tmp_path / f"{role}.npy", array)
    return {role: tmp_path / f"{role}.npy" for role in arrays}


def test_npy_files_are_read_with_any_spectral_axis(small_scene, npy_files):
    scene = import_scene("own", scene_entry(roles=npy_files), npy_files)
    np.testing.assert_array_equal(scene.abundances, small_scene.abundances)
    np.save(npy_files["cube"], np.moveaxis(small_scene.cube, -1, 0))
    first = import_scene(
        "own", scene_entry(roles=npy_files, options={"channels_axis": 0}), npy_files
    )
    np.testing.assert_array_equal(first.cube, small_scene.cube)


def test_mat_files_are_read_column_major(small_scene, tmp_path):
    height, width, bands = small_scene.shape
    flat = small_scene.cube.transpose(1, 0, 2).reshape(-1, bands).T
    maps = small_scene.abundances.transpose(1, 0, 2).reshape(-1, 3).T
    size = {"nRow": height, "nCol": width}
    savemat(tmp_path / "cube.mat", {"Y": flat * 5000, "maxValue": 5000, **size})
    truth = {
        "A": maps,
        "M": small_scene.endmembers,
        "cood": np.array(["1-Soil", "2-Tree", "3-Road"]),
    }
    savemat(tmp_path / "truth.mat", truth | size)
    files = {"cube": tmp_path / "cube.mat", "ground_truth": tmp_path / "truth.mat"}
    scene = import_scene("own", scene_entry("zhu", files), files)
    np.testing.assert_allclose(scene.cube, small_scene.cube, rtol=1e-6)
    np.testing.assert_array_equal(scene.abundances, small_scene.abundances)
    assert scene.names == ("soil", "tree", "road")


@pytest.mark.parametrize(
    ("cube", "truth", "shape", "names", "fit"),
    [
        ("samson/samson_1.mat", "samson/end3.mat", (95, 95, 156), ("rock", "tree", "water"), 0.075),
        (
            "jasper/jasperRidge2_R198.mat",
            "jasper/end4.mat",
            (100, 100, 198),
            ("tree", "water", "dirt", "road"),
            0.046,
        ),
    ],
)
def test_real_scenes_are_read_in_the_right_order(real_data, cube, truth, shape, names, fit):
    files = {"cube": real_data / cube, "ground_truth": real_data / truth}
    scene = import_scene("real", scene_entry("zhu", files), files)
    assert scene.shape == shape
    assert scene.names == names
    pixels = scene.cube.reshape(-1, shape[2])
    assert fit_error(scene) == pytest.approx(fit, abs=0.001)
    assert 0 <= pixels.min() < pixels.max() < 2


def test_the_crop_of_urban_fits_its_window_of_the_ground_truth(real_data):
    files = {
        "cube": real_data / "urban/subimage_Urban_R162.mat",
        "ground_truth": real_data / "urban/end4_groundTruth.mat",
    }
    crop = scene_entry("zhu", files, options={"window": [[223, 257], [149, 227]]})
    assert import_scene("crop", crop, files).shape == (34, 78, 162)
    shifted = formats.read("zhu", files, {"window": [[100, 134], [20, 98]]})
    right = formats.read("zhu", files, crop.options)
    size = [np.sqrt(np.mean(scene.cube**2)) for scene in (right, shifted)]
    assert fit_error(right) / size[0] < 0.7 * fit_error(shifted) / size[1]


@pytest.mark.slow
def test_a_file_with_another_digest_is_refused(npy_files):
    def with_digest(**digest):
        other = scene_entry(roles=npy_files)
        return dataclasses.replace(other, files=other.files | {"cube": SceneFile("", **digest)})

    for kind, words in (("sha256", "SHA-256"), ("git_blob", "git id")):
        with pytest.raises(UserError, match=rf"cube\.npy has the {words} .* expects 000"):
            import_scene("own", with_digest(**{kind: "0" * 40}), npy_files)
    git = subprocess.run(["git", "hash-object", npy_files["cube"]], capture_output=True, text=True)
    right = with_digest(sha256=compute_sha256(npy_files["cube"]), git_blob=git.stdout.strip())
    import_scene("own", right, npy_files)


def test_a_truncated_file_is_named(npy_files):
    npy_files["cube"].write_bytes(npy_files["cube"].read_bytes()[:-1000])
    with pytest.raises(UserError, match=r"cube\.npy is cut short"):
        import_scene("own", scene_entry(roles=npy_files), npy_files)


def test_a_truncated_mat_file_is_named(real_data, tmp_path):
    whole = (real_data / "samson/samson_1.mat").read_bytes()
    (tmp_path / "samson_1.mat").write_bytes(whole[: len(whole) // 2])
    files = {
        "cube": tmp_path / "samson_1.mat",
        "ground_truth": real_data / "samson/end3.mat",
    }
    with pytest.raises(UserError, match=r"samson_1\.mat"):
        import_scene("samson", scene_entry("zhu", files), files)


def test_another_shape_than_declared_is_refused(npy_files):
    with pytest.raises(UserError, match=r"scene own: its shape is \[24, 20, 80\]"):
        import_scene("own", scene_entry(roles=npy_files, shape=(24, 20, 81)), npy_files)
    with pytest.raises(UserError, match="it has 3 endmembers"):
        import_scene("own", scene_entry(roles=npy_files, n_endmembers=4), npy_files)


def test_a_scene_without_endmembers_is_a_scene(npy_files, tmp_path):
    del npy_files["endmembers"]
    scene = import_scene("own", scene_entry(roles=npy_files), npy_files)
    write_scene(scene, tmp_path / "scene.h5")
    with h5py.File(tmp_path / "scene.h5") as file:
        assert "endmembers" not in file
        assert file.attrs["sha256_cube"] == compute_sha256(npy_files["cube"])
    assert read_scene(tmp_path / "scene.h5").endmembers is None


def test_a_foreign_hdf5_file_is_not_to_be_deleted(tmp_path):
    path = tmp_path / "foreign.h5"
    with h5py.File(path, "w") as file:
        file["cube"] = np.zeros((2, 2, 3))
    with pytest.raises(UserError, match="is not a scene file of this project") as refusal:
        import_scene("own", scene_entry("hdf5", ["scene"]), {"scene": path})
    assert "delete" not in str(refusal.value)


def test_the_range_that_a_scene_file_states_is_kept(tmp_path, small_scene):
    path = tmp_path / "own.h5"
    write_scene(dataclasses.replace(small_scene, normalisation_range=(0.0, 1.0)), path)
    imported = import_scene("own", scene_entry("hdf5", ["scene"]), {"scene": path})
    assert imported.normalisation_range == (0.0, 1.0)
