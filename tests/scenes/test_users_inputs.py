"""Inputs that a first reader got wrong, one of each kind."""

import json

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.enums import ColorInterp
from rasterio.transform import from_origin
from scene_files import braces, flat, imported, saved, write_envi
from scipy.io import savemat

from learning_curves.errors import UserError
from unmixing.scenes.audit import audit
from unmixing.scenes.formats.files import read
from unmixing.scenes.scene import Scene

from shared import simulated

NAMES = ["soil", "grass", "shrub"]
PLACE = {"crs": "EPSG:32633", "transform": from_origin(380_000, 5_820_000, 30, 30)}


@pytest.fixture(scope="module")
def field() -> Scene:
    return simulated(shape=(36, 44, 60), seed=5, sharpness=3)


def table_of(field, n=150, seed=0):
    pixels = np.random.default_rng(seed).permutation(36 * 36)[:n]
    rows, columns = np.unravel_index(pixels, (36, 36))
    table = pd.DataFrame(field.abundances[rows, columns], columns=NAMES)
    table.insert(0, "column", columns)
    table.insert(0, "row", rows)
    return table


def warnings_of(scene):
    return " ".join(audit(scene)["warning"])


def test_exchanged_places_are_refused_and_not_read_in_another_layout(field, tmp_path):
    table = table_of(field)
    table[["row", "column"]] = table[["column", "row"]].to_numpy()
    table.to_csv(tmp_path / "labels.csv", index=False)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    assert read(files).shape == field.shape
    with pytest.raises(UserError, match="transposed, and not as they lie"):
        imported(saved(tmp_path, cube=field.cube[:, :36]) | {"abundances": tmp_path / "labels.csv"})


def test_a_table_of_labels_finds_its_places_in_a_flattened_image(field, tmp_path):
    whole = field.cube[:, :36]
    savemat(tmp_path / "cube.mat", {"V": flat(whole, "F").T, "nRow": 36, "nCol": 36})
    table_of(field).to_csv(tmp_path / "labels.csv", index=False)
    files = {"cube": tmp_path / "cube.mat", "abundances": tmp_path / "labels.csv"}
    np.testing.assert_allclose(imported(files).cube, whole)


@pytest.mark.parametrize("counter", ["sample", "line"])
def test_a_counter_called_sample_is_no_column_of_the_image(counter, field, tmp_path):
    table = table_of(field).rename(columns={"row": "y", "column": "x"})
    table.insert(0, counter, range(len(table)))
    table.to_csv(tmp_path / "labels.csv", index=False)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    scene = imported(files, names=NAMES)
    np.testing.assert_array_equal(scene.valid[table["y"], table["x"]], True)


@pytest.mark.parametrize(
    ("name", "marks_good"),
    [("cloud_mask", False), ("bad", False), ("invalid", False), ("good", True), ("valid", True)],
)
def test_masks_of_other_names_are_masks(name, marks_good, field, tmp_path):
    left_out = np.zeros((36, 44), bool)
    left_out[:5] = True
    mask = ~left_out if marks_good else left_out
    arrays = {"cube": field.cube, "abundances": field.abundances, name: mask}
    np.savez(tmp_path / "scene.npz", **arrays)
    np.testing.assert_array_equal(imported({"scene": tmp_path / "scene.npz"}).valid, ~left_out)


def test_a_mask_that_leaves_nothing_out_is_doubted(field, tmp_path):
    mask = np.ones((36, 44))
    mask[:5] = 2
    files = saved(tmp_path, cube=field.cube, abundances=field.abundances, valid=mask)
    assert "holds 1, 2, and 0 alone stands for" in " ".join(imported(files).notes)


def test_labels_of_another_image_are_doubted(field, tmp_path):
    other = np.random.default_rng(0).dirichlet([1, 1, 1], (36, 44)).astype(np.float32)
    files = saved(tmp_path, cube=field.cube, abundances=other)
    assert "explain next to nothing of how spectra differ" in warnings_of(imported(files))
    right = saved(tmp_path, cube=field.cube, abundances=field.abundances)
    assert "next to nothing" not in warnings_of(imported(right))


def test_a_column_of_zeros_is_doubted_as_an_endmember(field, tmp_path):
    table_of(field).assign(flag=0.0).to_csv(tmp_path / "labels.csv", index=False)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    assert "flag is 0 in every labelled pixel" in warnings_of(imported(files))


def write_raster(path, image, **profile):
    height, width, bands = image.shape
    size = {"height": height, "width": width, "count": bands, "dtype": image.dtype.name}
    with rasterio.open(path, "w", driver="GTiff", **size, **PLACE | profile) as file:
        file.write(np.moveaxis(image, -1, 0))
    return path


def test_images_that_lie_apart_on_the_earth_are_doubted(field, tmp_path):
    apart = {"transform": from_origin(380_300, 5_820_000, 30, 30)}
    files = {
        "cube": write_raster(tmp_path / "cube.tif", field.cube),
        "abundances": write_raster(tmp_path / "maps.tif", field.abundances, **apart),
    }
    assert "lie 300 apart on the earth" in " ".join(imported(files).notes)


