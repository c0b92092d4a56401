"""HDF4, which no library of this project reads: what to do about it."""

from pathlib import Path

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, read_start

KIND = "HDF4"
START = b"\x0e\x03\x13\x01"


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, by its first bytes."""
    return read_start(path, len(START)) == START


def read(path: Path) -> Contents:
    """Refuse the file, with the commands that convert it.

    Raises
    ------
    UserError
        Always.
    """
    raise UserError(
        f"{path} is HDF4, which cannot be read: convert it by the GDAL of QGIS, OSGeo4W or your "
        f"system, `gdal_translate {path.name} cube.tif`, and give cube.tif. Where the file has "
        f"several parts, `gdalinfo {path.name}` names them (SUBDATASET_1_NAME=NAME): give "
        "gdal_translate the NAME of one instead of the file's."
    )
