"""From pixel indices to square neighbourhoods of spectra, and the range that normalises them."""

import numpy as np

from unmixing.errors import UserError


def check_neighbourhood_size(size: int) -> None:
    """Refuse a neighbourhood that has no centre pixel.

    Raises
    ------
    UserError
        If the size is even or below one.
    """
    if size < 1 or size % 2 == 0:
        raise UserError(
            f"neighbourhood size {size} has no centre pixel: use an odd one, such as {size + 1}."
        )


def pad_cube(cube: np.ndarray, neighbourhood_size: int) -> np.ndarray:
    """Pad a cube so that every pixel has a whole neighbourhood.

    Padding is zero, and so is a pixel with a NaN or an infinity: what is not known is not there.

    Parameters
    ----------
    cube : (height, width, bands) float32

    Returns
    -------
    (height + 2 r, width + 2 r, bands) float32, with r = neighbourhood_size // 2
    """
    check_neighbourhood_size(neighbourhood_size)
    radius = neighbourhood_size // 2
    known = np.where(np.isfinite(cube).all(-1, keepdims=True), cube, np.float32(0))
    return np.pad(known, ((radius, radius), (radius, radius), (0, 0)))


def patch_indices(indices: np.ndarray, width: int, neighbourhood_size: int) -> np.ndarray:
    """Locate the neighbourhood of each pixel in the flattened padded cube.

    Parameters
    ----------
    indices : (n,) row-major pixel indices of the unpadded scene
    width : of the unpadded scene, in pixels

    Returns
    -------
    (n, k * k) int32, row-major within a neighbourhood
    """
    padded_width = width + neighbourhood_size - 1
    corner = indices // width * padded_width + indices % width
    steps = np.arange(neighbourhood_size)
    offsets = (steps[:, None] * padded_width + steps).ravel()
    return (corner[:, None] + offsets).astype(np.int32)


def extract_patches(cube: np.ndarray, indices: np.ndarray, neighbourhood_size: int) -> np.ndarray:
    """Cut the neighbourhoods of pixels out of a cube.

    Returns
    -------
    (n, k, k, bands) float32
    """
    padded = pad_cube(cube, neighbourhood_size)
    bands = cube.shape[2]
    where = patch_indices(indices, cube.shape[1], neighbourhood_size)
    patches = padded.reshape(-1, bands)[where]
    return patches.reshape(-1, neighbourhood_size, neighbourhood_size, bands)


def training_range(
    padded: np.ndarray, indices: np.ndarray, neighbourhood_size: int
) -> tuple[float, float]:
    """Return the minimum and maximum over the patches of these pixels, padding included.

    Raises
    ------
    UserError
        If all values are equal, so that nothing can be normalised.
    """
    width = padded.shape[1] - neighbourhood_size + 1
    touched = np.unique(patch_indices(indices, width, neighbourhood_size))
    values = padded.reshape(-1, padded.shape[2])[touched]
    minimum, maximum = float(values.min()), float(values.max())
    if minimum == maximum:
        raise UserError(
            f"all training pixels hold the same value ({minimum:g}): they cannot be normalised."
        )
    return minimum, maximum


def normalise(values: np.ndarray, minimum: float, maximum: float) -> np.ndarray:
    """Scale values so that the training range becomes 0 to 1; nothing is clipped."""
    return (values - np.float32(minimum)) / np.float32(maximum - minimum)
