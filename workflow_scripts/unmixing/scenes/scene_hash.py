"""The digest of a scene's arrays, read from its file without them."""

from pathlib import Path

from unmixing.storage import hdf5_to_read


def read_scene_hash(path: str | Path) -> str:
    """Read the digest of a scene's arrays from its file."""
    with hdf5_to_read(path) as file:
        return str(file.attrs["hash"])
