"""Spectra and labels that are lists of pixels find their places in a raster."""

import zipfile

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import from_origin
from scene_files import imported

from learning_curves.errors import UserError
from unmixing.scenes.guessing import roles_and_options
from unmixing.scenes.scene import Scene

from shared import simulated


@pytest.fixture(scope="module")
def field() -> Scene:
    return simulated(shape=(24, 20, 12), seed=1, sharpness=3)


@pytest.fixture
def there():
    return np.random.default_rng(0).uniform(size=(24, 20)) < 0.4


def write_list(path, field, there, order):
    """Write an archive of two arrays, whatever its name ends with."""
    places = np.argwhere(there) if order == "row" else np.argwhere(there.T)[:, ::-1]
    at = tuple(places.T)
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in (("a1", field.cube[at]), ("a2", field.abundances[at].astype(float))):
            with archive.open(f"{name}.npy", "w") as file:
                np.save(file, array)
        archive.writestr("schema.json", "{}")
    return path


def write_percent(path, field, there):
    """Write percentages with 255 where a pixel is not labelled."""
    percent = np.round(100 * field.abundances).astype(np.uint8)
    percent[~there] = 255
    height, width, bands = percent.shape
    size = {"height": height, "width": width, "count": bands}
    place = {"crs": "EPSG:32633", "transform": from_origin(380_000, 5_820_000, 30, 30)}
    kind = {"driver": "GTiff", "dtype": "uint8", "nodata": 255, "compress": "lzw"}
    with rasterio.open(path, "w", **kind, **size, **place) as file:
        file.write(np.moveaxis(percent, -1, 0))
        file.descriptions = ("soil", "grass", "shrub")[:bands]
    return path


@pytest.mark.parametrize("order", ["row", "column"])
def test_listed_spectra_are_put_at_the_labelled_pixels_of_a_raster(order, field, there, tmp_path):
    listed = write_list(tmp_path / "samples.pkl", field, there, order)
    raster = write_percent(tmp_path / "fractions.tif", field, there)
    files, options = roles_and_options([str(listed), str(raster)])
    assert (set(files), options) == ({"scene", "abundances"}, {})
    scene = imported(files)
    np.testing.assert_array_equal(scene.valid, there)
    np.testing.assert_array_equal(scene.cube[there], field.cube[there])
    # The list has the labels as they are, the raster rounded ones.
    np.testing.assert_allclose(scene.abundances[there], field.abundances[there], atol=1e-6)
    assert scene.names == ("soil", "grass", "shrub")[: scene.n_endmembers]
    assert scene.georeference is not None
    assert f"raster {order} by {order}" in scene.notes[0]


def test_a_list_in_another_order_than_its_raster_is_refused(field, there, tmp_path):
    other = simulated(shape=(24, 20, 12), seed=9, sharpness=3)
    listed = write_list(tmp_path / "samples.npz", other, there, "row")
    raster = write_percent(tmp_path / "fractions.tif", field, there)
    with pytest.raises(UserError, match="the listed labels are not theirs"):
        imported({"scene": listed, "abundances": raster})


def test_the_files_of_berlin_are_read_as_they_lie_there(real_data):
    folder = real_data / "berlin"
    words = ["regression_dataset_multitarget_244_180_1013.pkl", "fraction_polygon_l3.tif"]
    words += ["enmap_berlin.hdr", "library_berlin.sli"]
    files, options = roles_and_options([str(folder / word) for word in words])
    scene = imported(files, **options)
    assert scene.shape == (400, 220, 177)
    assert scene.names == ("roof", "pavement", "low vegetation", "tree", "soil", "water")
    # To two decimals, 1,514 pixels sum to 0.99 or 1.
    assert scene.valid.sum() == 1514
    assert np.isfinite(scene.cube).all(axis=-1).sum() == 2559
    assert scene.endmembers.shape == (177, 6)
    np.testing.assert_allclose(scene.wavelengths[[0, -1]], [0.46, 2.41], atol=0.01)


def test_a_table_of_spectra_with_places_is_an_image_whose_other_pixels_are_unknown(field, tmp_path):
    places = np.argwhere(np.random.default_rng(0).uniform(size=(24, 20)) < 0.3)
    at = tuple(places.T)
    table = pd.DataFrame(field.cube[at], columns=[f"{450 + 20 * band}" for band in range(12)])
    table[["soil", "grass", "shrub"]] = field.abundances[at]
    table.insert(0, "column", places[:, 1] + 300)
    table.insert(0, "row", places[:, 0] + 1000)
    table.to_csv(tmp_path / "spectra.csv", index=False)
    files, _ = roles_and_options([str(tmp_path / "spectra.csv")])
    scene = imported(files)
    assert scene.is_image and scene.shape == (24, 20, 12)
    assert scene.valid.sum() == len(places)
    np.testing.assert_allclose(scene.cube[at], field.cube[at], rtol=1e-6)
    # Coordinates in metres make no image of their own.
    table.assign(row=table["row"] * 30_000).to_csv(tmp_path / "spectra.csv", index=False)
    assert not imported(files).is_image
