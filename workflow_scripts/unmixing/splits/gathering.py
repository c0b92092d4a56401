"""The pixels of a run and their neighbours, cut out of an image that is large against them.

What is fed with pixel indices from a whole image is then fed from this small one, in the same way
and with the same numbers.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from unmixing.scenes.cube import SMALL
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import extract_patches
from unmixing.splits.split import Split

# Test pixels of a part are a multiple of it, so that batches are the same in parts.
BATCHES = 1024


def divide_run(
    scene: Scene, split: Split, neighbourhood_size: int
) -> Iterator[tuple[Scene, Split]]:
    """Divide a run into parts that fit into memory: images of its pixels, and splits of these.

    Every part has all training and validation pixels, and some of the test pixels in their order.
    The images are equally large. A scene that is small, or smaller than the patches of the run, is
    its only part as it is.
    """
    if not _is_large(scene, split, neighbourhood_size):
        yield scene, split
        return
    step = max(SMALL // (scene.shape[2] * neighbourhood_size**2) // BATCHES, 1) * BATCHES
    n_tiles = split.n_labelled + min(len(split.test), step)
    for start in range(0, len(split.test), step):
        part = replace(split, test=split.test[start : start + step])
        yield gather_pixels(scene, part, neighbourhood_size, n_tiles)


def gather_pixels(
    scene: Scene, split: Split, neighbourhood_size: int, n_tiles: int
) -> tuple[Scene, Split]:
    """Lay the patches of a run below each other, as an image in which they are patches again.

    Parameters
    ----------
    n_tiles : int
        Patches that the image has room for. It has room for a power of two, so that the networks
        of runs of similar sizes are compiled once.

    Returns
    -------
    scene : Scene
        Of which only the image and its abundances make sense.
    split : Split
        With the places of the same pixels in that image.
    """
    k, bands = neighbourhood_size, scene.shape[2]
    pixels = np.concatenate([split.train, split.validation, split.test])
    patches = extract_patches(scene.cube, pixels, k)
    height = k * 2 ** int(np.ceil(np.log2(n_tiles)))
    cube = np.zeros((height, k, bands), np.float32)
    cube[: k * len(pixels)] = patches.reshape(-1, k, bands)
    # The middle of each patch.
    places = ((np.arange(len(pixels)) * k + k // 2) * k + k // 2).astype(np.int32)
    labels = np.full((height * k, scene.n_endmembers), np.nan, np.float32)
    labels[places] = scene.labels[pixels]
    train, validation, test = np.split(places, [len(split.train), split.n_labelled])
    return (
        replace(scene, cube=cube, abundances=labels.reshape(height, k, -1), layers={}),
        replace(split, train=train, validation=validation, test=test),
    )


def _is_large(scene: Scene, split: Split, neighbourhood_size: int) -> bool:
    """Say whether an image is large, and larger than the labelled patches of a run."""
    height, width, bands = scene.shape
    outweighed = is_outweighed(height * width, split.n_labelled, neighbourhood_size)
    return height * width * bands > SMALL and not outweighed


def is_outweighed(n_pixels: int, n_labelled: int, neighbourhood_size: int) -> bool:
    """Say whether the labelled patches of a run are as many pixels as the image has, or more."""
    return n_labelled * neighbourhood_size**2 >= n_pixels
