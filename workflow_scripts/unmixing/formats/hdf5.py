"""The scene file of this project, as in `results/{study}/scenes/`, or written by `write_scene`."""

from pathlib import Path

from unmixing.scene import Scene, read_scene

ROLES = {"scene": True}


def read(files: dict[str, Path]) -> Scene:
    """Read a scene HDF5."""
    return read_scene(files["scene"])
