"""Other images are read in parts, as their files say what the numbers mean."""

import numpy as np
import pytest
from scene_files import INTERLEAVES, write_envi

from learning_curves.errors import UserError
from unmixing.prediction.images import open_image
from unmixing.scenes.windows import Window

from mapped_images import PLACE, write_tiff

PART = Window(3, 9, 5, 17)


@pytest.fixture(scope="module")
def numbers():
    return np.random.default_rng(0).integers(1, 10_000, (40, 30, 7)).astype(np.int16)


def check(path, numbers, wavelengths):
    with open_image(path) as image:
        assert image.shape == numbers.shape
        np.testing.assert_array_equal(image.read(PART), numbers[3:9, 5:17])
        np.testing.assert_allclose(image.wavelengths, wavelengths, rtol=1e-6)
        return image


@pytest.mark.parametrize("interleave", INTERLEAVES)
def test_envi(interleave, numbers, tmp_path):
    said = ", ".join(map(str, range(400, 1100, 100)))
    header = {
        "wavelength": f"{{{said}}}",
        "wavelength units": "Nanometers",
        "reflectance scale factor": "10000",
        "data ignore value": "-1",
        "bbl": "{1, 1, 1, 0, 1, 1, 1}",
    }
    path = write_envi(tmp_path / "other.hdr", numbers, interleave, **header)
    image = check(path, numbers, np.arange(0.4, 1.05, 0.1))
    assert image.divided_by == 10_000 and image.no_data == -1
    assert list(np.flatnonzero(image.bad_bands)) == [3]


@pytest.mark.parametrize("options", [{}, {"tiled": True, "blockxsize": 16, "blockysize": 16}])
def test_geotiff(options, numbers, tmp_path):
    lengths = np.linspace(0.4, 1, 7)
    image = check(write_tiff(tmp_path / "other.tif", numbers, lengths, **options), numbers, lengths)
    assert image.georeference.transform == tuple(PLACE)[:6]
    assert "32633" in image.georeference.crs
    assert image.divided_by is None
    assert image.block[1] == (16 if options else 30)


def test_what_is_not_read_in_parts_is_refused(tmp_path):
    np.save(tmp_path / "cube.npy", np.zeros((3, 3, 4)))
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\x00" + bytes(20))
    for path, said in (
        (tmp_path / "cube.npy", r"is not an image that is read in parts: ENVI \(\.hdr\), GeoTIFF"),
        (tmp_path / "absent.tif", "is not there"),
        (broken, "cannot be read as a raster"),
    ):
        with pytest.raises(UserError, match=said), open_image(path):
            pass
