"""Arrays that list some pixels of an image: their spectra, their labels, and a raster of places."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import ORDERS, Order, sums_to_one

# Labels of the list and of the raster are the same if they differ by less: rasters hold percent.
SAME = 0.01


def find_lists(arrays: Mapping[str, Any]) -> tuple[str, str] | None:
    """Name the arrays that list the spectra (n, bands) and the labels (n, p) of pixels, or None.

    The labels are the one that sums to one in most rows.
    """
    listed = {name: array for name, array in arrays.items() if len(array.shape) == 2}
    if len(listed) != 2 or len({array.shape[0] for array in listed.values()}) != 1:
        return None
    labels = [name for name, array in listed.items() if _mostly_sums_to_one(np.asarray(array))]
    if len(labels) != 1:
        return None
    (spectra,) = set(listed) - set(labels)
    return spectra, labels[0]


def put_in_image(
    spectra: np.ndarray, there: np.ndarray, labels: np.ndarray | None, maps: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Put listed spectra at the pixels of a raster that are labelled.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    there : ndarray
        (height, width) bool, n of them true.
    labels : ndarray or None
        (n, p) listed labels, which show the order of the list.
    maps : ndarray
        (height, width, p) fractions of the raster.

    Returns
    -------
    cube : ndarray
        (height, width, bands) float32, NaN where no pixel is listed.
    abundances : ndarray
        (height, width, p) float32: the listed labels, which no raster has rounded, or its own.
    notes : list of str
        A sentence on the order that was taken.

    Raises
    ------
    UserError
        If the labels of list and raster agree in neither order.
    """
    order, apart = _order_of(there, labels, maps)
    if apart > SAME:
        raise UserError(
            f"{len(spectra):,} spectra are listed, and as many pixels of the labels' raster are "
            f"labelled, but the listed labels are not theirs (they differ by up to {apart:.2g}): "
            "the list is in another order, or of another raster."
        )
    places = _places(there, order)
    cube = filled(there.shape, places, spectra)
    abundances = maps.astype(np.float32) if labels is None else filled(there.shape, places, labels)
    words = "row by row" if order == "row" else "column by column"
    note = f"{len(spectra):,} listed spectra are put at the labelled pixels of the raster {words}"
    confirmed = labels is not None
    return cube, abundances, [note if confirmed else f"{note}, which no listed labels confirm"]


def filled(shape: tuple[int, ...], places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Make an image (*shape, n) of values (m, n) at places (m, 2), NaN elsewhere."""
    image = np.full((*shape, values.shape[1]), np.nan, np.float32)
    image[places[:, 0], places[:, 1]] = values
    return image


def _order_of(
    there: np.ndarray, labels: np.ndarray | None, maps: np.ndarray
) -> tuple[Order, float]:
    """Return the order in which listed labels are those of the raster, and how far these differ."""
    if labels is None:
        return "row", 0.0
    apart: dict[Order, float] = {}
    for order in ORDERS:
        places = _places(there, order)
        apart[order] = float(np.nanmax(np.abs(maps[places[:, 0], places[:, 1]] - labels)))
    order = min(apart, key=lambda order: apart[order])
    return order, apart[order]


def _places(there: np.ndarray, order: Order) -> np.ndarray:
    """List the pixels of a mask (n, 2) in an order."""
    return np.argwhere(there) if order == "row" else np.argwhere(there.T)[:, ::-1]


def _mostly_sums_to_one(array: np.ndarray) -> bool:
    return array.dtype.kind == "f" and array.shape[1] > 1 and sums_to_one(array, axis=1)
