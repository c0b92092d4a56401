"""An image larger than memory is read in parts, and gives the numbers that it would give whole."""

import tracemalloc
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import h5py
import numpy as np
import pandas as pd
import pytest
from scene_files import imported, write_envi

from learning_curves.errors import UserError
from learning_curves.figures.saving import save_figure
from unmixing import storage
from unmixing.evaluation.run_metrics import evaluate
from unmixing.figures import composite, images
from unmixing.figures.applicability import applicability
from unmixing.figures.scene_page import scene_page
from unmixing.prediction.all_labels import use_all_labels
from unmixing.prediction.facts import describe_map, write_parts
from unmixing.prediction.map_files import write_map
from unmixing.prediction.parts import place_predictions
from unmixing.scenes import applicability as compared
from unmixing.scenes import cube, importing, windows
from unmixing.scenes import scene as scene_module
from unmixing.scenes.audit import audit
from unmixing.scenes.cube import StoredCube
from unmixing.scenes.files import hdf5
from unmixing.scenes.scene import Scene, make_scene, read_scene, write_scene
from unmixing.splits import gathering
from unmixing.splits.drawing import draw_split
from unmixing.splits.gathering import divide_run
from unmixing.splits.patches import extract_patches
from unmixing.study.own_scene import read_own
from unmixing.training import tasks
from unmixing.vocabulary import UNMIXING

from mapped_images import write_tiff
from shared import fitted, simulated

BANDS, WIDTH = 160, 60
# Of a field of 40 rows, below and next to each other.
COPIES = (2, 1), (6, 3)
EMPTY = 20
PIXELS = [40 * WIDTH * rows * columns for rows, columns in COPIES]
# Of a pixel: its labels, masks and places may be held, and its spectrum (320 bytes) may not.
HELD = 100


class Files(NamedTuple):
    """The files of an image, of which only the first rows are labelled."""

    cube: Path
    labels: Path

    def read(self) -> Scene:
        """Import the scene."""
        return imported({"cube": self.cube, "abundances": self.labels})

    def read_numbers(self) -> np.ndarray:
        """Return the numbers of the image, bands last."""
        numbers = np.fromfile(self.cube.with_suffix(".img"), np.int16)
        return np.moveaxis(numbers.reshape(BANDS, -1, WIDTH), 0, -1)


@pytest.fixture(scope="module")
def field():
    return simulated(shape=(40, WIDTH, BANDS), seed=2, sharpness=3)


def make_parts_small(monkeypatch) -> None:
    """Make parts so small that the images of these tests are large."""
    for module in (cube, windows):
        monkeypatch.setattr(module, "AT_ONCE", 2**17)
    for module in (cube, gathering, tasks, compared):
        monkeypatch.setattr(module, "SMALL", 2**17)
    for module in (images, composite):
        monkeypatch.setattr(module, "MOST_PIXELS", 2000)
    monkeypatch.setattr(compared, "MOST_COMPARED", 2000)


@pytest.fixture
def small_parts(monkeypatch):
    make_parts_small(monkeypatch)


