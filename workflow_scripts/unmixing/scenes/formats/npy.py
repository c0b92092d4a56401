"""The reference study's `.npy` files: a cube, its abundances and its endmembers."""

from pathlib import Path

import numpy as np

from unmixing.errors import UserError
from unmixing.scenes.scene import Scene, make_scene
from unmixing.storage import read_array

ROLES = {"cube": True, "abundances": True, "endmembers": False}


def read(files: dict[str, Path], channels_axis: int = -1, names: list[str] | None = None) -> Scene:
    """Read a scene from arrays.

    Parameters
    ----------
    files : paths of `cube` (three axes, the spectral one at `channels_axis`), `abundances`
        ((p, H * W) row-major, or (p, H, W)) and, if known, `endmembers` ((bands, p))
    channels_axis : the spectral axis of the cube (the reference's channels-idx)
    names : of the endmembers
    """
    cube = np.moveaxis(_three_axes(files["cube"]), channels_axis, -1)
    abundances = read_array(files["abundances"])
    height, width = cube.shape[:2]
    if abundances.size != len(abundances) * height * width:
        raise UserError(
            f"{files['abundances']} has shape {abundances.shape}, which does not hold p x "
            f"{height} x {width} abundances for the cube: check it and channels_axis."
        )
    abundances = np.moveaxis(abundances.reshape(-1, height, width), 0, -1)
    return make_scene(
        cube=cube,
        abundances=abundances,
        names=names or [f"endmember {i}" for i in range(abundances.shape[-1])],
        endmembers=read_array(files["endmembers"]) if "endmembers" in files else None,
        source=files["cube"].name,
    )


def _three_axes(path: Path) -> np.ndarray:
    cube = read_array(path)
    if cube.ndim != 3:
        raise UserError(f"{path} has {cube.ndim} axes: a cube has height, width and bands.")
    return cube
