"""From fine maps to coarse abundances: shares of classes in square blocks of pixels."""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.cube import Cube, read_blocks
from unmixing.scenes.georeference import Georeference

UNLABELLED = 0


def is_class_map(labels: np.ndarray, cube: np.ndarray) -> bool:
    """Say whether labels are a class a pixel of a cube, whichever axis its bands have."""
    sizes = cube.shape if cube.ndim == 2 else [cube.size // n for n in cube.shape]
    return labels.ndim == 2 and labels.size in sizes and _whole(labels)


def one_hot(classes: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Make abundances of a class map.

    Returns
    -------
    abundances : (height, width, classes) float32; NaN where the map is 0 or NaN: unlabelled
    values : of the classes, in their order
    """
    labelled = np.isfinite(classes) & (classes != UNLABELLED)
    values = np.unique(classes[labelled])
    abundances = (classes[..., None] == values).astype(np.float32)
    abundances[~labelled] = np.nan
    return abundances, [int(value) for value in values]


def averaged(image: Cube, factor: int) -> np.ndarray:
    """Average square blocks of pixels; a block with a pixel that is not known is not known.

    Rows and columns that fill no block are left out.

    Parameters
    ----------
    image : Cube
        (height, width, n).

    Raises
    ------
    UserError
        If the image holds no block.
    """
    height, width = image.shape[0] // factor, image.shape[1] // factor
    if not height or not width:
        raise UserError(
            f"degrade: {factor} leaves nothing of {image.shape[0]} x {image.shape[1]} pixels: "
            "give a smaller one."
        )
    averages = np.empty((height, width, image.shape[2]), np.float32)
    for rows, numbers in read_blocks(image, factor):
        whole = slice(rows.start // factor, min(rows.stop // factor, height))
        blocks = numbers[: (whole.stop - whole.start) * factor, : width * factor]
        blocks = blocks.reshape(-1, factor, width, factor, image.shape[2])
        averages[whole] = blocks.mean(axis=(1, 3), dtype=np.float64)
    return averages


def _whole(labels: np.ndarray) -> bool:
    known = labels[np.isfinite(labels)]
    return bool(known.size) and bool(np.all(known == np.round(known)))


def coarser(georeference: Georeference | None, factor: int) -> Georeference | None:
    """Return the place of an image whose square blocks of pixels became one each."""
    if georeference is None:
        return None
    a, b, c, d, e, f = georeference.transform
    transform = (a * factor, b * factor, c, d * factor, e * factor, f)
    return Georeference(transform, georeference.crs)
