"""Scenes are read right, and those that would mislead a study are refused."""

import dataclasses
import socket
import subprocess
import sys

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from conftest import ROOT
from unmixing import formats
from unmixing.downloading import download
from unmixing.errors import UserError
from unmixing.importing import import_scene
from unmixing.linear_mixing import linear_fit_error
from unmixing.scene import make_scene, read_scene, write_scene
from unmixing.scene_checks import validate_scene
from unmixing.storage import sha256_of, written_whole


def with_abundances(scene, abundances):
    return dataclasses.replace(scene, abundances=abundances.astype(np.float32))


def entry(format_name="npy", roles=(), **changes):
    """Return a scene's entry as the config gives it to the importing job."""
    return {
        "format": format_name,
        "files": {role: {"sha256": None, "git_blob": None} for role in roles},
        "options": {},
        "shape": None,
        "n_endmembers": None,
        "normalisation_range": None,
        "simulation": None,
    } | changes


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


def test_a_scene_comes_back_from_its_file(small_scene, tmp_path):
    write_scene(small_scene, tmp_path / "scene.h5")
    again = read_scene(tmp_path / "scene.h5")
    assert again.hash == small_scene.hash
    assert again.names == small_scene.names
    for name in ("cube", "abundances", "endmembers", "wavelengths"):
        np.testing.assert_array_equal(getattr(again, name), getattr(small_scene, name))
    again = import_scene("own", entry("hdf5", ["scene"]), {"scene": tmp_path / "scene.h5"})
    assert again.hash == small_scene.hash


def test_npy_files_are_read_with_any_spectral_axis(small_scene, npy_files):
    scene = import_scene("own", entry(roles=npy_files), npy_files)
    np.testing.assert_array_equal(scene.abundances, small_scene.abundances)
    np.save(npy_files["cube"], np.moveaxis(small_scene.cube, -1, 0))
    first = import_scene("own", entry(roles=npy_files, options={"channels_axis": 0}), npy_files)
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
    scene = import_scene("own", entry("zhu", files), files)
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
    scene = import_scene("real", entry("zhu", files), files)
    assert scene.shape == shape
    assert scene.names == names
    pixels = scene.cube.reshape(-1, shape[2])
    error = linear_fit_error(scene.cube, scene.abundances) * np.sqrt(np.mean(pixels**2))
    assert error == pytest.approx(fit, abs=0.001)
    assert 0 <= pixels.min() < pixels.max() < 2


def test_a_real_scene_with_transposed_maps_is_refused(real_data):
    files = {
        "cube": real_data / "samson/samson_1.mat",
        "ground_truth": real_data / "samson/end3.mat",
    }
    scene = formats.read("zhu", files, {})
    with pytest.raises(UserError, match="transposed"):
        validate_scene(with_abundances(scene, scene.abundances.transpose(1, 0, 2)))


def test_the_crop_of_urban_fits_its_window_of_the_ground_truth(real_data):
    files = {
        "cube": real_data / "urban/subimage_Urban_R162.mat",
        "ground_truth": real_data / "urban/end4_groundTruth.mat",
    }
    crop = entry("zhu", files, options={"window": [[223, 257], [149, 227]]})
    assert import_scene("crop", crop, files).shape == (34, 78, 162)
    shifted = formats.read("zhu", files, {"window": [[100, 134], [20, 98]]})
    right = formats.read("zhu", files, crop["options"])
    assert linear_fit_error(right.cube, right.abundances) < 0.7 * linear_fit_error(
        shifted.cube, shifted.abundances
    )


def test_maps_of_other_shapes_in_the_wrong_order_are_refused(small_scene):
    validate_scene(small_scene)
    height, width, p = small_scene.abundances.shape
    flat = small_scene.abundances.reshape(-1, p)
    wrong = flat.reshape(width, height, p).transpose(1, 0, 2)
    with pytest.raises(UserError, match="transposed"):
        validate_scene(with_abundances(small_scene, wrong))


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
        (lambda s: with_abundances(s, s.abundances * np.nan), "every pixel"),
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


def test_a_file_with_another_digest_is_refused(npy_files):
    wrong = entry(roles=npy_files)
    for kind, words in (("sha256", "SHA-256"), ("git_blob", "git id")):
        wrong["files"]["cube"] = {"sha256": None, "git_blob": None, kind: "0" * 40}
        with pytest.raises(UserError, match=rf"cube\.npy has the {words} .* expects 000"):
            import_scene("own", wrong, npy_files)
    git = subprocess.run(["git", "hash-object", npy_files["cube"]], capture_output=True, text=True)
    right = {"sha256": sha256_of(npy_files["cube"]), "git_blob": git.stdout.strip()}
    wrong["files"]["cube"] = right
    import_scene("own", wrong, npy_files)


