"""Feiyun Zhu's `.mat` pairs, as Samson, Jasper Ridge and Urban are distributed.

F. Zhu, "Hyperspectral Unmixing: Ground Truth Labeling, Datasets, Benchmark Performances and
Survey", arXiv:1708.05125 (2017). Flattened arrays are column-major in these files.
"""

import re
from pathlib import Path
from typing import Any

import numpy as np
from scipy.io import loadmat

from unmixing.errors import UserError
from unmixing.scenes.scene import Scene, make_scene

ROLES = {"cube": True, "ground_truth": True}
CUBE_KEYS = ("V", "Y", "im")


def read(
    files: dict[str, Path],
    window: list[list[int]] | None = None,
    wavelengths: tuple[float, float, int] | None = None,
    removed_channels: list[list[int]] | None = None,
    transposed: bool = False,
) -> Scene:
    """Read a cube (`V` or `Y`, flattened, or `im`, a crop) and its ground truth (`A`, `M`, `cood`).

    Parameters
    ----------
    files : paths of `cube` and `ground_truth`
    window : [[first row, end row], [first column, end column]] of the ground truth that a cropped
        cube covers
    wavelengths : [first, last, channels] of the sensor, evenly spaced, in micrometres
    removed_channels : [first, last] of each range of the sensor's channels (from 1) that the cube
        lacks
    transposed : whether rows and columns change places. Pixels are counted row by row, and then
        count in the order of the file.
    """
    content = loadmat(files["cube"])
    abundances, endmembers, names = read_ground_truth(files["ground_truth"])
    cube = _cube(content, files["cube"])
    if window is not None:
        (top, bottom), (left, right) = window
        abundances = abundances[top:bottom, left:right]
    if transposed:
        cube, abundances = cube.swapaxes(0, 1), abundances.swapaxes(0, 1)
    return make_scene(
        cube=cube,
        abundances=abundances,
        names=names,
        endmembers=endmembers,
        wavelengths=None
        if wavelengths is None
        else _kept_wavelengths(*wavelengths, removed_channels or []),
        source=f"{files['cube'].name} with {files['ground_truth'].name} (arXiv:1708.05125)",
    )


def _kept_wavelengths(
    first: float, last: float, channels: int, removed: list[list[int]]
) -> np.ndarray:
    kept = np.ones(channels, dtype=bool)
    for start, end in removed:
        kept[start - 1 : end] = False
    return np.linspace(first, last, channels)[kept]


def read_ground_truth(path: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Read abundances (height, width, p), endmembers (bands, p) and their names.

    The file does not say how the pixels are laid out unless it has `nRow` and `nCol`; without
    them the image is square, as all of these scenes are.
    """
    content = loadmat(path)
    absent = {"A", "M"} - set(content)
    if absent:
        raise UserError(f"{path} is no ground truth: it has no {' and no '.join(sorted(absent))}.")
    p, n_pixels = content["A"].shape
    height, width = _image_size(content, n_pixels, path)
    names = [
        re.sub(r"^\d+-", "", str(np.ravel(name)[0])).strip().lower()
        for name in np.ravel(content.get("cood", [f"endmember {i}" for i in range(p)]))
    ]
    return _unflatten(content["A"], height, width), content["M"], names


def _cube(content: dict[str, Any], path: Path) -> np.ndarray:
    key = next((key for key in CUBE_KEYS if key in content), None)
    if key is None:
        raise UserError(f"{path} has no cube: none of the keys {', '.join(CUBE_KEYS)} is there.")
    values = content[key].astype(np.float64)
    if "maxValue" in content:
        values /= float(content["maxValue"].item())
    if values.ndim == 3:
        return values
    return _unflatten(values, *_image_size(content, values.shape[1], path))


def _image_size(content: dict[str, Any], n_pixels: int, path: Path) -> tuple[int, int]:
    side = round(n_pixels**0.5)
    height = int(content["nRow"].item()) if "nRow" in content else side
    width = int(content["nCol"].item()) if "nCol" in content else side
    if height * width != n_pixels:
        raise UserError(
            f"{path} holds {n_pixels} pixels, which are not {height} x {width}: "
            "it needs nRow and nCol that fit."
        )
    return height, width


def _unflatten(array: np.ndarray, height: int, width: int) -> np.ndarray:
    return array.T.reshape((height, width, -1), order="F")
