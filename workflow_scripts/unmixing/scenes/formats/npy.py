"""The reference study's `.npy` files: a cube, its abundances and its endmembers."""

from pathlib import Path

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.class_maps import is_class_map
from unmixing.scenes.files import numpy_arrays
from unmixing.scenes.scene import Scene, make_scene

ROLES = {"cube": True, "abundances": True, "endmembers": False}


def read(files: dict[str, Path], channels_axis: int = -1, names: list[str] | None = None) -> Scene:
    """Read a scene from arrays.

    Parameters
    ----------
    files : dict[str, Path]
        Paths of `cube` (three axes, the spectral one at `channels_axis`), `abundances` ((p, H * W)
        row-major, or (p, H, W)) and, if known, `endmembers` ((bands, p)).
    channels_axis : int
        The spectral axis of the cube (the reference's channels-idx).
    names : list[str] or None
        Of the endmembers.
    """
    cube = np.moveaxis(_array(files["cube"], 3, "height, width and bands"), channels_axis, -1)
    height, width = cube.shape[:2]
    abundances = _array(files["abundances"])
    if is_class_map(abundances, cube):
        raise UserError(
            f"{files['abundances']} is a class a pixel, and unmixing needs shares of a pixel: "
            "leave out `format` and add options: {degrade: 4}, which makes one pixel of 4 x 4."
        )
    if abundances.size != len(abundances) * height * width:
        raise UserError(
            f"{files['abundances']} has shape {abundances.shape}, which does not hold p x "
            f"{height} x {width} abundances for the cube: check it and channels_axis, or leave out "
            "`format` and let it be found out."
        )
    abundances = np.moveaxis(abundances.reshape(-1, height, width), 0, -1)
    return make_scene(
        cube=cube,
        abundances=abundances,
        names=names or [f"endmember {i}" for i in range(abundances.shape[-1])],
        endmembers=_array(files["endmembers"]) if "endmembers" in files else None,
        source=files["cube"].name,
    )


def _array(path: Path, axes: int | None = None, which: str = "") -> np.ndarray:
    if not numpy_arrays.recognises(path):
        raise UserError(
            f"{path} is not a NumPy file: leave out `format`, and files of any kind are read "
            "(docs/scenes.md)."
        )
    array = numpy_arrays.read(path).numbers(path.stem)
    if axes is not None and array.ndim != axes:
        raise UserError(f"{path} has {array.ndim} axes: a cube has {which}.")
    return array
