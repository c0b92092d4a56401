"""NetCDF keeps its place on the earth, and HDF4 is refused with what to do."""

import h5py
import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import from_origin
from scene_files import imported
from scipy.io import netcdf_file

from learning_curves.errors import UserError
from unmixing.scenes.files.opening import contents_of

from shared import simulated

X, Y, SIDE = 380_000.0, 5_820_000.0, 30.0
SYSTEM = rasterio.crs.CRS.from_epsg(32633).to_wkt()
ATTRIBUTES = {"grid_mapping_name": "transverse_mercator", "crs_wkt": SYSTEM}


@pytest.fixture(scope="module")
def field():
    return simulated(shape=(24, 20, 12), seed=1, sharpness=3)


def coordinates(from_south):
    northings = Y - SIDE * (np.arange(24) + 0.5)
    return {
        "y": northings[::-1] if from_south else northings,
        "x": X + SIDE * (np.arange(20) + 0.5),
    }


def newer(path, cube, from_south):
    with h5py.File(path, "w") as file:
        for name, values in coordinates(from_south).items():
            file[name] = values
            file[name].attrs["standard_name"] = f"projection_{name}_coordinate"
            file[name].make_scale(name)
        file["band"] = np.arange(12.0)
        file["band"].make_scale("band")
        file["crs"] = np.int32(0)
        file["crs"].attrs.update(ATTRIBUTES)
        file["reflectance"] = cube
        file["reflectance"].attrs["grid_mapping"] = "crs"
        for axis, name in enumerate(("band", "y", "x")):
            file["reflectance"].dims[axis].attach_scale(file[name])


def classic(path, cube, from_south):
    with netcdf_file(path, "w") as file:
        for name, size in zip(("band", "y", "x"), cube.shape, strict=True):
            file.createDimension(name, size)
        for name, values in coordinates(from_south).items():
            variable = file.createVariable(name, "f8", (name,))
            variable[:] = values
            variable.standard_name = f"projection_{name}_coordinate"
        system = file.createVariable("crs", "i4", ())
        system.grid_mapping_name, system.crs_wkt = ATTRIBUTES.values()
        for name in ("reflectance", "uncertainty"):
            image = file.createVariable(name, "f4", ("band", "y", "x"))
            image[:] = cube
            image.grid_mapping = "crs"


@pytest.mark.parametrize("write", [newer, classic])
@pytest.mark.parametrize("from_south", [False, True])
def test_points_find_their_pixels_in_a_netcdf(write, from_south, field, tmp_path):
    cube = np.moveaxis(field.cube, -1, 0)
    write(tmp_path / "cube.nc", cube[:, ::-1] if from_south else cube, from_south)
    pixels = np.random.default_rng(0).permutation(24 * 20)[:60]
    rows, columns = np.unravel_index(pixels, (24, 20))
    table = pd.DataFrame(field.labels[pixels], columns=["road", "soil", "tree"])
    table["easting"], table["northing"] = X + SIDE * (columns + 0.5), Y - SIDE * (rows + 0.5)
    table.to_csv(tmp_path / "points.csv", index=False)
    scene = imported(
        {"cube": tmp_path / "cube.nc", "abundances": tmp_path / "points.csv"},
        keys={"cube": "reflectance"},
    )
    assert scene.shape == field.shape
    rows = 23 - rows if from_south else rows
    assert scene.valid.sum() == 60
    np.testing.assert_allclose(scene.abundances[rows, columns], field.labels[pixels], atol=1e-6)
    np.testing.assert_array_equal(scene.cube[rows, columns], field.cube.reshape(-1, 12)[pixels])


def test_hdf4_is_refused_with_the_commands_that_convert_it(field, tmp_path):
    path = tmp_path / "cube.hdf"
    path.write_bytes(b"\x0e\x03\x13\x01" + bytes(100))
    np.save(tmp_path / "labels.npy", field.abundances)
    with pytest.raises(UserError, match=r"cube.hdf is HDF4.*`gdal_translate cube.hdf cube.tif`"):
        imported({"cube": path, "abundances": tmp_path / "labels.npy"})
    # What gdal_translate writes.
    size = {"height": 24, "width": 20, "count": 12, "dtype": "float32"}
    place = {"crs": "EPSG:32633", "transform": from_origin(X, Y, SIDE, SIDE)}
    with rasterio.open(tmp_path / "cube.tif", "w", driver="GTiff", **size, **place) as file:
        file.write(np.moveaxis(field.cube, -1, 0))
    files = {"cube": tmp_path / "cube.tif", "abundances": tmp_path / "labels.npy"}
    assert imported(files).valid.all()


@pytest.mark.parametrize("wrong", ["uneven", "unknown"])
def test_coordinates_that_are_no_grid_tell_no_place(wrong, field, tmp_path):
    """As of a swath, or of a file that names no system."""
    path = tmp_path / "cube.nc"
    newer(path, np.moveaxis(field.cube, -1, 0), from_south=False)
    with h5py.File(path, "r+") as file:
        if wrong == "uneven":
            file["x"][10:] += 45
        else:
            del file["crs"], file["reflectance"].attrs["grid_mapping"]
    assert contents_of(path).georeference is None
