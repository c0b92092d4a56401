"""A scene and split with further training pixels: its image continued below by other images."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.sources.pixels import Pixels
from unmixing.splits.split import Split

# Noise and mixtures have the numbers 1 to 3.
STREAM = 4


def add_pixels(
    scene: Scene,
    split: Split,
    added: Sequence[Pixels],
    keeps_labels: bool,
    neighbourhood_size: int,
    seed: int,
) -> tuple[Scene, Split]:
    """Add training pixels to a run; its test pixels stay the same, in the same order.

    With the scene's own labels, all added pixels train, and the scene's own validation pixels
    validate. Without them, added pixels validate: those that their source says, or the same share
    as of the labels.

    Parameters
    ----------
    added : Sequence[Pixels]
        Images, one below the other, with rows of NaN between them, so that no patch reaches into
        another image.
    keeps_labels : bool
        Whether the labelled pixels of the split train too.
    seed : int
        For the order of the added pixels.

    Returns
    -------
    scene : Scene
        Of which only the image and its abundances make sense.
    split : Split
        With the places of pixels in that image.
    """
    height, width, _ = scene.shape
    images = [list(_with_shares(Pixels(np.asarray(scene.cube), scene.abundances)))]
    images += [[_folded(values, width) for values in _with_shares(image)] for image in added]
    widest = max(cube.shape[1] for cube, *_ in images)
    margin = neighbourhood_size // 2
    cube, abundances, validating = (
        np.concatenate([_padded(values, widest, margin) for values in of_images])
        for of_images in zip(*images, strict=True)
    )
    labelled = np.isfinite(cube).all(-1) & np.isfinite(abundances).all(-1)
    labelled[:height] = False
    generator = np.random.default_rng([seed, STREAM])
    order = generator.permutation(np.flatnonzero(labelled).astype(np.int32))
    train, validation, test = (
        (pixels // width * widest + pixels % width).astype(np.int32)
        for pixels in (split.train, split.validation, split.test)
    )
    if keeps_labels:
        train = np.concatenate([train, order])
    else:
        validates = _choose(validating.ravel()[order], len(validation) / split.n_labelled)
        train, validation = order[~validates], order[validates]
    return (
        dataclasses.replace(scene, cube=cube, abundances=abundances),
        dataclasses.replace(split, train=train, validation=validation, test=test),
    )


def _with_shares(image: Pixels) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cube, abundances and which pixels validate: 1, 0, or NaN where that is drawn."""
    if image.validating is None:
        return image.cube, image.abundances, np.full((*image.cube.shape[:2], 1), np.nan)
    return image.cube, image.abundances, image.validating[..., None].astype(float)


def _choose(validating: np.ndarray, share: float) -> np.ndarray:
    """Choose the pixels that validate: those that say so, and the first of those that do not."""
    validates = validating == 1
    undecided = np.flatnonzero(np.isnan(validating))
    if len(undecided):
        validates[undecided[: max(round(share * len(undecided)), 1)]] = True
    return validates


def _folded(values: np.ndarray, width: int) -> np.ndarray:
    """Fold a line of pixels (n, 1, k), which have no neighbours, into rows of a width."""
    if 1 not in values.shape[:2]:
        return values
    line = values.reshape(-1, values.shape[2])
    missing = ((0, -len(line) % width), (0, 0))
    padded = np.pad(line, missing, constant_values=np.nan)
    return padded.reshape(-1, width, values.shape[2])


def _padded(values: np.ndarray, width: int, margin: int) -> np.ndarray:
    """Pad an image with NaN to a width, and with rows below it."""
    missing = ((0, margin), (0, width - values.shape[1]), (0, 0))
    return np.pad(values, missing, constant_values=np.nan)
