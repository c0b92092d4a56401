"""Numbers for no value among abundances, titles above sheets, and factors of libraries."""

import json

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import from_origin
from scene_files import braces, imported, saved, write_envi

from unmixing.scenes.guessing import roles_and_options

from shared import simulated

NAMES = ["road", "soil", "vegetation"]


@pytest.fixture(scope="module")
def field():
    return simulated(shape=(24, 20, 16), seed=1, sharpness=3)


def table_of(field, n=60):
    places = np.random.default_rng(0).permutation(24 * 20)[:n]
    rows, columns = np.unravel_index(places, (24, 20))
    labels = pd.DataFrame(field.labels[places], columns=NAMES)
    return pd.concat([pd.DataFrame({"row": rows, "column": columns}), labels], axis=1)


@pytest.mark.parametrize("fill", [-1, -99, 99, 999])
def test_numbers_for_none_in_a_table_of_fractions_are_missing(fill, field, tmp_path):
    table = table_of(field)
    table.loc[:3, "soil"] = fill
    table.loc[10, NAMES] = fill
    table.to_csv(tmp_path / "labels.csv", index=False)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    scene = imported(files)
    assert scene.names == tuple(NAMES) and scene.valid.sum() == 60 - 5
    assert f"7 abundances are {fill}, which no fraction is" in " ".join(scene.notes)


@pytest.mark.parametrize(("fill", "missing"), [(-1, 3), (999, 3), (99, 0)])
def test_99_is_a_percentage_and_no_fraction(fill, missing, field, tmp_path):
    table = table_of(field)
    table[NAMES] = np.round(table[NAMES] * 100, 3)
    table.loc[:2, NAMES] = [[fill, 1, 0]] * 3
    table.to_csv(tmp_path / "labels.csv", index=False)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    scene = imported(files)
    assert scene.valid.sum() == 60 - missing
    assert ("which no percentage is" in " ".join(scene.notes)) == bool(missing)


@pytest.mark.parametrize("fill", [-1, -99, 99, 999])
def test_layers_may_hold_a_number_for_none_in_most_pixels(fill, field, tmp_path):
    maps = field.abundances.copy()
    maps[4:] = fill
    paths = saved(tmp_path, cube=field.cube, abundances=maps)
    files, _ = roles_and_options(list(map(str, paths.values())))
    assert files == paths
    scene = imported(files)
    assert scene.valid[:4].all() and not scene.valid[4:].any()
    assert f"1,200 abundances are {fill}, which no fraction is" in " ".join(scene.notes)


def test_classes_may_be_called_99(field, tmp_path):
    classes = np.where(np.arange(24 * 20).reshape(24, 20) < 240, 1, 99)
    scene = imported(saved(tmp_path, cube=field.cube, abundances=classes), degrade=2)
    assert scene.names == ("class 1", "class 99") and scene.valid.all()


def test_a_polygon_without_fractions_labels_nothing(field, tmp_path):
    with rasterio.open(
        tmp_path / "cube.tif",
        "w",
        driver="GTiff",
        height=24,
        width=20,
        count=16,
        dtype="float32",
        crs="EPSG:4326",
        transform=from_origin(13, 52, 0.1, 0.1),
    ) as file:
        file.write(np.moveaxis(field.cube, -1, 0))
    rows = []
    for top, fractions in ((1, (0.25, 0.75)), (10, (-99, -99)), (16, (0.5, 0.5))):
        north, south = 52 - 0.1 * top, 52 - 0.1 * (top + 4)
        ring = [[13.2, north], [13.6, north], [13.6, south], [13.2, south], [13.2, north]]
        if fractions[0] < 0:
            # A bounding box over the polygon below.
            ring.insert(3, [13.8, 50.1])
        shape = {"type": "Polygon", "coordinates": [ring]}
        values = dict(zip(("soil", "grass"), fractions, strict=True))
        rows.append({"type": "Feature", "geometry": shape, "properties": values})
    (tmp_path / "polygons.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": rows})
    )
    files = {"cube": tmp_path / "cube.tif", "abundances": tmp_path / "polygons.geojson"}
    scene = imported(files)
    assert scene.valid.sum() == 32 and not scene.valid[10:14].any()
    assert "2 abundances are -99, which no fraction is" in " ".join(scene.notes)


@pytest.mark.parametrize("title", [["Cover of plots"], ["Cover of plots", None, "June"], []])
def test_titles_above_a_sheet_are_left_out(title, field, tmp_path):
    table = table_of(field)
    above = len(title) and 2
    with pd.ExcelWriter(tmp_path / "labels.xlsx") as writer:
        table.to_excel(writer, sheet_name="plots", index=False, startrow=above)
        for column, word in enumerate(title, 1):
            writer.sheets["plots"].cell(1, column, word)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.xlsx"}
    scene = imported(files)
    assert scene.names == tuple(NAMES) and scene.valid.sum() == 60
    said = "names of the columns of sheet plots are taken from row 3" in " ".join(scene.notes)
    assert said == bool(title)


def test_the_factor_of_a_library_is_applied(field, tmp_path):
    lengths = braces(np.linspace(400, 2400, 16))
    header = {"wavelength": lengths, "wavelength_units": "Nanometers"}
    numbers = np.round(field.cube * 10_000).astype(np.int16)
    cube = write_envi(tmp_path / "cube", numbers, reflectance_scale_factor="10000", **header)
    spectra = np.round(field.endmembers.T[..., None] * 10_000).astype(np.int16)
    library = write_envi(
        tmp_path / "library",
        spectra,
        spectra_names=braces(NAMES),
        reflectance_scale_factor="10000",
        **header,
    )
    files = saved(tmp_path, abundances=field.abundances) | {"cube": cube, "endmembers": library}
    scene = imported(files, names=NAMES)
    np.testing.assert_allclose(scene.endmembers, field.endmembers, atol=1e-4)
    # The cube's own numbers may be reflectance already.
    scene = imported(files | saved(tmp_path, cube=field.cube), names=NAMES)
    np.testing.assert_allclose(scene.endmembers, field.endmembers, atol=1e-4)