def test_a_truncated_file_is_named(npy_files):
    npy_files["cube"].write_bytes(npy_files["cube"].read_bytes()[:-1000])
    with pytest.raises(UserError, match=r"cube\.npy.* cannot be read in format 'npy'"):
        import_scene("own", entry(roles=npy_files), npy_files)


def test_a_truncated_mat_file_is_named(real_data, tmp_path):
    whole = (real_data / "samson/samson_1.mat").read_bytes()
    (tmp_path / "samson_1.mat").write_bytes(whole[: len(whole) // 2])
    files = {
        "cube": tmp_path / "samson_1.mat",
        "ground_truth": real_data / "samson/end3.mat",
    }
    with pytest.raises(UserError, match=r"samson_1\.mat"):
        import_scene("samson", entry("zhu", files), files)


def test_another_shape_than_declared_is_refused(npy_files):
    with pytest.raises(UserError, match=r"scene own: its shape is \[24, 20, 80\]"):
        import_scene("own", entry(roles=npy_files, shape=[24, 20, 81]), npy_files)
    with pytest.raises(UserError, match="it has 3 endmembers"):
        import_scene("own", entry(roles=npy_files, n_endmembers=4), npy_files)


def test_a_scene_without_endmembers_is_a_scene(npy_files, tmp_path):
    del npy_files["endmembers"]
    scene = import_scene("own", entry(roles=npy_files), npy_files)
    write_scene(scene, tmp_path / "scene.h5")
    with h5py.File(tmp_path / "scene.h5") as file:
        assert "endmembers" not in file
        assert file.attrs["sha256_cube"] == sha256_of(npy_files["cube"])
    assert read_scene(tmp_path / "scene.h5").endmembers is None


def test_a_foreign_hdf5_file_is_not_to_be_deleted(tmp_path):
    path = tmp_path / "foreign.h5"
    with h5py.File(path, "w") as file:
        file["cube"] = np.zeros((2, 2, 3))
    with pytest.raises(UserError, match="no scene file of this project") as refusal:
        import_scene("own", entry("hdf5", ["scene"]), {"scene": path})
    assert "delete" not in str(refusal.value)


def test_the_range_that_a_scene_file_states_is_kept(tmp_path, small_scene):
    path = tmp_path / "own.h5"
    write_scene(dataclasses.replace(small_scene, normalisation_range=(0.0, 1.0)), path)
    imported = import_scene("own", entry("hdf5", ["scene"]), {"scene": path})
    assert imported.normalisation_range == (0.0, 1.0)


def test_the_hash_follows_the_data(small_scene):
    arrays = (small_scene.cube, small_scene.abundances, small_scene.names)
    assert make_scene(*arrays, endmembers=small_scene.endmembers).hash == small_scene.hash
    assert make_scene(*arrays, endmembers=small_scene.endmembers * 2).hash != small_scene.hash


def test_two_processes_may_write_one_file(tmp_path):
    writing = (
        "import sys, time\n"
        "from unmixing.storage import written_whole\n"
        f"with written_whole({str(tmp_path / 'urban.mat')!r}) as path:\n"
        "    path.write_text('whole')\n"
        "    print(flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", writing],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT / "workflow_scripts")},
    )
    other.stdout.readline()
    with written_whole(tmp_path / "urban.mat") as path:
        path.write_text("whole")
    other.communicate(b"\n")
    assert other.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["urban.mat"]


def test_what_a_killed_process_left_is_removed(tmp_path):
    killed = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1)
    number = killed.stdout.decode().strip()
    (tmp_path / f".urban.mat.partial-{number}@{socket.gethostname()}.mat").write_text("half")
    (tmp_path / ".urban.mat.partial-1@elsewhere.mat").write_text("half")
    with written_whole(tmp_path / "urban.mat") as path:
        path.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["urban.mat"]


def test_a_file_that_came_meanwhile_is_not_downloaded(tmp_path):
    path = tmp_path / "urban.mat"
    path.write_text("whole")
    download(["http://localhost:9/x"], path, sha256_of(path))
    assert path.read_text() == "whole"
    with pytest.raises(UserError, match="another version or cut short"):
        download(["http://localhost:9/x"], path, "a" * 64)


def test_two_files_written_at_once_leave_each_other_alone(tmp_path):
    with written_whole(tmp_path / "small-urban.h5") as one:
        one.write_text("one")
        with written_whole(tmp_path / "urban.h5") as two:
            two.write_text("two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small-urban.h5", "urban.h5"]
