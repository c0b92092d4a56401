"""Which pixels of an image the coordinates of a table fall into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.table_columns import numbers_of

if TYPE_CHECKING:
    import pandas as pd
    from rasterio.crs import CRS

DEGREES = "EPSG:4326"
LARGEST_DEGREES = (180, 90)
# Names of columns that hold degrees, whatever system the image has.
IN_DEGREES = ("lon", "long", "lng", "longitude")
# A point this near to the border of its pixel, in pixels, may lie in the next.
NEAR_BORDER = 0.1


def _find_system(table: pd.DataFrame, x: str, points: np.ndarray, image: Georeference) -> str:
    """Tell the system of the points (n, 2) of a table, whose first column is called `x`."""
    for name in table.columns:
        if str(name).lower() in ("crs", "epsg", "srid"):
            words = table[name].dropna().unique()
            if len(words) > 1:
                raise UserError(
                    f"the column {name} names several systems: bring all points to one."
                )
            if len(words):
                word = str(words[0]).removesuffix(".0")
                return f"EPSG:{word}" if word.isdigit() else word
    like_degrees = bool((np.abs(points) <= LARGEST_DEGREES).all())
    # Metres of a projection are larger numbers.
    return DEGREES if x.lower() in IN_DEGREES or like_degrees else image.crs


def read_system(crs: str) -> CRS:
    """Read a coordinate reference system as people name it, such as "EPSG:4326".

    Raises
    ------
    UserError
        If it is not known.
    """
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise UserError(
            f"'{crs}' is not a coordinate reference system ({error}): name one, such as "
            "options: {crs: 'EPSG:4326'}."
        ) from None


def pixels_at(
    table: pd.DataFrame,
    columns: tuple[str, str],
    image: Georeference,
    crs: str | None,
    shape: tuple[int, ...],
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Find the pixels that points fall into.

    Parameters
    ----------
    columns : tuple[str, str]
        Names of the columns of x and y.
    crs : str or None
        Their system, as the user or the file says, such as "EPSG:4326" or well-known text.

    Returns
    -------
    inside : ndarray
        (n,) bool, which points lie in the image.
    places : ndarray
        (m, 2) row and column of those.
    notes : list of str
        A sentence on how they were placed, and on those that lie outside or near a border.

    Raises
    ------
    UserError
        If no point lies in the image, or the system is not known.
    """
    x, y = columns
    numbers = numbers_of(table, columns)
    known = np.isfinite(numbers).all(axis=1)
    given = read_system(crs or _find_system(table, x, numbers, image))
    exact = np.full_like(numbers, np.nan)
    exact[known] = places_on_earth(numbers[known], given, image)
    inside = lie_in(exact, shape)
    if not inside.any():
        raise none_inside(
            f"the {len(table):,} points at {x} and {y}", numbers[known], given, image, shape
        )
    fractions = exact[inside] % 1
    near = ((fractions < NEAR_BORDER) | (fractions > 1 - NEAR_BORDER)).any(axis=1)
    notes = [f"{inside.sum():,} points are placed by {x} and {y}, read as {_named(given)}"]
    if not inside.all():
        notes.append(f"{np.sum(~inside):,} of {len(table):,} points lie outside of the image")
    if near.any():
        notes.append(
            f"{near.sum():,} points lie within a tenth of a pixel of its border, and may belong to "
            "the next one"
        )
    return inside, exact[inside].astype(int), notes


def places_on_earth(points: np.ndarray, crs: CRS, image: Georeference) -> np.ndarray:
    """Return rows and columns (n, 2), with fractions, of points (n, 2) of x and y in a system."""
    from rasterio.warp import transform

    x, y = transform(crs, read_system(image.crs), points[:, 0], points[:, 1])
    return image.places_of(np.array(x), np.array(y))


def none_inside(
    what: str, points: np.ndarray, given: CRS, image: Georeference, shape: tuple[int, ...]
) -> UserError:
    """Say that nothing lies in the image, and which other reading of the coordinates does.

    Parameters
    ----------
    what : str
        What the points are of, for the message.
    points : ndarray
        (n, 2) x and y.
    given : CRS
        The system that they were read in.
    image : Georeference
        Of the image.
    shape : tuple[int, ...]
        Height and width of the image.
    """
    exchange = "exchange x and y"
    degrees = f"add options: {{crs: '{DEGREES}'}}"
    remedies = {
        exchange: (points[:, ::-1], given),
        degrees: (points, read_system(DEGREES)),
        f"{exchange} and {degrees}": (points[:, ::-1], read_system(DEGREES)),
    }
    fitting = [
        f"{remedy}, with which some do"
        for remedy, (moved, crs) in remedies.items()
        if not (crs.is_geographic and (np.abs(moved) > LARGEST_DEGREES).any())
        and lie_in(places_on_earth(moved, crs, image), shape).any()
    ]
    usual = (
        "look whether they are of this image, and name their system, such as "
        f"options: {{crs: '{DEGREES}'}}"
    )
    remedy = fitting[0] if fitting else usual
    return UserError(f"none of {what} lies in the image, read as {_named(given)}: {remedy}.")


def _named(crs: CRS) -> str:
    return crs.to_string() if len(crs.to_string()) < 40 else "the image's system"


def lie_in(places: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Say which places (n, 2) lie in an image: (n,) bool."""
    return np.asarray(((places >= 0) & (places < shape[:2])).all(axis=1))


def averaged_by_pixel(
    places: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Average the labels of points that fall into one pixel.

    Parameters
    ----------
    places : ndarray
        (n, 2) row and column.
    values : ndarray
        (n, p) labels.

    Returns
    -------
    places : ndarray
        (m, 2), each once.
    values : ndarray
        (m, p).
    notes : list of str
        A sentence where points share a pixel.
    """
    pixels, which = np.unique(places, axis=0, return_inverse=True)
    if len(pixels) == len(places):
        return places, values, []
    counts = np.bincount(which.ravel())
    sums = np.zeros((len(pixels), values.shape[1]))
    np.add.at(sums, which.ravel(), values)
    shared = int(counts[counts > 1].sum())
    return (
        pixels,
        (sums / counts[:, None]).astype(values.dtype),
        [f"{shared:,} points share a pixel with others, and their labels are averaged"],
    )
