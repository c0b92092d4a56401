"""Rasters keep their place on the earth, and labels are found by coordinates and polygons."""

import json

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import transform
from scene_files import imported

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene, read_scene, write_scene

from shared import simulated

SYSTEM, ORIGIN, SIDE = "EPSG:32633", (380_000.0, 5_820_000.0), 30.0
NAMES = ["soil", "grass", "shrub"]


@pytest.fixture(scope="module")
def field() -> Scene:
    return simulated(shape=(24, 20, 12), seed=1, sharpness=3)


def write_raster(path, image, **profile):
    """Write a GeoTIFF, compressed by LZW as most public ones are."""
    height, width, bands = image.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=height,
        width=width,
        count=bands,
        dtype=image.dtype.name,
        crs=SYSTEM,
        transform=from_origin(*ORIGIN, SIDE, SIDE),
        **{"compress": "lzw"} | profile,
    ) as file:
        file.write(np.moveaxis(image, -1, 0))
        for band in range(bands):
            file.update_tags(band + 1, wavelength=str(450 + 20 * band))
            file.update_tags(band + 1, wavelength_units="Nanometers")
    return path


@pytest.fixture
def cube(field, tmp_path):
    return write_raster(tmp_path / "cube.tif", field.cube)


def coordinates(places, inside=0.5):
    """Return x and y of places in pixels."""
    x = ORIGIN[0] + SIDE * (places[:, 1] + inside)
    return x, ORIGIN[1] - SIDE * (places[:, 0] + inside)


def chosen(field, n=80):
    pixels = np.random.default_rng(0).permutation(24 * 20)[:n]
    return np.stack(np.unravel_index(pixels, (24, 20)), axis=1), field.labels[pixels]


def test_a_raster_keeps_its_bands_scale_and_place(field, tmp_path):
    whole = np.round(field.cube * 10_000).astype(np.int16)
    whole[3, 4] = -32768
    cube = write_raster(tmp_path / "cube.tif", whole, nodata=-32768)
    with rasterio.open(cube, "r+") as file:
        file.scales = [0.0001] * file.count
    np.save(tmp_path / "labels.npy", field.abundances)
    scene = imported({"cube": cube, "abundances": tmp_path / "labels.npy"})
    assert not scene.valid[3, 4] and scene.valid.sum() == 24 * 20 - 1
    np.testing.assert_allclose(scene.cube[0], field.cube[0], atol=6e-5)
    np.testing.assert_allclose(scene.wavelengths, 0.45 + 0.02 * np.arange(12))
    assert scene.georeference.transform == (SIDE, 0, ORIGIN[0], 0, -SIDE, ORIGIN[1])
    write_scene(scene, tmp_path / "scene.h5")
    assert read_scene(tmp_path / "scene.h5").georeference == scene.georeference
    assert rasterio.crs.CRS.from_wkt(scene.georeference.crs) == rasterio.crs.CRS.from_string(SYSTEM)


def test_the_mask_of_a_raster_is_read(field, tmp_path):
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    mask = np.full((24, 20), 255, np.uint8)
    mask[:2] = 0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(cube, "r+") as file:
        file.write_mask(mask)
    np.save(tmp_path / "labels.npy", field.abundances)
    scene = imported({"cube": cube, "abundances": tmp_path / "labels.npy"})
    np.testing.assert_array_equal(scene.valid, mask > 0)
    assert "40 pixels are left out by the mask of the file" in scene.notes


@pytest.mark.parametrize("names", [("x", "y"), ("easting", "northing"), ("lon", "lat")])
def test_points_are_found_by_their_coordinates(names, field, cube, tmp_path):
    places, labels = chosen(field)
    x, y = coordinates(places)
    if names == ("lon", "lat"):
        x, y = transform(SYSTEM, "EPSG:4326", x, y)
    table = pd.DataFrame({names[0]: x, names[1]: y, **dict(zip(NAMES, labels.T, strict=False))})
    table.to_csv(tmp_path / "plots.csv", index=False)
    scene = imported({"cube": cube, "abundances": tmp_path / "plots.csv"})
    assert scene.valid.sum() == len(places)
    np.testing.assert_allclose(scene.abundances[places[:, 0], places[:, 1]], labels, atol=1e-6)


def test_a_table_says_the_system_of_its_coordinates(field, cube, tmp_path):
    places, labels = chosen(field)
    x, y = transform(SYSTEM, "EPSG:3857", *coordinates(places))
    table = pd.DataFrame({"x": x, "y": y, **dict(zip(NAMES, labels.T, strict=False))})
    files = {"cube": cube, "abundances": tmp_path / "plots.csv"}
    table.to_csv(files["abundances"], index=False)
    with pytest.raises(UserError, match=r"none of the 80 points .* options: \{crs: 'EPSG:4326'\}"):
        imported(files)
    assert imported(files, crs="EPSG:3857").valid.sum() == 80
    table.assign(epsg=3857).to_csv(files["abundances"], index=False)
    assert imported(files).valid.sum() == 80


