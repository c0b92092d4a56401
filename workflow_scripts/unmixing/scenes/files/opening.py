"""Which kind a file is of, told by its first bytes and its ending."""

from pathlib import Path
from types import ModuleType

from learning_curves.errors import UserError
from unmixing.scenes.files import (
    envi,
    hdf4,
    hdf5,
    matlab,
    numpy_arrays,
    rasters,
    spreadsheets,
    tables,
    vectors,
)
from unmixing.scenes.files.contents import Contents

# In this order: MATLAB's newer files are HDF5 too, and any text may be a table.
KINDS: tuple[ModuleType, ...] = (
    matlab,
    numpy_arrays,
    spreadsheets,
    hdf4,
    hdf5,
    rasters,
    envi,
    vectors,
    tables,
)


def contents_of(path: Path) -> Contents:
    """Read what a file holds.

    Raises
    ------
    UserError
        If it is missing, empty, of no known kind, or broken.
    """
    if not path.is_file():
        what = "a folder" if path.is_dir() else "not there"
        raise UserError(f"{path} is {what}: name a file.")
    if not path.stat().st_size:
        raise UserError(f"{path} is empty: copy it again.")
    for kind in KINDS:
        if kind.recognises(path):
            return kind.read(path)
    raise UserError(
        f"{path} is not a file that can be read: MATLAB (.mat), NumPy (.npy, .npz), ENVI (.hdr), "
        "TIFF and JPEG 2000, HDF5, NetCDF, CSV, Excel (.xlsx), GeoJSON, GeoPackage and shapefiles "
        "can."
    )
