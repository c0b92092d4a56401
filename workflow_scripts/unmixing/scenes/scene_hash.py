"""The digest of a scene's arrays, read from its file without them."""

from pathlib import Path

from unmixing.storage import read_hdf5


def read_scene_hash(path: str | Path) -> str:
    """Read the digest of a scene's arrays from its file."""
    with read_hdf5(path) as file:
        return str(file.attrs["hash"])