def test_transparent_pixels_are_left_out(field, tmp_path):
    alpha = np.full((36, 44, 1), 255, np.float32)
    alpha[:4] = 0
    path = write_raster(tmp_path / "cube.tif", np.concatenate([field.cube, alpha], axis=-1))
    with rasterio.open(path, "r+") as file:
        file.colorinterp = [*file.colorinterp[:-1], ColorInterp.alpha]
    scene = imported(saved(tmp_path, abundances=field.abundances) | {"cube": path})
    assert scene.shape == field.shape
    np.testing.assert_array_equal(scene.valid, alpha[..., 0] > 0)


def polygons(path, sides, **columns):
    """Write squares of some pixels, half a pixel off the grid."""
    rows = []
    for number, (row, column) in enumerate(sides):
        x, y = 380_000 + 30 * (column + 0.5), 5_820_000 - 30 * (row + 0.5)
        ring = [(x, y), (x + 90, y), (x + 90, y - 90), (x, y - 90), (x, y)]
        values = {name: value[number] for name, value in columns.items()}
        shape = {"type": "Polygon", "coordinates": [ring]}
        rows.append({"type": "Feature", "geometry": shape, "properties": values})
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": system, "features": rows}))
    return path


def test_small_polygons_label_the_pixels_that_they_cover_whole(field, tmp_path):
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    sides = [(row, column) for row in range(2, 30, 6) for column in range(2, 38, 6)]
    kinds = [NAMES[number % 2] for number in range(len(sides))]
    labels = polygons(tmp_path / "small.geojson", sides, kind=kinds)
    assert read({"cube": cube, "abundances": labels}).valid.sum() == 4 * len(sides)


def test_fractions_of_a_polygon_that_do_not_sum_to_one_are_refused(field, tmp_path):
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    sides = [(2, 2), (10, 10), (20, 20)]
    labels = polygons(
        tmp_path / "wrong.geojson", sides, soil=[0.5, 0.3, 0.4], grass=[0.5, 0.7, 0.2]
    )
    with pytest.raises(UserError, match="fractions of 1 of 3 polygons do not sum to one"):
        read({"cube": cube, "abundances": labels})


@pytest.mark.parametrize("spelt", ["R{}", "rho_{}", "{}_nm", "Band_{}"])
def test_options_hold_for_tables_of_spectra(spelt, field, tmp_path):
    numbers = [450 + 10 * band for band in range(60)]
    table = pd.DataFrame(
        field.cube.reshape(-1, 60)[:200], columns=[spelt.format(number) for number in numbers]
    )
    table[NAMES] = field.labels[:200]
    table.to_csv(tmp_path / "spectra.csv", index=False)
    files = {"scene": tmp_path / "spectra.csv"}
    files |= saved(tmp_path, endmembers=field.endmembers)
    scene = imported(files, bad_bands=[[1, 3]])
    assert scene.shape == (200, 1, 57)
    np.testing.assert_allclose(scene.wavelengths, np.array(numbers[3:]) / 1000)
    np.testing.assert_allclose(scene.endmembers, field.endmembers[3:])


def test_a_library_with_a_number_a_row_and_falling_wavelengths_is_read(field, tmp_path):
    lengths = np.linspace(0.4, 2.4, 60)
    cube = write_envi(
        tmp_path / "cube",
        field.cube[..., ::-1],
        wavelength=braces(f"{length:.4f}" for length in lengths[::-1]),
    )
    library = pd.DataFrame(field.endmembers.T, columns=[f"{1000 * w:.1f}" for w in lengths])
    library.insert(0, "material", NAMES)
    library.insert(0, "id", range(1, 4))
    library.to_csv(tmp_path / "library.csv", index=False)
    maps = write_envi(tmp_path / "maps", field.abundances, band_names=braces(NAMES))
    scene = imported({"cube": cube, "abundances": maps, "endmembers": tmp_path / "library.csv"})
    np.testing.assert_allclose(scene.endmembers, field.endmembers[::-1], atol=0.03)


def test_fractions_of_one_decimal_are_rounded_and_not_known_in_part(field, tmp_path):
    maps = np.round(field.abundances.astype(float), 1)
    maps[maps.sum(axis=-1) > 1.01] = [0.3, 0.3, 0.4]
    scene = imported(saved(tmp_path, cube=field.cube, abundances=maps))
    assert scene.valid.all()


def test_wavelengths_that_count_bands_are_refused(field, tmp_path):
    files = saved(tmp_path, cube=field.cube, abundances=field.abundances)
    files |= saved(tmp_path, wavelengths=np.arange(1, 61))
    with pytest.raises(UserError, match="1, 2, 3 ..., which counts bands"):
        imported(files)


def test_exchanged_plots_get_no_remedy_that_may_be_the_wrong_one(scenes_of, tmp_path):
    scene = scenes_of("real.yaml")["samson"]
    named = 0
    for seed in range(8):
        plots = np.random.default_rng(seed).integers(0, 85, (4, 2))
        maps = np.full(scene.abundances.shape, np.nan)
        for row, column in plots:
            maps[column : column + 10, row : row + 10] = scene.abundances[
                row : row + 10, column : column + 10
            ].swapaxes(0, 1)
        files = saved(tmp_path, cube=scene.cube, abundances=maps)
        try:
            imported(files)
        except UserError as error:
            named += 1
            assert "transposed" in str(error) or "shifted" in str(error)
    assert named >= 4


