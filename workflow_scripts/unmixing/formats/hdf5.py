"""This project's own scene file: what `results/{study}/scenes/` holds, or what you write yourself."""

from pathlib import Path

from unmixing.scene import Scene, read_scene

ROLES = {"scene": True}


def read(files: dict[str, Path]) -> Scene:
    """Read a scene HDF5."""
    return read_scene(files["scene"])