def test_points_outside_near_borders_and_in_one_pixel_are_counted(field, cube, tmp_path):
    places, labels = chosen(field, 20)
    x, y = coordinates(places)
    x[0], y[1] = ORIGIN[0] - 500, y[1] + 0.49 * SIDE
    x[3], y[3] = x[2] + 1, y[2] + 1
    table = pd.DataFrame({"x": x, "y": y, **dict(zip(NAMES, labels.T, strict=False))})
    table.to_csv(tmp_path / "plots.csv", index=False)
    scene = imported({"cube": cube, "abundances": tmp_path / "plots.csv"})
    notes = " ".join(scene.notes)
    assert "1 of 20 points lie outside of the image" in notes
    assert "1 points lie within a tenth of a pixel of its border" in notes
    assert "2 points share a pixel" in notes
    mean = labels[2:4].mean(axis=0)
    np.testing.assert_allclose(scene.abundances[tuple(places[2])], mean, atol=1e-6)


def test_coordinates_without_a_georeference_are_refused(field, tmp_path):
    np.save(tmp_path / "cube.npy", field.cube)
    (tmp_path / "plots.csv").write_text("lon,lat,soil,grass\n13.1,52.4,0.5,0.5\n")
    with pytest.raises(UserError, match="has no georeference: a GeoTIFF has one"):
        imported({"cube": tmp_path / "cube.npy", "abundances": tmp_path / "plots.csv"})


def features(shapes, **attributes):
    """Write GeoJSON of shapes in degrees."""
    rows = [
        {
            "type": "Feature",
            "geometry": shape,
            "properties": {name: values[number] for name, values in attributes.items()},
        }
        for number, shape in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows})


def test_points_of_geojson_are_labels(field, cube, tmp_path):
    places, labels = chosen(field)
    lon, lat = transform(SYSTEM, "EPSG:4326", *coordinates(places))
    shapes = [{"type": "Point", "coordinates": point} for point in zip(lon, lat, strict=True)]
    columns = {
        name: labels[:, place].tolist() for place, name in enumerate(NAMES[: labels.shape[1]])
    }
    (tmp_path / "plots.geojson").write_text(features(shapes, **columns))
    scene = imported({"cube": cube, "abundances": tmp_path / "plots.geojson"})
    np.testing.assert_allclose(scene.abundances[places[:, 0], places[:, 1]], labels, atol=1e-6)


