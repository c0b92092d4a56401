"""Where the images of a NetCDF lie on the earth: coordinates of their rows and columns."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from unmixing.scenes.files.contents import last_word
from unmixing.scenes.files.rasters import opened
from unmixing.scenes.georeference import Georeference

NORTHWARDS = ("y", "northing", "lat", "latitude")
EASTWARDS = ("x", "easting", "lon", "longitude")
# In pixels: coordinates that miss even steps by more are no grid.
UNEVEN = 0.1


def find_grid(path: Path, arrays: Mapping[str, Any]) -> tuple[Georeference | None, int | None]:
    """Find the place of the images of a file, and the axis of their bands.

    Rows are counted as in the file, from the south too.

    Returns
    -------
    place : Georeference or None
        None where the file has no evenly spaced coordinates in a known system.
    axis : int or None
        None where there is none, or more than one axis besides rows and columns.
    """
    y, x = (_coordinates(arrays, names) for names in (NORTHWARDS, EASTWARDS))
    crs = None if y is None or x is None else _system(path)
    if y is None or x is None or crs is None:
        return None, None
    across, down = x[1] - x[0], y[1] - y[0]
    transform = (across, 0.0, x[0] - across / 2, 0.0, down, y[0] - down / 2)
    shapes = {tuple(array.shape) for array in arrays.values() if len(array.shape) == 3}
    axes = {
        axis
        for shape in shapes
        for axis in range(3)
        if shape[:axis] + shape[axis + 1 :] == (len(y), len(x))
    }
    return Georeference(tuple(map(float, transform)), crs), axes.pop() if len(axes) == 1 else None


def _coordinates(arrays: Mapping[str, Any], names: tuple[str, ...]) -> np.ndarray | None:
    """Return the coordinates of pixels along an axis, if they are evenly spaced."""
    found = [name for name in arrays if last_word(name).lower() in names]
    if len(found) != 1:
        return None
    values = np.asarray(arrays[found[0]])
    if values.ndim != 1 or len(values) < 2 or values.dtype.kind not in "iuf":
        return None
    # Of ends alone, because steps between numbers of 24 bits are rounded.
    even = np.linspace(float(values[0]), float(values[-1]), len(values))
    return even if np.abs(values - even).max() < UNEVEN * abs(even[1] - even[0]) else None


def _system(path: Path) -> str | None:
    """Return the system of the coordinates, as GDAL reads it, or None."""
    from rasterio.errors import RasterioError

    try:
        with opened(path) as file:
            images = [str(path), *file.subdatasets]
        for image in images:
            with opened(image) as file:
                if file.crs is not None:
                    return str(file.crs.to_wkt())
    except RasterioError:
        return None
    return None