def write_files(path: Path, image: np.ndarray, interleave: str, field, places) -> Files:
    """Write an image of whole numbers, with the labels of some pixels of a field."""
    header = write_envi(path, image, interleave, reflectance_scale_factor="10000")
    labels = pd.DataFrame(field.labels[places], columns=["road", "soil", "grass"])
    labels.insert(0, "row", places // WIDTH)
    labels.insert(1, "column", places % WIDTH)
    labels.to_csv(path.with_suffix(".csv"), index=False)
    return Files(header, path.with_suffix(".csv"))


@pytest.fixture(scope="module")
def both(field, tmp_path_factory):
    """Write images of several copies of a field, with labels in the first copy."""
    folder = tmp_path_factory.mktemp("images")
    places = np.random.default_rng(0).permutation(40 * WIDTH)[:150]
    files = []
    for copies in COPIES:
        image = np.tile(np.round(field.cube * 10_000).astype(np.int16), (*copies, 1))
        image[5, 7] = -9999
        image[30, :, 12] = -9999
        image[..., EMPTY] = -9999
        files.append(write_files(folder / f"x{copies[0]}", image, "bsq", field, places))
    return files


@pytest.fixture(scope="module")
def scenes(both):
    """Import the images in small parts, and return the files of their scenes."""
    paths = [files.cube.with_suffix(".h5") for files in both]
    with pytest.MonkeyPatch.context() as patched:
        make_parts_small(patched)
        for files, path in zip(both, paths, strict=True):
            write_scene(files.read(), path)
    return paths


def make_map(scene: Scene, folder) -> None:
    """Map a scene by kernel ridge."""
    split = use_all_labels(scene, 0, 0.1)
    run = fitted(scene, split, "kernel_ridge")
    parts = place_predictions(scene, split.test, run.predictions.abundances)
    paths = folder / "map.tif", folder / "colours.tif"
    with write_map(*paths, scene.names, scene.shape[:2], None, {}) as files:
        describe_map("map", write_parts(parts, files), scene, 1)


def run_estimator(scene: Scene, folder) -> None:
    split = draw_split(scene.valid, 0, 60, 0.1, 60)
    evaluate(scene, split, fitted(scene, split, "kernel_ridge").predictions)


def draw_page(scene: Scene, folder) -> None:
    save_figure([str(folder / "page.png")], scene_page, scene, "field")
    save_figure([str(folder / "unlike.png")], applicability, scene, "field", UNMIXING)


JOBS = {
    "split": lambda scene, folder: draw_split(scene.valid, 0, 60, 0.1, 60),
    "estimator": run_estimator,
    "audit": lambda scene, folder: audit(scene),
    "figures": draw_page,
    "map": make_map,
}
# What reads a number of pixels that does not depend on the image.
READ_FEW = ("split", "estimator", "audit")


def measure_peak(job) -> int:
    """Return the most bytes that arrays take at once while a job runs."""
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_an_import_holds_no_spectra(both, small_parts, tmp_path):
    def import_and_write(files):
        write_scene(files.read(), tmp_path / "scene.h5")

    import_and_write(both[0])
    peaks = [measure_peak(partial(import_and_write, files)) for files in both]
    assert (peaks[1] - peaks[0]) / (PIXELS[1] - PIXELS[0]) < HELD
    assert (tmp_path / "scene.h5").stat().st_size < 1.1 * 2 * PIXELS[1] * BANDS


@pytest.mark.parametrize("job", JOBS)
def test_a_job_holds_no_spectra_of_pixels_that_it_does_not_need(
    job, scenes, small_parts, tmp_path, monkeypatch
):
    read, peaks = [], []
    cut = StoredCube.cut

    def counted(self, pixels):
        numbers = cut(self, pixels)
        read[-1] += numbers.nbytes
        return numbers

    def run(path):
        scene = read_scene(path)
        assert isinstance(scene.cube, StoredCube)
        JOBS[job](scene, tmp_path)

    monkeypatch.setattr(StoredCube, "cut", counted)
    # The first run of each size loads libraries and fills caches.
    for path in np.repeat(scenes, 2):
        read.append(0)
        peaks.append(measure_peak(partial(run, path)))
    small, large = peaks[1::2]
    assert (large - small) / (PIXELS[1] - PIXELS[0]) < HELD
    if job in READ_FEW:
        assert read[3] <= 1.3 * read[1]


def test_parts_give_the_numbers_of_the_whole(both, tmp_path, small_parts):
    scene = both[0].read()
    write_scene(scene, tmp_path / "scene.h5")
    parts = read_scene(tmp_path / "scene.h5")
    array = replace(parts, cube=np.asarray(parts.cube))
    numbers = np.delete(both[0].read_numbers(), EMPTY, axis=-1)
    spectra = numbers.astype(np.float32)
    spectra[(numbers == -9999).any(axis=-1)] = np.nan
    np.testing.assert_array_equal(array.cube, spectra / np.float32(10_000))
    assert parts.hash == scene.hash
    np.testing.assert_array_equal(parts.valid, array.valid)
    np.testing.assert_array_equal(parts.measured, np.isfinite(array.cube).all(axis=-1))
    split = draw_split(parts.valid, 0, 60, 0.1, 60)
    for size in (1, 3):
        np.testing.assert_array_equal(
            extract_patches(parts.cube, split.test, size),
            extract_patches(array.cube, split.test, size),
        )
    one, other = (fitted(of, split, "kernel_ridge").predictions for of in (parts, array))
    np.testing.assert_array_equal(one.abundances, other.abundances)
    pd.testing.assert_frame_equal(audit(parts), audit(array))


def write_hdf5(path: Path, image: np.ndarray, **options) -> None:
    with h5py.File(path, "w") as file:
        file.create_dataset("cube", data=image, **options)


TILES = {"tiled": True, "blockxsize": 16, "blockysize": 16, "compress": "deflate"}
WRITERS = {
    "gzip.h5": partial(write_hdf5, chunks=(7, 9, 30), compression="gzip"),
    "plain.h5": write_hdf5,
    "tiles.tif": partial(write_tiff, **TILES),
    "array.npy": np.save,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_layout_of_a_file_is_read_in_parts(name, both, small_parts, tmp_path, monkeypatch):
    for module in (storage, hdf5):
        monkeypatch.setattr(module, "LARGE", 2**12)
    WRITERS[name](tmp_path / name, both[0].read_numbers())
    files = {"cube": tmp_path / name, "abundances": both[0].labels}
    assert imported(files, scale=10_000).hash == both[0].read().hash


def test_a_look_at_an_image_says_what_it_looked_at(both, small_parts, monkeypatch):
    monkeypatch.setattr(importing, "LOOKED_AT", 3)
    seen = read_own("own", {"cube": both[0].cube, "abundances": both[0].labels}, {})
    assert seen.valid.sum() == both[0].read().valid.sum()
    assert "one of 3 blocks of rows was looked at" in " ".join(seen.notes)


@pytest.mark.parametrize("size", [1, 3])
def test_a_run_in_parts_has_the_patches_of_its_pixels(size, both, small_parts):
    scene = both[0].read()
    split = draw_split(scene.valid, 0, 60, 0.2, 80)
    parts = list(divide_run(scene, split, size))
    tested = []
    for image, part in parts:
        for name in ("train", "validation"):
            cut, own = (
                extract_patches(of.cube, getattr(places, name), size)
                for of, places in ((image, part), (scene, split))
            )
            np.testing.assert_array_equal(cut, own)
        np.testing.assert_array_equal(image.labels[part.train], scene.labels[split.train])
        tested.append(extract_patches(image.cube, part.test, size))
    np.testing.assert_array_equal(
        np.concatenate(tested), extract_patches(scene.cube, split.test, size)
    )
    assert len({image.shape for image, _ in parts}) == 1


@pytest.fixture
def raw(field, tmp_path, monkeypatch):
    """Write an image that gives single pixels, with labels, and call it large."""
    monkeypatch.setattr(scene_module, "LARGE", 2**16)
    image = np.round(field.cube * 10_000).astype(np.int16)
    return write_files(tmp_path / "raw", image, "bip", field, np.arange(150))


def test_a_large_image_that_gives_single_pixels_is_left_where_it_is(raw, tmp_path, monkeypatch):
    linked, copied = tmp_path / "linked.h5", tmp_path / "copied.h5"
    scene = raw.read()
    write_scene(scene, linked)
    monkeypatch.setattr(scene_module, "LARGE", 2**30)
    write_scene(scene, copied)
    assert copied.stat().st_size > raw.cube.with_suffix(".img").stat().st_size
    assert linked.stat().st_size < copied.stat().st_size / 20
    one, other = read_scene(linked), read_scene(copied)
    assert one.hash == other.hash
    np.testing.assert_array_equal(np.asarray(one.cube), np.asarray(other.cube))
    # HDF5 itself follows the link, for those who read a scene without this project.
    with h5py.File(linked) as file:
        spectrum = file["cube"][3, 5] / file["cube"].attrs[cube.SCALE]
    np.testing.assert_allclose(spectrum, one.cube[3, 5], rtol=1e-6)


def test_an_image_that_is_not_used_as_it_lies_is_copied(raw, tmp_path):
    scene = raw.read()
    kept = cube.keep_bands(scene.cube, np.arange(BANDS) < BANDS - 1)
    turned = replace(scene.cube, stored=scene.cube.stored.transpose(1, 0, 2), without=None)
    for name, other in {"bands": kept, "turned": turned}.items():
        abundances = scene.abundances if name == "bands" else scene.abundances.transpose(1, 0, 2)
        write_scene(make_scene(other, abundances, scene.names), tmp_path / name)
        with h5py.File(tmp_path / name) as file:
            assert not file["cube"].external


@pytest.mark.parametrize("written", [True, False])
def test_an_image_that_is_gone_or_new_is_not_taken_for_the_imported_one(raw, tmp_path, written):
    write_scene(raw.read(), tmp_path / "scene.h5")
    image = raw.cube.with_suffix(".img")
    numbers = image.read_bytes()
    image.unlink()
    if written:
        image.write_bytes(numbers[::-1])
    what = "was written after" if written else "is not there"
    with pytest.raises(UserError, match=rf"raw\.img {what}.*scene\.h5.*run again"):
        read_scene(tmp_path / "scene.h5")
