"""The GeoTIFFs of a map have its place, names and values, and colours that mean endmembers."""

import json
import shutil
import subprocess

import numpy as np
import pytest
import rasterio

from unmixing.figures.predicted_map import predicted_map
from unmixing.prediction.colours import mix_colours, name_colours
from unmixing.prediction.map_files import write_map
from unmixing.prediction.parts import Part
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.windows import Window

from mapped_images import PLACE, SYSTEM

NAMES = ("roof", "low vegetation", "water")
HERE = Georeference(tuple(PLACE)[:6], rasterio.crs.CRS.from_string(SYSTEM).to_wkt())


@pytest.fixture
def abundances():
    values = np.random.default_rng(0).dirichlet([1, 1, 1], (300, 310)).astype(np.float32)
    values[0, 0] = (0, 1, 0)
    values[5:9, 5:9] = np.nan
    return values


def written(folder, values, place):
    """Write a map in two windows that end inside its tiles."""
    paths = folder / "map.tif", folder / "map_colours.tif"
    outside = np.where(np.isfinite(values[..., 0]), values[..., 2] > 0.9, np.nan)
    with write_map(*paths, NAMES, values.shape[:2], place, {"model": "ridge"}) as files:
        for top, bottom in ((0, 130), (130, 300)):
            some = slice(top, bottom)
            window = Window(top, bottom, 0, 310)
            files.write(Part(window, values[some], outside[some].astype(np.float32), 0.5))
    return paths, outside


def test_a_gis_finds_place_names_values_and_no_data(abundances, tmp_path):
    (path, colours), outside = written(tmp_path, abundances, HERE)
    with rasterio.open(path) as file:
        assert file.crs.to_epsg() == 32633 and file.transform == PLACE
        assert file.descriptions == (*NAMES, "outside")
        assert set(file.dtypes) == {"float32"} and np.isnan(file.nodata)
        assert file.compression.name == "deflate" and file.block_shapes[0] == (256, 256)
        assert file.tags()["model"] == "ridge"
        read = np.moveaxis(file.read(), 0, -1)
        np.testing.assert_array_equal(read, np.dstack([abundances, outside]))
        # By coordinates, as a GIS asks: the middle of row 200, column 17.
        x, y = PLACE.c + 30 * 17.5, PLACE.f - 30 * 200.5
        (sampled,) = file.sample([(x, y)])
        np.testing.assert_array_equal(sampled[:3], abundances[200, 17])
    with rasterio.open(colours) as file:
        assert file.crs.to_epsg() == 32633 and file.transform == PLACE
        assert [band.name for band in file.colorinterp] == ["red", "green", "blue", "alpha"]
        image = np.moveaxis(file.read(), 0, -1)
        hexadecimal = file.tags()["low vegetation"]
    assert bytes(image[0, 0, :3]).hex() == hexadecimal.removeprefix("#")
    assert (image[5:9, 5:9, 3] == 0).all() and (image[..., 3] == 255).sum() == 93_000 - 16


@pytest.mark.slow
def test_gdal_of_the_system_finds_them_too(abundances, tmp_path):
    """It is another build than that of rasterio's wheel, as a GIS has one."""
    if not shutil.which("gdalinfo"):
        pytest.skip("gdalinfo is not installed (Debian: gdal-bin)")
    (path, colours), _ = written(tmp_path, abundances, HERE)

    def ask(*command):
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    said = json.loads(ask("gdalinfo", "-json", path))
    assert "32633" in said["coordinateSystem"]["wkt"].rpartition("ID[")[2]
    assert said["geoTransform"] == list(PLACE.to_gdal())
    assert [band["description"] for band in said["bands"]] == [*NAMES, "outside"]
    assert {(band["type"], band["noDataValue"]) for band in said["bands"]} == {("Float32", "NaN")}
    assert said["metadata"][""]["model"] == "ridge"
    x, y = PLACE.c + 30 * 17.5, PLACE.f - 30 * 200.5
    values = ask("gdallocationinfo", "-valonly", "-geoloc", path, str(x), str(y)).split()
    np.testing.assert_allclose([float(v) for v in values[:3]], abundances[200, 17], rtol=1e-6)
    said = json.loads(ask("gdalinfo", "-json", colours))
    bands = [band["colorInterpretation"] for band in said["bands"]]
    assert bands == ["Red", "Green", "Blue", "Alpha"]
    assert set(NAMES) <= set(said["metadata"][""])


def test_without_a_place_pixels_are_coordinates(abundances, tmp_path, recwarn):
    (path, _), _ = written(tmp_path, abundances, None)
    assert not recwarn.list
    with rasterio.open(path) as file:
        assert file.crs is None and file.transform.is_identity


def test_a_map_that_fails_leaves_no_file(tmp_path):
    with (
        pytest.raises(RuntimeError),
        write_map(tmp_path / "a.tif", tmp_path / "b.tif", NAMES, (3, 3), None, {}),
    ):
        raise RuntimeError
    assert not list(tmp_path.iterdir())


def test_colours_are_mixed_by_abundance():
    half = mix_colours(np.array([[[0.5, 0.5, 0]], [[1.5, -0.2, 0]]]))
    first, second = (
        np.array(list(bytes.fromhex(c[1:]))) for c in list(name_colours(NAMES).values())[:2]
    )
    np.testing.assert_allclose(half[0, 0, :3], (first + second) / 2, atol=1)
    np.testing.assert_array_equal(half[1, 0, :3], first)
    assert len(set(name_colours([str(i) for i in range(14)]).values())) == 14


def test_the_preview_tells_endmembers_and_the_share_outside(abundances, tmp_path):
    (path, colours), outside = written(tmp_path, abundances, HERE)
    figure = predicted_map(path, colours, NAMES, "berlin", "kernel_ridge")
    (legend,) = figure.legends
    labels = [text.get_text() for text in legend.get_texts()]
    assert labels == [*NAMES, f"outside ({np.nanmean(outside):.1%})"]
    shown = figure.axes[0].images[0].get_array()
    np.testing.assert_array_equal(shown, mix_colours(abundances))
