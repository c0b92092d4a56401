"""A map predicted window by window is that of the whole image, in the memory of one window."""

import numpy as np
import pytest
from scene_files import write_envi

from unmixing.prediction.bands import Bands, match_bands
from unmixing.prediction.facts import write_parts
from unmixing.prediction.images import open_image
from unmixing.prediction.parts import place_predictions, predict_image
from unmixing.scenes import windows
from unmixing.scenes.applicability import describe_labels
from unmixing.scenes.scene import changed
from unmixing.splits.patches import extract_patches

from mapped_images import CountedImage, write_tiff
from shared import simulated


class Kept:
    """Files that keep the parts of a map."""

    def __init__(self, shape):
        self.map = np.full(shape, -1, np.float32)
        self.outside = np.full(shape[:2], -1, np.float32)

    def write(self, part):
        top, bottom, left, right = part.window
        self.map[top:bottom, left:right] = part.abundances
        self.outside[top:bottom, left:right] = part.outside


def mean_of_patches(patches):
    """Predict what hangs on every pixel of a patch, and on its place."""
    weights = np.arange(patches[0].size).reshape(patches.shape[1:])
    return np.stack([(patches * weights).sum((1, 2, 3)), patches.max((1, 2, 3))], axis=1)


@pytest.fixture(scope="module")
def scene():
    whole = simulated(shape=(23, 31, 12), seed=1)
    cube = whole.cube.copy()
    cube[4, 5] = np.nan
    cube[20:, 3] = np.nan
    return changed(whole, cube=cube)


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("options", [{}, {"tiled": True, "blockxsize": 16, "blockysize": 16}])
def test_windows_make_the_map_of_the_whole(size, options, scene, tmp_path, monkeypatch):
    monkeypatch.setattr(windows, "AT_ONCE", 2000)
    path = write_tiff(tmp_path / "other.tif", scene.cube, scene.wavelengths, **options)
    kept = Kept((23, 31, 2))
    with open_image(path) as image:
        bands = match_bands(image, scene)
        found = predict_image(image, bands, 2.0, mean_of_patches, 2, size, None, 50)
        counts = write_parts(found, kept)
    known = np.isfinite(scene.cube).all(-1)
    assert counts.pixels == 23 * 31 and counts.predicted == known.sum()
    whole = mean_of_patches(extract_patches(scene.cube / 2, np.flatnonzero(known), size))
    np.testing.assert_allclose(kept.map[known], whole, rtol=1e-5)
    assert np.isnan(kept.map[~known]).all() and np.isnan(kept.outside).all()
    assert counts.share_outside is None
    assert counts.brightness == pytest.approx(scene.cube[known].mean() / 2, rel=1e-5)


def test_memory_does_not_grow_with_the_image(monkeypatch):
    monkeypatch.setattr(windows, "AT_ONCE", 20_000)
    seen = {}
    for height in (50, 200, 800):
        counted = CountedImage(height, width=40, bands=10)
        bands = Bands(np.arange(10), None, "")
        for part in predict_image(counted.image, bands, 1, mean_of_patches, 2, 3, None):
            assert part.abundances.size <= 4000
        seen[height] = (counted.largest, counted.most_held)
        assert counted.reads == height // 50
    # A window of 50 rows and its border; the one before is let go before the next but one.
    assert seen[200] == seen[800] == (52 * 40 * 10, seen[200][1]) and seen[800][1] <= 2
    assert seen[50][0] == 50 * 40 * 10


def test_numbers_for_no_data_and_pixels_unlike_labels(scene, tmp_path):
    cube = np.round(scene.cube * 10_000).astype(np.float32)
    cube[0, 0] = np.nan
    stored = np.where(np.isfinite(cube), cube, -9999).astype(np.int16)
    # A surface that no endmember is like.
    stored[10:, 20:] = np.linspace(9000, 200, 12)
    path = write_envi(tmp_path / "other.hdr", stored)
    kept = Kept((23, 31, 2))
    with open_image(path) as image:
        bands = match_bands(image, scene)
        found = predict_image(image, bands, 10_000, mean_of_patches, 2, 1, describe_labels(scene))
        counts = write_parts(found, kept)
    lacking = (stored == -9999).all(-1)
    assert lacking.sum() == 5 and counts.predicted == 23 * 31 - 5
    np.testing.assert_array_equal(np.isnan(kept.map).all(-1), lacking)
    np.testing.assert_array_equal(np.isnan(kept.outside), lacking)
    assert (kept.outside[10:, 20:] == 1).all()
    assert (kept.outside == 1).sum() <= 13 * 11 + 0.02 * kept.outside.size
    assert counts.share_outside == pytest.approx((kept.outside == 1).mean() * 713 / 708)


def test_the_map_of_a_scene_has_predictions_where_there_are_spectra(scene):
    abundances = scene.abundances.copy()
    abundances[10:] = np.nan
    known = changed(scene, abundances=abundances)
    pixels = np.flatnonzero(np.isfinite(known.cube).all(-1))
    values = np.arange(2 * len(pixels), dtype=np.float32).reshape(-1, 2)
    (part,) = place_predictions(known, pixels, values)
    np.testing.assert_array_equal(part.abundances.reshape(-1, 2)[pixels], values)
    assert np.isnan(part.abundances[4, 5]).all() and np.isnan(part.outside[4, 5])
    assert (part.outside[:4] == 0).all()
