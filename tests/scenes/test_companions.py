"""Files that belong to a named one are known, and a change of theirs is seen."""

import json

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin
from scene_files import braces, write_envi

from unmixing.scenes.files.companions import find_companions
from unmixing.scenes.scene import read_scene

from project import copy_project, count_planned, snakemake, write_study
from shared import simulated

X, Y, SIDE = 380_000.0, 5_820_000.0, 30.0


@pytest.fixture(scope="module")
def field():
    return simulated(shape=(24, 20, 16), seed=1, sharpness=3)


def write_cube(path, field, left=0, right=20):
    size = {"height": 24, "width": right - left, "count": 16, "dtype": "float32"}
    place = {"crs": "EPSG:32633", "transform": from_origin(X + SIDE * left, Y, SIDE, SIDE)}
    with rasterio.open(path, "w", driver="GTiff", **size, **place) as file:
        file.write(np.moveaxis(field.cube[:, left:right], -1, 0))
    return path


def write_shapes(path):
    """Write twelve squares of two classes."""
    corners = [(2 + 5 * (place // 3), 1 + 6 * (place % 3)) for place in range(12)]
    shapes = [
        shapely.box(X + SIDE * left, Y - SIDE * (top + 4), X + SIDE * (left + 4), Y - SIDE * top)
        for top, left in corners
    ]
    kinds = np.array(["soil", "grass"] * 6, dtype=object)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        [kinds],
        ["kind"],
        geometry_type="Polygon",
        crs="EPSG:32633",
        driver="ESRI Shapefile",
    )
    return path


def names_of(path):
    return {file.name for file in find_companions(path)}


def test_the_parts_of_a_shapefile_belong_to_it(tmp_path):
    path = write_shapes(tmp_path / "plots.shp")
    (tmp_path / "plots.csv").write_text("something else")
    assert names_of(path) == {"plots.dbf", "plots.shx", "plots.prj", "plots.cpg"}


def test_a_pair_of_envi_and_its_classes_belong_together(field, tmp_path):
    header = write_envi(tmp_path / "library", field.cube[:, :1], spectra_names=braces("ab"))
    (tmp_path / "library.csv").write_text("name,class\n")
    (tmp_path / "library.img.aux.xml").write_text("<PAMDataset/>")
    shared = {"library.csv", "library.img.aux.xml"}
    assert names_of(header) == {"library.img", *shared}
    assert names_of(tmp_path / "library.img") == {"library.hdr", *shared}


def test_what_gdal_keeps_next_to_a_raster_and_tiles_in_a_list_belong_to_it(field, tmp_path):
    cube = write_cube(tmp_path / "cube.tif", field)
    assert names_of(cube) == set()
    (tmp_path / "cube.tif.aux.xml").write_text("<PAMDataset/>")
    assert names_of(cube) == {"cube.tif.aux.xml"}
    source = '<SimpleSource><SourceFilename relativeToVRT="1">cube.tif</SourceFilename>'
    band = f'<VRTRasterBand band="1">{source}</SimpleSource></VRTRasterBand>'
    (tmp_path / "cube.vrt").write_text(f"<VRTDataset>{band}</VRTDataset>")
    assert names_of(tmp_path / "cube.vrt") == {"cube.tif"}
    (tmp_path / "cube.vrt").write_text("<VRTDataset>cut sho")
    assert names_of(tmp_path / "cube.vrt") == names_of(tmp_path / "missing.tif") == set()


@pytest.mark.slow
def test_a_change_of_a_companion_imports_the_scene_again(field, tmp_path_factory):
    project = copy_project(tmp_path_factory.mktemp("companions"))
    data = project / "data"
    data.mkdir()
    write_cube(data / "west.tif", field, right=12)
    write_cube(data / "east.tif", field, left=12)
    write_shapes(data / "plots.shp")
    (data / "east.tif.aux.xml").write_text("<PAMDataset/>")
    spectra = field.endmembers.T[:2, :, None].astype(np.float32)
    write_envi(data / "library", spectra, spectra_names=braces(["first", "second"]))
    (data / "library.csv").write_text("name,class\nfirst,soil\nsecond,grass\n")
    paths = {
        "cube_1": "west.tif",
        "cube_2": "east.tif",
        "abundances": "plots.shp",
        "library": "library.hdr",
    }
    files = {role: {"path": path} for role, path in paths.items()}
    study = {
        "study": "small",
        "scenes": {"own": {"files": files}},
        "models": {"mean_abundance": {}},
        "train_sizes": [20],
        "test_size": 40,
        "seeds": [0],
    }
    write_study(project, json.loads(json.dumps(study)))
    target = "results/small/scenes/own.h5"
    run = snakemake(project, "--cores", "1", target, data=data)
    assert run.returncode == 0, run.stdout + run.stderr
    scene = read_scene(project / target)
    assert scene.shape == field.shape and scene.library_classes == ("soil", "grass")
    assert count_planned(project, target, data=data) == {}
    for name in ("plots.dbf", "library.csv", "library.img", "east.tif.aux.xml", "east.tif"):
        before = (data / name).read_bytes()
        (data / name).write_bytes(before + b" ")
        assert count_planned(project, target, data=data) == {"import_scene": 1}, name
        (data / name).write_bytes(before)
        assert count_planned(project, target, data=data) == {}, name
