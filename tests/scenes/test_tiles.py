"""Rasters of one grid are tiles of one image, with gaps, and laid under their labels."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from scene_files import imported, saved, write_envi

from learning_curves.errors import UserError
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.guessing import roles_and_options
from unmixing.scenes.scene import Scene
from unmixing.scenes.tiles import mosaic
from unmixing.study.own_scene import make_entry, make_study, name_scene, read_own
from unmixing.study.reading import read_study

from shared import simulated

X, Y, SIDE = 380_000.0, 5_820_000.0, 30.0
# Rows and columns of three tiles: two touch, and one lies apart.
WINDOWS = ((0, 12, 0, 10), (12, 24, 0, 10), (6, 18, 14, 20))


@pytest.fixture(scope="module")
def field() -> Scene:
    return simulated(shape=(24, 20, 12), seed=1, sharpness=3)


def write_tile(path, image, window=(0, 24, 0, 20), **changes):
    """Write a part of an image where it lies on the earth."""
    top, bottom, left, right = window
    part = np.atleast_3d(image)[top:bottom, left:right]
    place = from_origin(X + SIDE * left, Y - SIDE * top, SIDE, SIDE)
    height, width, bands = part.shape
    profile = {"height": height, "width": width, "count": bands, "dtype": part.dtype.name}
    profile |= {"crs": "EPSG:32633", "transform": place} | changes
    with rasterio.open(path, "w", driver="GTiff", **profile) as file:
        file.write(np.moveaxis(part, -1, 0))
    return path


def tiles_of(folder, name, image, windows=WINDOWS, **changes):
    return [
        write_tile(folder / f"{name}{number}.tif", image, window, **changes)
        for number, window in enumerate(windows)
    ]


def covered(windows=WINDOWS):
    there = np.zeros((24, 20), bool)
    for top, bottom, left, right in windows:
        there[top:bottom, left:right] = True
    return there


def test_tiles_of_a_cube_are_one_image_with_gaps(field, tmp_path):
    cube = tiles_of(tmp_path, "cube", field.cube)
    maps = write_tile(tmp_path / "maps.tif", field.abundances)
    files, options = roles_and_options([str(path) for path in (*cube, maps)])
    assert list(files) == ["cube_1", "cube_2", "cube_3", "abundances"]
    scene = read_own(name_scene(files), files, options)
    there = covered()
    np.testing.assert_array_equal(scene.valid, there)
    np.testing.assert_array_equal(scene.cube[there], field.cube[there])
    np.testing.assert_array_equal(scene.abundances[there], field.abundances[there])
    assert scene.georeference.transform[2::3] == (X, Y)
    assert set(imported(files, **options).input_sha256) == set(files)
    study = read_study(make_study("own", make_entry(files, options, scene), scene))
    paths = {file.path for file in study.scenes["own"].files.values()}
    assert paths == {str(path) for path in (*cube, maps)}


def test_labels_of_fewer_tiles_are_laid_on_the_cube(field, tmp_path):
    cube = tiles_of(tmp_path, "cube", field.cube)
    maps = tiles_of(tmp_path, "maps", field.abundances, WINDOWS[1:])
    words = [f"cube=[{', '.join(map(str, cube))}]", *(f"abundances={path}" for path in maps)]
    files, options = roles_and_options(words)
    assert list(files) == ["cube_1", "cube_2", "cube_3", "abundances_1", "abundances_2"]
    scene = read_own("own", files, options)
    labelled = covered(WINDOWS[1:])
    np.testing.assert_array_equal(scene.valid, labelled)
    np.testing.assert_array_equal(scene.abundances[labelled], field.abundances[labelled])
    assert not [note for note in scene.notes if "apart on the earth" in note]


def test_tiles_of_classes_become_shares(field, tmp_path):
    classes = (1 + field.abundances.argmax(axis=-1)).astype(np.float32)
    cube = tiles_of(tmp_path, "cube", field.cube)
    labels = tiles_of(tmp_path, "classes", classes)
    files, options = roles_and_options([*map(str, cube), *map(str, labels), "degrade=2"])
    assert [role for role in files if role.startswith("abundances")] == [
        f"abundances_{number}" for number in (1, 2, 3)
    ]
    scene = read_own("own", files, options)
    np.testing.assert_array_equal(scene.valid, covered()[::2, ::2])
    block = classes[6:8, 14:16]
    shares = [(block == number).mean() for number in (1, 2, 3)]
    np.testing.assert_allclose(scene.abundances[3, 7], shares)


def test_a_bad_band_of_tiles_takes_no_pixel_away(field, tmp_path):
    cube = np.round(field.cube * 10_000).astype(np.int16)
    cube[..., 3] = -9999
    for declared in ({}, {"nodata": -9999}):
        tiles = tiles_of(tmp_path, "cube", cube, **declared)
        files = {f"cube_{number}": path for number, path in enumerate(tiles)}
        scene = imported(files | saved(tmp_path, abundances=field.abundances))
        assert scene.shape == (24, 20, 11)
        np.testing.assert_array_equal(scene.valid, covered())


def test_tiles_overlap_where_they_agree_or_one_holds_nothing(field, tmp_path):
    windows = ((0, 24, 0, 12), (0, 24, 8, 20))
    tiles = tiles_of(tmp_path, "cube", field.cube, windows)
    np.testing.assert_array_equal(merged(tiles), field.cube)
    empty = field.cube.copy()
    empty[:, 8:12] = -1
    first = write_tile(tmp_path / "first.tif", empty, windows[0], nodata=-1)
    np.testing.assert_array_equal(merged([first, tiles[1]]), field.cube)
    np.testing.assert_array_equal(merged([tiles[1], first]), field.cube)


def merged(tiles):
    (image,) = mosaic([contents_of(path) for path in tiles]).arrays.values()
    return image


def test_tiles_that_differ_where_they_overlap_are_refused(field, tmp_path):
    first = write_tile(tmp_path / "first.tif", field.cube, (0, 24, 0, 12))
    second = write_tile(tmp_path / "second.tif", 1.1 * field.cube, (0, 24, 8, 20))
    maps = write_tile(tmp_path / "maps.tif", field.abundances)
    with pytest.raises(UserError, match=r"overlap, and differ in 96 of 96 pixels: cut them"):
        roles_and_options([str(first), str(second), str(maps)])
    second = write_tile(tmp_path / "second.tif", 1.1 * field.cube, (0, 24, 12, 20))
    files, options = roles_and_options([str(first), str(second), str(maps)])
    assert read_own("own", files, options).valid.all()


def test_a_cube_and_maps_of_as_many_bands_are_no_tiles(field, tmp_path):
    cube = write_tile(tmp_path / "cube.tif", field.cube[..., :3])
    maps = write_tile(tmp_path / "maps.tif", field.abundances)
    assert roles_and_options([str(cube), str(maps)])[0] == {"cube": cube, "abundances": maps}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"transform": from_origin(X + 310, Y, 30, 30)}, "on different grids of pixels"),
        ({"transform": from_origin(X + 300, Y, 20, 20)}, "on different grids of pixels"),
        ({"crs": "EPSG:32632"}, "on different grids of pixels"),
        ({"transform": from_origin(X + 3e8, Y, 30, 30)}, "so far apart that their image has 24 x"),
    ],
)
def test_what_is_no_tile_of_the_image_is_refused(wrong, words, field, tmp_path):
    tiles = {
        "cube_1": write_tile(tmp_path / "first.tif", field.cube, (0, 24, 0, 10)),
        "cube_2": write_tile(tmp_path / "second.tif", field.cube, (0, 24, 10, 20), **wrong),
    }
    files = tiles | saved(tmp_path, abundances=field.abundances)
    with pytest.raises(UserError, match=words):
        imported(files)
    write_tile(tiles["cube_2"], field.cube, (0, 24, 10, 20))
    assert imported(files).valid.all()


def test_tiles_with_other_bands_or_no_place_are_refused(field, tmp_path):
    first = write_tile(tmp_path / "first.tif", field.cube, (0, 24, 0, 10))
    second = write_tile(tmp_path / "second.tif", field.cube[..., :7], (0, 24, 10, 20))
    with pytest.raises(UserError, match="different numbers of bands: give both the same bands"):
        merged([first, second])
    write_tile(second, field.cube, (0, 24, 10, 20))
    np.testing.assert_array_equal(merged([first, second]), field.cube)
    np.save(tmp_path / "second.npy", field.cube[:, 10:])
    with pytest.raises(
        UserError, match="not a raster with a place on the earth: give tiles as Geo"
    ):
        merged([first, tmp_path / "second.npy"])
    place = f"{{UTM, 1, 1, {X + 10 * SIDE}, {Y}, 30, 30, 33, North, WGS-84, units=Meters}}"
    envi = write_envi(tmp_path / "third", field.cube[:, 10:], map_info=place)
    np.testing.assert_array_equal(merged([first, envi]), field.cube)


@pytest.mark.parametrize("what", ["scales", "names of bands", "wavelengths"])
def test_tiles_that_mean_other_things_by_their_bands_are_refused(what, field, tmp_path):
    first = write_tile(tmp_path / "first.tif", field.cube, (0, 24, 0, 10))
    second = write_tile(tmp_path / "second.tif", field.cube, (0, 24, 10, 20))

    def describe(path, number):
        with rasterio.open(path, "r+") as file:
            if what == "scales":
                file.scales = [0.5**number] * 12
            for band in file.indexes:
                if what == "wavelengths":
                    file.update_tags(band, wavelength=str(450 + 10 * band + number))
                elif what == "names of bands":
                    file.set_band_description(band, f"channel {band + number}")

    describe(first, 1)
    describe(second, 5)
    with pytest.raises(UserError, match=f"different {what}: write both with the same {what}"):
        merged([first, second])
    describe(second, 1)
    np.testing.assert_array_equal(merged([first, second]), field.cube)


def test_zero_as_no_data_takes_no_fraction_from_a_tile(field, tmp_path):
    maps = field.abundances.copy()
    maps[..., 0], maps[..., 1] = 0, maps[..., 0] + maps[..., 1]
    cube = write_tile(tmp_path / "cube.tif", field.cube)
    west = write_tile(tmp_path / "west.tif", maps, (0, 24, 0, 10))
    east = write_tile(tmp_path / "east.tif", maps, (0, 24, 10, 20), nodata=0)
    files = {"cube": cube, "abundances_1": west, "abundances_2": east}
    assert imported(files).valid.all()


def test_tiles_of_potsdam_are_a_scene(real_data):
    folder = real_data / "potsdam"
    if not folder.is_dir():
        pytest.skip("the tiles of Potsdam are not in UNMIXING_DATA")
    images, labels = (sorted((folder / name).iterdir()) for name in ("images", "labels"))
    files, options = roles_and_options([*map(str, images), *map(str, labels), "degrade=2"])
    scene = read_own("potsdam", files, options)
    # Of 224 bands, six are called bad.
    assert scene.shape == (96, 80, 218) and scene.n_endmembers == 6
    labelled = np.isfinite(scene.abundances).all(axis=-1)
    mixed = scene.abundances[labelled].max(axis=-1) < 1
    assert labelled.sum() == 1317 and mixed.sum() == 738
    # Pixels that hold 0 in every good band have no spectrum, and one of them lies in such a block.
    assert scene.valid.sum() == 1316
    with rasterio.open(folder / "images" / "enmap_potsdam_tile_64_0.tif") as tile:
        corner = tile.read()[:, :2, :2].mean(axis=(1, 2)) / 10_000
        good = [float(tile.tags(band)["bbl"]) > 0 for band in tile.indexes]
    # The westernmost tile of the northernmost ones.
    np.testing.assert_allclose(scene.cube[0, 0], corner[good], rtol=1e-5)
