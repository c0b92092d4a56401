"""Feiyun Zhu's `.mat` pairs, as Samson, Jasper Ridge and Urban are distributed.

F. Zhu, "Hyperspectral Unmixing: Ground Truth Labeling, Datasets, Benchmark Performances and
Survey", arXiv:1708.05125 (2017). Flattened arrays are column-major in these files.
"""

import re
from pathlib import Path

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import clear_order, unflattened
from unmixing.scenes.files import matlab
from unmixing.scenes.files.contents import Contents
from unmixing.scenes.scene import Scene, make_scene
from unmixing.scenes.wavelengths import of_sensor

ROLES = {"cube": True, "ground_truth": True}
CUBE_KEYS = ("V", "Y", "im")
ANY_FILES = "Leave out `format`, and files of any layout are read (docs/scenes.md)."


def read(
    files: dict[str, Path],
    window: list[list[int]] | None = None,
    wavelengths: list[float] | None = None,
    removed_channels: list[list[int]] | None = None,
    transposed: bool = False,
) -> Scene:
    """Read a cube (`V` or `Y`, flattened, or `im`, a crop) and its ground truth (`A`, `M`, `cood`).

    Arrays that are not square and clearly smoother row by row are read so: such files are made by
    other programs.

    Parameters
    ----------
    files : dict[str, Path]
        Paths of `cube` and `ground_truth`.
    window : list[list[int]] or None
        [[first row, end row], [first column, end column]] of the ground truth that a cropped cube
        covers.
    wavelengths : list[float] or None
        [first, last, channels] of the sensor, evenly spaced, in micrometres; or one a channel.
    removed_channels : list[list[int]] or None
        [first, last] of each range of the sensor's channels (from 1) that the cube lacks.
    transposed : bool
        Whether rows and columns change places. Pixels are counted row by row, and then count in the
        order of the file.
    """
    content = _content(files["cube"])
    abundances, endmembers, names = read_ground_truth(files["ground_truth"])
    cube = _cube(content)
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
        wavelengths=None if wavelengths is None else of_sensor(wavelengths, removed_channels or []),
        source=f"{files['cube'].name} with {files['ground_truth'].name} (arXiv:1708.05125)",
    )


def read_ground_truth(path: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Read abundances (height, width, p), endmembers (bands, p) and their names.

    The file does not say how the pixels are laid out unless it has `nRow` and `nCol`; without
    them the image is square, as all of these scenes are.
    """
    content = _content(path)
    absent = {"A", "M"} - set(content.arrays)
    if absent:
        raise UserError(
            f"{path} is not a ground truth of Zhu's: it has no {' and no '.join(sorted(absent))}, "
            f"but {content.described()}. {ANY_FILES}"
        )
    maps = content.numbers("A")
    p, n_pixels = maps.shape
    names = [
        re.sub(r"^\d+-", "", name).strip().lower()
        for name in content.texts.get("cood", [f"endmember {i}" for i in range(p)])
    ]
    return _image(maps, _size(content, n_pixels)), content.numbers("M"), names


def _content(path: Path) -> Contents:
    if not matlab.recognises(path):
        raise UserError(f"{path} is not a MATLAB file. {ANY_FILES}")
    return matlab.read(path)


def _cube(content: Contents) -> np.ndarray:
    key = next((key for key in CUBE_KEYS if key in content.arrays), None)
    if key is None:
        raise UserError(
            f"{content.path} has no cube: of the keys {', '.join(CUBE_KEYS)} none is there, but "
            f"{content.described()}. {ANY_FILES}"
        )
    values = content.numbers(key).astype(np.float64)
    if "maxValue" in content.arrays:
        values /= float(content.numbers("maxValue").item())
    return values if values.ndim == 3 else _image(values, _size(content, values.shape[1]))


def _size(content: Contents, n_pixels: int) -> tuple[int, int]:
    side = round(n_pixels**0.5)
    height, width = (
        int(content.numbers(key).item()) if key in content.arrays else side
        for key in ("nRow", "nCol")
    )
    if height * width != n_pixels:
        raise UserError(
            f"{content.path} holds {n_pixels} pixels, which are not {height} x {width}: "
            "it needs nRow and nCol that fit."
        )
    return height, width


def _image(flat: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Make an image (height, width, n) of (n, pixels)."""
    return unflattened(flat.T, size, clear_order(flat.T, size) or "column")