def test_a_raster_of_one_band_is_a_map_of_classes_or_a_mask(field, tmp_path):
    classes = (1 + field.abundances.argmax(axis=-1)).astype(np.uint8)
    classes[:2] = 255
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    labels = write_raster(tmp_path / "classes.tif", classes[..., None], nodata=255)
    scene = imported({"cube": cube, "abundances": labels}, degrade=4)
    assert scene.names == ("class 1", "class 2", "class 3")
    assert not scene.valid[0].any() and scene.valid[1:].all()
    mask = np.ones((36, 44, 1), np.uint8)
    mask[:3] = 0
    valid = write_raster(tmp_path / "mask.tif", mask)
    files = saved(tmp_path, abundances=field.abundances) | {"cube": cube, "valid": valid}
    np.testing.assert_array_equal(imported(files).valid, mask[..., 0] > 0)


def test_zero_as_no_data_of_fractions_takes_no_labels_away(field, tmp_path):
    maps = field.abundances.copy()
    maps[:10, :, 0], maps[:10, :, 1] = 0, maps[:10, :, 0] + maps[:10, :, 1]
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    labels = write_raster(tmp_path / "maps.tif", maps, nodata=0)
    assert read({"cube": cube, "abundances": labels}).valid.all()


def test_names_of_polygons_are_their_classes(field, tmp_path):
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    sides = [(row, column) for row in range(2, 30, 6) for column in range(2, 38, 6)]
    kinds = [NAMES[number % 2] for number in range(len(sides))]
    labels = polygons(tmp_path / "small.geojson", sides, kind=kinds)
    files = {"cube": cube, "abundances": labels}
    first, second = read(files), read(files, names=NAMES[:2])
    assert (first.names, second.names) == (("grass", "soil"), ("soil", "grass"))
    np.testing.assert_array_equal(first.abundances, second.abundances[..., ::-1])
    assert len(first.layers["group"].names) == len(sides)
    assert any(f"from {len(sides)} groups, told by their polygons" in note for note in first.notes)
    with pytest.raises(UserError, match="are not the classes of the polygons, grass, soil"):
        read(files, names=["roof", "soil"])
    with pytest.raises(UserError, match="no column plot that groups"):
        read(files, groups="plot")


def test_counted_rows_stay_rows_in_an_image_with_a_place(field, tmp_path):
    table = table_of(field).rename(columns={"row": "y", "column": "x"})
    table.to_csv(tmp_path / "labels.csv", index=False)
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    files = {"cube": cube, "abundances": tmp_path / "labels.csv"}
    assert imported(files, counted_from=0).valid.sum() == len(table)


def test_a_list_of_bad_bands_is_no_mask(field, tmp_path):
    arrays = {"cube": field.cube, "abundances": field.abundances, "bad": np.zeros(60)}
    np.savez(tmp_path / "scene.npz", **arrays, **{"v1.0": np.zeros(3)})
    assert imported({"scene": tmp_path / "scene.npz"}).valid.all()
    with pytest.raises(UserError, match=r"v1\.0 \(3, float64"):
        imported({"scene": tmp_path / "scene.npz"}, keys={"cube": "nothing"})


def test_a_place_outside_does_not_choose_another_layout(field, tmp_path):
    table = table_of(field)
    table.loc[0, "row"] = 50
    table.to_csv(tmp_path / "labels.csv", index=False)
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    with pytest.raises(UserError, match=r"row 50, column \d+ lies outside"):
        imported(files)


def test_words_among_places_end_in_a_sentence(field, tmp_path):
    cube = write_raster(tmp_path / "cube.tif", field.cube)
    (tmp_path / "labels.csv").write_text("lon,lat,soil,grass\n13 E,52 N,0.5,0.5\n")
    with pytest.raises(UserError, match="the column lon holds '13 E', which is not a number"):
        imported({"cube": cube, "abundances": tmp_path / "labels.csv"})


def test_bands_that_a_library_lacks_may_be_left_out(field, tmp_path):
    lengths = np.linspace(0.4, 2.4, 60)
    cube = write_envi(tmp_path / "cube", field.cube, wavelength=braces(lengths))
    maps = write_envi(tmp_path / "maps", field.abundances, band_names=braces(NAMES))
    short = pd.DataFrame(
        field.endmembers.T[:, 10:], columns=[f"{1000 * w:.1f}" for w in lengths[10:]]
    )
    short.insert(0, "material", NAMES)
    short.to_csv(tmp_path / "library.csv", index=False)
    files = {"cube": cube, "abundances": maps, "endmembers": tmp_path / "library.csv"}
    with pytest.raises(UserError, match=r"do not reach 1\d bands .*bad_bands"):
        imported(files)
    assert imported(files, bad_bands=[[1, 12]]).shape[2] == 48
