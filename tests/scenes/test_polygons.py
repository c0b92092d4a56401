"""Polygons of classes: shares of pixels that several cover, and places that are doubted."""

import json

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import transform
from scene_files import imported

from learning_curves.errors import UserError
from unmixing.scenes.alignment import best_arrangement
from unmixing.scenes.audit import audit

from shared import simulated

SYSTEM, X, Y, SIDE = "EPSG:32633", 380_000.0, 5_820_000.0, 30.0
URN = "urn:ogc:def:crs:{}"


@pytest.fixture(scope="module")
def field():
    return simulated(shape=(48, 40, 20), seed=1, sharpness=6)


@pytest.fixture
def cube(field, tmp_path):
    height, width, bands = field.shape
    size = {"height": height, "width": width, "count": bands, "dtype": "float32"}
    place = {"crs": SYSTEM, "transform": from_origin(X, Y, SIDE, SIDE)}
    with rasterio.open(tmp_path / "cube.tif", "w", driver="GTiff", **size, **place) as file:
        file.write(np.moveaxis(field.cube, -1, 0))
    return tmp_path / "cube.tif"


def ring_of(*places):
    """Return a closed ring of rows and columns, which may have fractions, as metres."""
    return [[X + SIDE * column, Y - SIDE * row] for row, column in (*places, places[0])]


def rectangle(top, left, bottom, right):
    return ring_of((top, left), (top, right), (bottom, right), (bottom, left))


