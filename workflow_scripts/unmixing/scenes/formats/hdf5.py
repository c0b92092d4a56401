"""The scene file of this project, as in `results/{study}/scenes/`, or written by `write_scene`."""

from pathlib import Path

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene, read_scene
from unmixing.storage import FORMAT_VERSION, READ_VERSIONS, open_hdf5

ROLES = {"scene": True}


def read(files: dict[str, Path]) -> Scene:
    """Read a scene HDF5.

    Raises
    ------
    UserError
        If the file is none.
    """
    path = files["scene"]
    try:
        with open_hdf5(path) as file:
            version = file.attrs.get("format_version")
    except OSError:
        version = None
    if version not in READ_VERSIONS:
        raise UserError(
            f"{path} is not a scene file of this project (format_version {FORMAT_VERSION}): write "
            "one with `write_scene`, or leave out `format`, and files of any kind are read "
            "(docs/scenes.md)."
        )
    return read_scene(path)
