"""Square neighbourhoods of pixels, and the range that normalises their spectra."""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.cube import Cube, gather
from unmixing.scenes.scene import Scene
from unmixing.splits.checks import check_neighbourhood_size
from unmixing.splits.split import Split


def pad_cube(cube: Cube, neighbourhood_size: int) -> np.ndarray:
    """Pad a cube so that every pixel has a whole neighbourhood.

    Padding is zero, and so is a pixel with a NaN or an infinity.

    Parameters
    ----------
    cube : Cube
        (height, width, bands) float32.

    Returns
    -------
    (height + 2 r, width + 2 r, bands) float32, with r = neighbourhood_size // 2
    """
    check_neighbourhood_size(neighbourhood_size)
    radius = neighbourhood_size // 2
    spectra = np.asarray(cube)
    known = np.where(np.isfinite(spectra).all(-1, keepdims=True), spectra, np.float32(0))
    return np.pad(known, ((radius, radius), (radius, radius), (0, 0)))


def locate_patches(indices: np.ndarray, width: int, neighbourhood_size: int) -> np.ndarray:
    """Locate the neighbourhood of each pixel in the flattened padded cube.

    Parameters
    ----------
    indices : ndarray
        (n,) row-major pixel indices of the unpadded scene.
    width : int
        Of the unpadded scene, in pixels.

    Returns
    -------
    (n, k * k) int32, row-major within a neighbourhood
    """
    padded_width = width + neighbourhood_size - 1
    corner = indices // width * padded_width + indices % width
    steps = np.arange(neighbourhood_size)
    offsets = (steps[:, None] * padded_width + steps).ravel()
    return (corner[:, None] + offsets).astype(np.int32)


def extract_patches(cube: Cube, indices: np.ndarray, neighbourhood_size: int) -> np.ndarray:
    """Cut the padded neighbourhoods of pixels out of a cube, reading nothing else of it.

    Returns
    -------
    (n, k, k, bands) float32, the patches of the cube that `pad_cube` pads
    """
    check_neighbourhood_size(neighbourhood_size)
    height, width, _ = cube.shape
    steps = np.arange(neighbourhood_size) - neighbourhood_size // 2
    rows = (indices // width)[:, None, None] + steps[:, None]
    columns = (indices % width)[:, None, None] + steps
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    places = np.broadcast_arrays(np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1))
    patches = gather(cube, *places)
    patches[~(inside & np.isfinite(patches).all(axis=-1))] = 0
    return patches


def find_normalisation_range(
    scene: Scene, split: Split, neighbourhood_size: int
) -> tuple[float, float]:
    """Return the minimum and maximum that scale the spectra of a run.

    They are the scene's own if it has them, else those of the run's training patches.

    Raises
    ------
    UserError
        If all training pixels hold the same value.
    """
    return scene.normalisation_range or find_training_range(
        scene.cube, split.train, neighbourhood_size
    )


def find_training_range(
    cube: Cube, indices: np.ndarray, neighbourhood_size: int
) -> tuple[float, float]:
    """Return the minimum and maximum over the patches of these pixels, padding included.

    Raises
    ------
    UserError
        If all values are equal.
    """
    patches = extract_patches(cube, indices, neighbourhood_size)
    minimum, maximum = float(patches.min()), float(patches.max())
    if minimum == maximum:
        raise UserError(
            f"all training pixels hold the same value ({minimum:g}): they cannot be normalised."
        )
    return minimum, maximum


def normalise(values: np.ndarray, minimum: float, maximum: float) -> np.ndarray:
    """Scale values so that the training range becomes 0 to 1; nothing is clipped."""
    return (values - np.float32(minimum)) / np.float32(maximum - minimum)