def write_polygons(path, rings, kinds, system="EPSG::32633", **columns):
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"kind": kind, **{name: of[place] for name, of in columns.items()}},
        }
        for place, (ring, kind) in enumerate(zip(rings, kinds, strict=True))
    ]
    crs = {"type": "name", "properties": {"name": URN.format(system)}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": rows}))
    return path


def test_polygons_share_pixels_by_the_area_that_each_covers(cube, tmp_path):
    rings = [
        rectangle(2, 2, 6, 5.5),
        rectangle(2, 5.5, 6, 9),
        rectangle(10, 2, 14, 5.37),
        rectangle(10, 5.37, 14, 9),
        # Two triangles of a square.
        ring_of((20, 2), (20, 6), (24, 2)),
        ring_of((20, 6), (24, 6), (24, 2)),
    ]
    labels = write_polygons(tmp_path / "polygons.geojson", rings, ["roof", "tree"] * 3)
    scene = imported({"cube": cube, "abundances": labels})
    assert scene.valid.sum() == 2 * 4 * 7 + 4 * 4
    np.testing.assert_allclose(scene.abundances[3, 5], [0.5, 0.5], atol=1e-5)
    np.testing.assert_allclose(scene.abundances[11, 5], [0.37, 0.63], atol=1e-5)
    np.testing.assert_allclose(scene.abundances[22, 3], [0.5, 0.5], atol=1e-5)
    np.testing.assert_allclose(scene.abundances[21, 2], [1, 0], atol=1e-5)
    group = scene.layers["group"].values
    # A pixel is of the polygon that covers most of it.
    assert group[11, 5] == 3 and group[11, 4] == 2


def test_polygons_that_lie_on_each_other_label_nothing_there(cube, tmp_path):
    rings = [rectangle(2, 2, 8, 8), rectangle(2, 7.5, 8, 12)]
    labels = write_polygons(tmp_path / "polygons.geojson", rings, ["roof", "tree"])
    scene = imported({"cube": cube, "abundances": labels})
    assert "6 pixels lie in several polygons and are not labelled" in scene.notes
    assert scene.valid.sum() == 6 * 9


def test_slivers_between_polygons_take_no_pixel_away(cube, tmp_path):
    """Rounded vertices leave gaps of some millimetres."""
    rings = [rectangle(2, 2, 8, 7.9999), rectangle(2, 8.0001, 8, 12)]
    labels = write_polygons(tmp_path / "polygons.geojson", rings, ["roof", "tree"])
    scene = imported({"cube": cube, "abundances": labels})
    assert scene.valid.sum() == 6 * 10
    assert not [note for note in scene.notes if "in part" in note]


def drawn(scene, n, side, seed):
    """Draw squares that one endmember prevails in: their corners and which it is."""
    generator = np.random.default_rng(seed)
    taken = np.zeros(scene.shape[:2], bool)
    found = []
    while len(found) < n:
        top, left = (generator.integers(size - side) for size in scene.shape[:2])
        square = slice(top, top + side), slice(left, left + side)
        means = scene.abundances[square].mean(axis=(0, 1))
        if means.max() > 0.6 and not taken[square].any():
            taken[square] = True
            found.append((top, left, int(means.argmax())))
    return found


def maps_of(scene, polygons, side):
    """Return maps of classes and the polygon of each pixel."""
    maps = np.full(scene.abundances.shape, np.nan, np.float32)
    groups = np.full(scene.shape[:2], -1)
    for number, (top, left, kind) in enumerate(polygons):
        maps[top : top + side, left : left + side] = np.eye(maps.shape[-1])[kind]
        groups[top : top + side, left : left + side] = number
    return maps, groups


TURNS = {
    "upside down": lambda image: image[::-1],
    "mirrored left to right": lambda image: image[:, ::-1],
    "transposed": lambda image: image.swapaxes(0, 1),
}


@pytest.mark.parametrize("name", ["samson", "jasper"])
def test_thirty_polygons_tell_that_their_places_are_wrong(name, scenes_of):
    scene = scenes_of("real.yaml")[name]
    for seed in range(3):
        maps, groups = maps_of(scene, drawn(scene, 30, 3, seed), 3)
        assert not best_arrangement(scene.cube, maps, groups).evidence.is_doubtful
        for wrong, turn in TURNS.items():
            best = best_arrangement(scene.cube, turn(maps), turn(groups))
            assert (best.name, best.evidence.is_doubtful) == (wrong, True)


def test_sixty_polygons_upside_down_are_beyond_doubt(scenes_of):
    scene = scenes_of("real.yaml")["samson"]
    maps, groups = maps_of(scene, drawn(scene, 60, 3, 0), 3)
    best = best_arrangement(scene.cube, maps[::-1], groups[::-1])
    assert (best.name, best.evidence.is_clear) == ("upside down", True)


@pytest.mark.parametrize("name", ["samson", "jasper"])
def test_polygons_of_right_places_are_never_refused(name, scenes_of):
    scene = scenes_of("real.yaml")[name]
    for seed in range(3):
        for n, side in ((20, 5), (60, 3), (120, 2)):
            best = best_arrangement(scene.cube, *maps_of(scene, drawn(scene, n, side, seed), side))
            assert best is None or not best.evidence.is_clear


def test_polygons_upside_down_or_shifted_are_doubted(field, cube, tmp_path):
    names = np.array(["a", "b", "c"])
    right = drawn(field, 60, 3, 0)
    kinds = names[[kind for *_, kind in right]].tolist()

    def read(corners):
        rings = [rectangle(top, left, top + 3, left + 3) for top, left in corners]
        labels = write_polygons(tmp_path / "polygons.geojson", rings, kinds)
        return imported({"cube": cube, "abundances": labels})

    def doubts(scene):
        return [doubt for doubt in audit(scene)["warning"] if "fit the cube better" in doubt]

    assert not doubts(read([(top, left) for top, left, _ in right]))
    turned = read([(45 - top, left) for top, left, _ in right])
    assert "better upside down than as they lie" in " ".join(doubts(turned))
    shifted = read([(top + 3, left - 3) for top, left, _ in right])
    assert "better shifted up by 3 and right by 3 than as they lie" in " ".join(doubts(shifted))


def degrees(ring, latitude_first=False):
    points = np.array(transform(SYSTEM, "EPSG:4326", *np.transpose(ring))).T
    return (points[:, ::-1] if latitude_first else points).tolist()


def test_exchanged_coordinates_and_other_systems_are_named_with_a_remedy(cube, tmp_path):
    ring = rectangle(2, 2, 8, 8), rectangle(12, 2, 18, 8)
    path, files = tmp_path / "polygons.geojson", {"cube": cube}
    files["abundances"] = path

    def refusal(rings, system):
        write_polygons(path, rings, ["roof", "tree"], system)
        with pytest.raises(UserError, match="none of the 2 polygons lies in the image") as error:
            imported(files)
        return str(error.value)

    swapped = [np.array(points)[:, ::-1].tolist() for points in ring]
    assert ": exchange x and y, with which some do" in refusal(swapped, "EPSG::32633")
    as_degrees = [degrees(points, latitude_first=True) for points in ring]
    assert ": exchange x and y, with which some do" in refusal(as_degrees, "OGC:1.3:CRS84")
    in_degrees = [degrees(points) for points in ring]
    assert "add options: {crs: 'EPSG:4326'}, with which" in refusal(in_degrees, "EPSG::32633")
    assert imported(files, crs="EPSG:4326").valid.sum() >= 50
    elsewhere = [np.add(points, 50_000).tolist() for points in ring]
    assert "look whether they are of this image" in refusal(elsewhere, "EPSG::32633")


def test_points_with_latitude_first_are_told_to_exchange(field, cube, tmp_path):
    places = np.array([[2.5, 3.5], [20.5, 30.5], [40.5, 7.5]])
    lon, lat = np.array(degrees(ring_of(*places))).T[:, :3]
    labels = tmp_path / "points.csv"
    rows = zip(lon, lat, strict=True)
    text = "\n".join(f"{north},{east},0.25,0.75" for east, north in rows)
    labels.write_text(f"lon,lat,soil,grass\n{text}\n")
    with pytest.raises(UserError, match="none of the 3 points .*: exchange x and y, with which"):
        imported({"cube": cube, "abundances": labels})
    labels.write_text(f"lat,lon,soil,grass\n{text}\n")
    assert imported({"cube": cube, "abundances": labels}).valid.sum() == 3
