"""Where the pixels of a table lie in an image: whether its rows and columns count from 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.alignment import moved
from unmixing.scenes.coordinates import lie_in
from unmixing.scenes.cube import Cube, StoredCube
from unmixing.scenes.table_columns import are_whole, numbers_of

if TYPE_CHECKING:
    import pandas as pd

# Of two readings that lie one pixel apart, the right one leaves 0.44 to 0.81 times as much on
# Samson and Jasper Ridge, with 40 labels or more.
CLEARER, FEWEST = 0.85, 30


def places_in(
    table: pd.DataFrame,
    row: str,
    column: str,
    cube: np.ndarray,
    labels: np.ndarray,
    counted_from: int | None,
    bad_bands: np.ndarray,
) -> tuple[np.ndarray, list[str]]:
    """Return the places of a table's pixels in an image.

    Parameters
    ----------
    table : DataFrame
        A row a pixel.
    row, column : str
        Names of the columns that hold the place.
    cube : ndarray
        (height, width, bands).
    labels : ndarray
        (n, p), NaN where a pixel is not labelled.
    counted_from : int or None
        The number of the first row and column; None finds out whether that is 0 or 1.
    bad_bands : ndarray
        (n,) places of bands whose numbers tell nothing.

    Returns
    -------
    places : ndarray
        (n, 2) int, counted from 0.
    notes : list of str
        A sentence where the table does not show from what it counts.

    Raises
    ------
    UserError
        If a place is not whole, lies outside of the image or is given twice.
    """
    numbers = numbers_of(table, (row, column))
    if not are_whole(numbers):
        raise UserError(f"the columns {row} and {column} must hold whole numbers.")
    _refuse_twice(table, row, column)
    as_written = numbers.astype(int)
    possible = [0, 1] if counted_from is None else [counted_from]
    fitting = [first for first in possible if lie_in(as_written - first, cube.shape).all()]
    if not fitting:
        raise _outside(as_written, row, column, cube, possible[0])
    if len(fitting) == 1:
        return as_written - fitting[0], []
    good = np.setdiff1d(np.arange(cube.shape[2]), bad_bands)
    first, notes = _told_by_spectra(StoredCube(cube, bands=good), as_written, labels)
    return as_written - first, notes


def _told_by_spectra(
    cube: Cube, as_written: np.ndarray, labels: np.ndarray
) -> tuple[int, list[str]]:
    """Tell from what rows and columns count by which reading explains the spectra."""
    known = np.isfinite(labels).all(axis=1)
    shape = cube.shape[:2]
    from_zero, from_one = (
        np.ravel_multi_index((as_written[known] - first).T, shape) for first in (0, 1)
    )
    evidence = moved(cube, from_zero, from_one, labels[known].astype(np.float64))
    if evidence.n_telling >= FEWEST:
        if evidence.ratio < CLEARER:
            return 1, [
                "rows and columns are counted from 1, as the labels fit the spectra best: say so, "
                "options: {counted_from: 1}"
            ]
        if evidence.ratio > 1 / CLEARER:
            return 0, []
    return 0, [
        "nothing tells whether rows and columns are counted from 0 or from 1, and they are taken "
        "from 0: say which, options: {counted_from: 0} or {counted_from: 1}"
    ]


def _outside(
    as_written: np.ndarray, row: str, column: str, cube: np.ndarray, first: int
) -> UserError:
    """Name the first place that lies outside, and what would bring all of them inside."""
    at = as_written[~lie_in(as_written - first, cube.shape)][0]
    remedies = ["correct the table"]
    if lie_in(as_written - (1 - first), cube.shape).all():
        remedies.append(f"add options: {{counted_from: {1 - first}}}")
    if any(lie_in(as_written[:, ::-1] - number, cube.shape).all() for number in (0, 1)):
        remedies.append(f"exchange the columns {row} and {column}, with which all lie inside")
    height, width = cube.shape[:2]
    return UserError(
        f"{row} {at[0]}, {column} {at[1]} lies outside of the image of {height} x {width} pixels, "
        f"counted from {first}: {', or '.join(remedies)}."
    )


def _refuse_twice(table: pd.DataFrame, row: str, column: str) -> None:
    again = table.duplicated([row, column])
    if again.any():
        first = table.loc[again, [row, column]].iloc[0]
        raise UserError(
            f"{row} {first[row]:g}, {column} {first[column]:g} is there twice: keep one of them."
        )