def square(row, column, height, width):
    """Return a rectangle of pixels as a polygon in degrees."""
    corners = np.array([(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]) * (height, width) + (row, column)
    lon, lat = transform(SYSTEM, "EPSG:4326", *coordinates(corners, inside=0))
    return {"type": "Polygon", "coordinates": [list(zip(lon, lat, strict=True))]}


def test_polygons_with_classes_become_shares_of_pixels(cube, tmp_path):
    shapes = [square(2, 3, 4, 5.5), square(2, 8.5, 4, 5.5), square(15, 2, 3.5, 3)]
    names = ["roof", "tree", "tree"]
    (tmp_path / "polygons.geojson").write_text(features(shapes, kind=names, id=[1, 2, 3]))
    scene = imported({"cube": cube, "abundances": tmp_path / "polygons.geojson"})
    assert scene.names == ("roof", "tree")
    labelled = np.zeros((24, 20), bool)
    labelled[2:6, 3:14] = labelled[15:18, 2:5] = True
    np.testing.assert_array_equal(scene.valid, labelled)
    np.testing.assert_allclose(scene.abundances[3, 8], [0.5, 0.5], atol=0.1)
    np.testing.assert_allclose(scene.abundances[3, 5], [1, 0], atol=0.01)
    # The lowest row of the third polygon is covered by half.
    assert "3 pixels at borders of polygons are covered in part and not labelled" in scene.notes


def test_polygons_with_fractions_and_a_shapefile_of_other_classes(cube, tmp_path):
    shapes = [square(2, 3, 4, 5), square(10, 8, 4, 5)]
    text = features(shapes, soil=[0.25, 1.0], grass=[0.75, 0.0])
    (tmp_path / "polygons.geojson").write_text(text)
    scene = imported({"cube": cube, "abundances": tmp_path / "polygons.geojson"})
    np.testing.assert_allclose(scene.abundances[3, 5], [0.25, 0.75], atol=0.01)
    with pytest.raises(UserError, match=r"of a polygon: name it, options: \{keys"):
        text = features(shapes, kind=["a", "b"], other=["c", "d"])
        (tmp_path / "polygons.geojson").write_text(text)
        imported({"cube": cube, "abundances": tmp_path / "polygons.geojson"})
    files = {"cube": cube, "abundances": tmp_path / "polygons.geojson"}
    assert imported(files, keys={"abundances": "kind"}).names == ("a", "b")


def test_a_sheet_of_a_workbook_is_chosen_where_one_fits(field, cube, tmp_path):
    places, labels = chosen(field)
    plots = pd.DataFrame(labels, columns=NAMES[: labels.shape[1]])
    plots.insert(0, "column", places[:, 1])
    plots.insert(0, "row", places[:, 0])
    notes = pd.DataFrame({"who": ["me"], "when": ["then"]})
    with pd.ExcelWriter(tmp_path / "plots.xlsx") as writer:
        notes.to_excel(writer, sheet_name="notes", index=False)
        plots.to_excel(writer, sheet_name="plots", index=False)
    scene = imported({"cube": cube, "abundances": tmp_path / "plots.xlsx"})
    assert scene.valid.sum() == len(places)
    with pd.ExcelWriter(tmp_path / "plots.xlsx") as writer:
        plots.to_excel(writer, sheet_name="2019", index=False)
        plots[:40].to_excel(writer, sheet_name="2020", index=False)
    files = {"cube": cube, "abundances": tmp_path / "plots.xlsx"}
    with pytest.raises(UserError, match=r"sheet 2019.*sheet 2020.*options: \{keys"):
        imported(files)
    assert imported(files, keys={"abundances": "2020"}).valid.sum() == 40


def test_sheets_of_spectra_and_labels_are_brought_together_by_their_ids(field, tmp_path):
    spectra = pd.DataFrame(
        field.cube.reshape(-1, 12)[:60], columns=[f"{450 + 20 * b}" for b in range(12)]
    )
    spectra.insert(0, "ID", range(100, 160))
    labels = pd.DataFrame(field.labels[:60], columns=NAMES[: field.n_endmembers])
    labels.insert(0, "ID", range(100, 160))
    with pd.ExcelWriter(tmp_path / "sites.xlsx") as writer:
        spectra.to_excel(writer, sheet_name="spectra", index=False)
        labels[::-1].drop(index=5).to_excel(writer, sheet_name="cover", index=False)
    scene = imported(
        {"scene": tmp_path / "sites.xlsx"}, keys={"cube": "spectra", "abundances": "cover"}
    )
    assert scene.shape == (59, 1, 12)
    kept = np.delete(np.arange(60), 5)
    np.testing.assert_allclose(scene.labels, field.labels[kept], atol=1e-6)
    assert "brought together by ID: 59 rows, and 1 without their other half" in scene.notes[0]


def test_tiles_in_a_list_of_gdal_are_one_image_with_gaps(field, tmp_path):
    """Two tiles lie apart: what no tile holds is not measured."""
    for name, first in (("a", 0), ("b", 14)):
        tile = field.cube[:, first : first + 6]
        profile = {"transform": from_origin(ORIGIN[0] + SIDE * first, ORIGIN[1], SIDE, SIDE)}
        with rasterio.open(
            tmp_path / f"{name}.tif",
            "w",
            driver="GTiff",
            height=24,
            width=6,
            count=12,
            dtype="float32",
            crs=SYSTEM,
            nodata=-9999,
            **profile,
        ) as file:
            file.write(np.moveaxis(tile, -1, 0))
    bands = ""
    for band in range(1, 13):
        sources = "".join(
            f'<SimpleSource><SourceFilename relativeToVRT="1">{name}.tif</SourceFilename>'
            f"<SourceBand>{band}</SourceBand>"
            f'<SrcRect xOff="0" yOff="0" xSize="6" ySize="24"/>'
            f'<DstRect xOff="{first}" yOff="0" xSize="6" ySize="24"/></SimpleSource>'
            for name, first in (("a", 0), ("b", 14))
        )
        bands += (
            f'<VRTRasterBand dataType="Float32" band="{band}"><NoDataValue>-9999</NoDataValue>'
            f"{sources}</VRTRasterBand>"
        )
    place = f"<GeoTransform>{ORIGIN[0]}, {SIDE}, 0, {ORIGIN[1]}, 0, {-SIDE}</GeoTransform>"
    (tmp_path / "cube.vrt").write_text(
        f'<VRTDataset rasterXSize="20" rasterYSize="24"><SRS>{SYSTEM}</SRS>{place}{bands}'
        "</VRTDataset>"
    )
    np.save(tmp_path / "labels.npy", field.abundances)
    scene = imported({"cube": tmp_path / "cube.vrt", "abundances": tmp_path / "labels.npy"})
    there = np.zeros((24, 20), bool)
    there[:, :6] = there[:, 14:] = True
    np.testing.assert_array_equal(scene.valid, there)
    np.testing.assert_array_equal(scene.cube[there], field.cube[there])
