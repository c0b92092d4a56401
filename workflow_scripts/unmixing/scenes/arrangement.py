"""Which axis of an array is which, and in what order a flattened image counts its pixels.

Programs write images as (height, width, bands), (bands, height, width), (bands, pixels) or
(pixels, bands), and their pixels row by row or column by column. The arrays of a scene tell
about each other; what they leave open is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from learning_curves.errors import UserError
from unmixing.regressors.directions import scale_to_length_one
from unmixing.scenes.cube import spectra_at
from unmixing.scenes.evidence import (
    CLEAREST_ELSEWHERE,
    Evidence,
    LabelledPixels,
    compared,
    telling_pixels,
    unexplained,
)

Order = Literal["row", "column"]
ORDERS: dict[Order, Literal["C", "F"]] = {"row": "C", "column": "F"}
OTHER: dict[Order, Order] = {"row": "column", "column": "row"}
SUM_TOLERANCE = 0.01
# An order is clear if the other is rougher by a tenth: a wrong one of the real scenes is so by far
# more.
CLEARER = 0.9
BANDS_COMPARED = 20
SOME_ROWS = 50


@dataclass(frozen=True)
class Known:
    """What files and the user tell of how arrays lie; None is not told.

    Attributes
    ----------
    size : tuple[int, int] or None
        Height and width.
    order : Order or None
        Of flattened pixels.
    usual : Order
        The order in which such files flatten.
    bands, p : int or None
        Their numbers, as endmembers and wavelengths tell.
    bands_axis : int or None
        The axis of the cube along which its bands lie.
    """

    size: tuple[int, int] | None = None
    order: Order | None = None
    usual: Order = "row"
    bands: int | None = None
    p: int | None = None
    bands_axis: int | None = None


def classes_last(abundances: np.ndarray, p: int | None) -> np.ndarray:
    """Put the axis of the endmembers last: the one along which abundances sum to one.

    Where none does, it is the one of p endmembers if p is known, else the shortest.
    """
    axes = [axis for axis in range(abundances.ndim) if abundances.shape[axis] > 1]
    summing = [axis for axis in axes if sums_to_one(abundances, axis)]
    of_size = [axis for axis in axes if abundances.shape[axis] == p]
    candidates = summing or of_size or [int(np.argmin(abundances.shape))]
    # The last axis first, then the first: how most programs write images.
    best = max(candidates, key=lambda axis: (axis == abundances.ndim - 1, axis == 0))
    return np.moveaxis(abundances, best, -1)


def bands_last(
    cube: np.ndarray, pixels: tuple[int, ...] | None, bands: int | None, axis: int | None = None
) -> list[np.ndarray]:
    """Put the axis of the bands last, in each way that fits: the last axis, the first, the middle.

    Parameters
    ----------
    cube : ndarray
        Three axes, or two of a flattened image.
    pixels : tuple[int, ...] or None
        Axes of the pixels of the maps, one where these are flattened, or None.
    bands : int or None
        Where they are known.
    axis : int or None
        The one of the bands, where the user says it.

    Raises
    ------
    UserError
        If no axis fits.
    """
    _check_axes("cube", cube)
    axes = (2, 0, 1) if cube.ndim == 3 else (1, 0)
    asked = [axis] if axis is not None else axes
    if axis is not None and axis not in axes:
        raise UserError(f"options.bands_axis: the cube has no axis {axis}, but {cube.ndim} axes.")
    images = [image for one in asked if _covers(image := np.moveaxis(cube, one, -1), pixels)]
    if not images:
        raise UserError(
            f"no axes of the cube ({_times(cube.shape)}) have the {_times(pixels or ())} pixels of "
            "the labels: they must cover the same area."
        )
    # Endmembers of another number of bands are refused with both numbers, later.
    return [image for image in images if image.shape[-1] == bands] or images


def told_by_labels(
    images: Sequence[np.ndarray], labels: Callable[[int], LabelledPixels]
) -> int | None:
    """Choose the layout of a cube in which labels explain its spectra.

    Parameters
    ----------
    images : Sequence[ndarray]
        The cube in each layout, (height, width, bands) or (pixels, bands), the usual one first.
    labels : Callable[[int], LabelledPixels]
        The place of a layout -> labelled pixels, counted row by row, and their labels (n, p).

    Returns
    -------
    int or None
        The place of the layout, or None where there are several and labels do not clearly tell.
    """
    if len(images) == 1:
        return 0
    left, p, n = [], 1, 0
    for place, image in enumerate(images):
        pixels, values = labels(place)
        p, n = values.shape[1], len(pixels)
        left.append(unexplained(spectra_at(image, pixels), values))
    best, second = np.argsort(left, kind="stable")[:2]
    is_clear = Evidence(left[second], left[best], n, p, CLEAREST_ELSEWHERE).is_clear
    # Labels at wrong places may fit a wrong layout, in which bands are as rough as pixels.
    smoothest = int(np.argmin([_band_roughness(image) for image in images]))
    return int(best) if is_clear and smoothest == best else None


def _check_axes(what: str, array: np.ndarray) -> None:
    if array.ndim not in (2, 3):
        raise UserError(
            f"{what}: {array.ndim} axes ({_times(array.shape)}), and an image has three, or two "
            "where it is flattened."
        )


def _covers(image: np.ndarray, pixels: tuple[int, ...] | None) -> bool:
    """Say whether an image, or a flattened one, may have the pixels of maps."""
    if pixels is None:
        return True
    shape = image.shape[:-1]
    if len(shape) == len(pixels):
        return shape == pixels
    return int(np.prod(shape)) == int(np.prod(pixels))


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def unflattened(flat: np.ndarray, size: tuple[int, int], order: Order) -> np.ndarray:
    """Make an image of its pixels: (height * width, n) -> (height, width, n)."""
    return flat.reshape(*size, -1, order=ORDERS[order])


def flattened(image: np.ndarray, order: Order) -> np.ndarray:
    """Count the pixels of an image in an order: (height, width, n) -> (height * width, n)."""
    return (image if order == "row" else image.swapaxes(0, 1)).reshape(-1, image.shape[-1])


def clear_order(flat: np.ndarray, size: tuple[int, int]) -> Order | None:
    """Tell the order of pixels by which image is clearly smoother, or None.

    A square image is as smooth in either order, one being the other mirrored.

    Parameters
    ----------
    flat : ndarray
        (pixels, bands).
    """
    if _is_mirrored(size):
        return None
    some = flat[:, :: -(-flat.shape[1] // BANDS_COMPARED)].astype(np.float64)
    return _clearer({order: _roughness(unflattened(some, size, order)) for order in ORDERS})


def order_by_smoothness(flat: np.ndarray, size: tuple[int, int], usual: Order) -> Order:
    """Tell the order of pixels by which image is smooth; for a square one it is the usual order.

    Raises
    ------
    UserError
        If neither is clearly smoother.
    """
    order = clear_order(flat, size)
    if order is None and not _is_mirrored(size):
        raise UserError(
            "it cannot be told whether pixels are counted row by row or column by column, for "
            "neither image is clearly smoother: say which, options: {order: row} or "
            "{order: column}."
        )
    return order or usual


def order_by_fit(cube: np.ndarray, labels: Callable[[Order], np.ndarray], usual: Order) -> Order:
    """Tell the order of flattened pixels by how labels mix the spectra of the same pixels.

    It is the usual order unless the other fits beyond doubt.

    Parameters
    ----------
    cube : ndarray
        (height, width, bands) or (pixels, bands).
    labels : Callable[[Order], ndarray]
        Of its pixels (pixels, p), of the order that they are read in.
    """
    as_usual, otherwise = labels(usual), labels(OTHER[usual])
    pixels, _ = telling_pixels(cube, as_usual)
    directions = scale_to_length_one(spectra_at(cube, pixels))
    (evidence,) = compared(directions, as_usual[pixels], otherwise[None, pixels])
    return OTHER[usual] if evidence.is_clear else usual


def arranged(
    cube: np.ndarray, abundances: np.ndarray, known: Known
) -> tuple[np.ndarray, np.ndarray]:
    """Make both arrays images with their bands and their endmembers last.

    Raises
    ------
    UserError
        If they do not fit each other, or it cannot be told how.
    """
    _check_axes("labels", abundances)
    maps = classes_last(abundances, known.p)
    images = bands_last(cube, maps.shape[:-1], known.bands, known.bands_axis)
    told = told_by_labels(images, lambda place: _labelled(images[place], maps))
    if told is None:
        raise UserError(
            f"the bands of the cube ({_times(cube.shape)}) may lie along {len(images)} axes, and "
            "the labels do not tell along which: say it, options: {bands_axis: 0}, or 1 or 2."
        )
    image = images[told]
    if image.ndim == 3 and maps.ndim == 3:
        return image, maps
    if image.ndim == 3:
        size = image.shape[:2]
        order = known.order or order_by_fit(
            image, lambda order: flattened(unflattened(maps, size, order), "row"), known.usual
        )
        return image, unflattened(maps, size, order)
    if maps.ndim == 3:
        size = maps.shape[:2]
        order = known.order or order_by_fit(
            image, lambda order: flattened(maps, order), known.usual
        )
        return unflattened(image, size, order), maps
    size = _size(known, len(image))
    order = known.order or order_by_smoothness(image, size, known.usual)
    return unflattened(image, size, order), unflattened(maps, size, order)


def images_of(cube: np.ndarray, known: Known) -> list[np.ndarray]:
    """Make a cube an image with its bands last, in each way that fits; no maps tell how it lies.

    Raises
    ------
    UserError
        If it cannot be told.
    """
    images = bands_last(cube, None, known.bands, known.bands_axis)
    if cube.ndim == 3:
        return images
    flat = next((image for image in images if _has_pixels(known, len(image))), images[0])
    size = _size(known, len(flat))
    order = known.order or order_by_smoothness(flat, size, known.usual)
    return [unflattened(flat, size, order)]


def _labelled(image: np.ndarray, maps: np.ndarray) -> LabelledPixels:
    """Choose pixels of maps that lie on an image as they are; none where they do not."""
    if image.shape[:-1] != maps.shape[:-1]:
        return np.zeros(0, int), np.zeros((0, maps.shape[-1]))
    return telling_pixels(image, maps)


def _has_pixels(known: Known, n: int) -> bool:
    """Say whether an image of the known size, or a square one, has so many pixels."""
    return n == (np.prod(known.size) if known.size else round(n**0.5) ** 2)


def _size(known: Known, n_pixels: int) -> tuple[int, int]:
    side = round(n_pixels**0.5)
    height, width = known.size or (side, side)
    if height * width == n_pixels:
        return height, width
    if known.size is None:
        raise UserError(
            f"nothing tells the height and width of an image of {n_pixels} pixels: "
            "add options: {size: [height, width]}."
        )
    raise UserError(
        f"{n_pixels} pixels are not {height} x {width}: correct options: {{size: ...}}."
    )


def _is_mirrored(size: tuple[int, int]) -> bool:
    """Say whether one order makes the mirror image of the other."""
    return size[0] == size[1] or 1 in size


def sums_to_one(abundances: np.ndarray, axis: int) -> bool:
    """Say whether most pixels with labels sum to one along an axis."""
    totals = np.asarray(np.sum(abundances, axis=axis, dtype=np.float64))
    labelled = totals[np.isfinite(totals) & (totals != 0)]
    return labelled.size > 0 and bool(np.median(np.abs(labelled - 1)) < SUM_TOLERANCE)


def _band_roughness(image: np.ndarray) -> float:
    """Mean absolute difference of neighbouring bands over that of neighbouring pixels."""
    some = np.asarray(image[:: -(-len(image) // SOME_ROWS)], np.float64)
    with np.errstate(invalid="ignore"):
        bands = np.nanmean(np.abs(np.diff(some, axis=-1)))
        pixels = np.nanmean(np.abs(np.diff(some, axis=-2)))
    return float(bands / pixels) if pixels > 0 else np.inf


def _roughness(image: np.ndarray) -> float:
    """Mean absolute difference of neighbours."""
    steps = [np.nanmean(np.abs(np.diff(image, axis=axis))) for axis in (0, 1)]
    return float(np.mean(steps))


def _clearer(scores: dict[Order, float]) -> Order | None:
    """Return the order of the clearly smaller score, or None."""
    best, worst = sorted(scores, key=lambda order: scores[order])
    return best if scores[best] < CLEARER * scores[worst] else None
