"""Numbers that stand for no value: an invalid spectrum becomes NaN, and then is nowhere."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from unmixing.scenes.cube import Cube, StoredCube, look_through

# What sensors and programs write where nothing was measured.
FILLS = (-9999.0, -999.0, -32768.0, -32767.0, 65535.0)
LARGEST = 1e15


class NoData(NamedTuple):
    """Where a cube holds no value.

    Attributes
    ----------
    spectra : ndarray
        (height, width) bool, pixels without a spectrum.
    bands : ndarray
        (bands,) bool, bands without a number in any other pixel.
    notes : list of str
        A sentence on each number that stands for no value.
    """

    spectra: np.ndarray
    bands: np.ndarray
    notes: list[str]


class Absence(NamedTuple):
    """A number that stands for no value, and which values of a block are it."""

    what: str
    in_all: bool
    is_in: Callable[[np.ndarray], np.ndarray]


def without_no_data(
    cube: np.ndarray, declared: float | None = None
) -> tuple[np.ndarray, list[str]]:
    """Make spectra NaN that hold a number which stands for no value, as `find_no_data` finds them.

    Parameters
    ----------
    cube : ndarray
        (height, width, bands).

    Returns
    -------
    cube : the same array where nothing was found, else a copy of float32
    notes : a sentence on each number found
    """
    if cube.ndim != 3:
        return cube, []
    spectra, bands, notes = find_no_data(cube, declared)
    if not spectra.any() and not bands.any():
        return cube, notes
    return np.asarray(StoredCube(cube, without=spectra, empty=bands)), notes


def find_no_data(
    cube: np.ndarray,
    declared: float | None = None,
    every: int = 1,
    bad_bands: np.ndarray | None = None,
) -> NoData:
    """Find the spectra that hold a number which stands for no value.

    One band is enough, of a declared number as of those that are known to stand for none. Zero is
    a measurement in a band and no value in all of them. A band that holds no value anywhere
    invalidates no spectrum.

    Parameters
    ----------
    cube : ndarray
        (height, width, bands).
    every : int
        Of so many blocks of rows one is looked at.
    bad_bands : ndarray or None
        (bands,) bool, bands whose numbers tell nothing, and which count as without any; None has
        none.
    """
    bad = np.zeros(cube.shape[2], bool) if bad_bands is None else bad_bands
    found = NoData(np.zeros(cube.shape[:2], bool), bad.copy(), [])
    absences = list(_list_absences(cube.dtype, declared))
    # As between tiles.
    unknown = np.zeros(cube.shape[:2], bool)
    occurs: list[list[bool]] = [[] for _ in absences]
    for rows, numbers in look_through(cube, every):
        if cube.dtype.kind == "f":
            unknown[rows] = (np.isnan(numbers) | bad).all(axis=-1)
        for of_number, absence in zip(occurs, absences, strict=True):
            of_number.append(bool(absence.is_in(numbers).any()))
    # Most numbers are nowhere, and most cubes are read no further.
    for of_number, absence in zip(occurs, absences, strict=True):
        if any(of_number):
            _mark(cube, absence, unknown, found, every)
    return found


def empty_bands(cube: Cube) -> np.ndarray:
    """Say which bands hold no number in any pixel that has one in another band: (bands,) bool."""
    measured, holds = False, np.zeros(cube.shape[-1], bool)
    if isinstance(cube, StoredCube) and cube.is_finite:
        return holds
    for _, numbers in look_through(cube):
        finite = np.isfinite(numbers)
        measured = measured or bool(finite.any())
        holds |= finite.any(axis=(0, 1))
    return ~holds if measured else holds


def _list_absences(dtype: np.dtype, declared: float | None) -> Iterator[Absence]:
    """List what may stand for no value in an array of a type."""
    numbers = (*(() if declared is None else (declared,)), *FILLS, 0.0)
    for number in dict.fromkeys(numbers):
        if dtype.kind in "iu":
            limits = np.iinfo(dtype)
            if not float(number).is_integer() or not limits.min <= number <= limits.max:
                continue
        yield Absence(f"{number:g}", number == 0, np.asarray(number).astype(dtype).__eq__)
    if dtype.kind == "f":
        yield Absence(
            f"{LARGEST:g} or more", False, lambda block: (block >= LARGEST) | (block <= -LARGEST)
        )


def _mark(
    cube: np.ndarray, absence: Absence, unknown: np.ndarray, found: NoData, every: int
) -> None:
    """Mark spectra with an absent value (or with no other), and bands with no other.

    Pixels that are `unknown` (height, width) are without any number.
    """
    spectra, bands, notes = found
    before = bands.copy()
    # Pixels without another value, those with the number in some band, and bands without another.
    empty, some = np.zeros_like(spectra), np.zeros_like(spectra)
    without, any_others = ~before, False
    for rows, numbers in look_through(cube, every):
        absent = absence.is_in(numbers)
        # Bands without numbers do not count.
        empty[rows] = (absent | before if before.any() else absent).all(axis=-1)
        some[rows] = (absent & ~before if before.any() else absent).any(axis=-1)
        others = ~(empty[rows] | unknown[rows])
        if others.any():
            any_others = True
            without &= absent[others].all(axis=0)
    marked = empty
    if absence.in_all or not any_others:
        without[:] = False
    elif without.any():
        for rows, numbers in look_through(cube, every):
            marked[rows] |= (absence.is_in(numbers) & ~(without | before)).any(axis=-1)
    else:
        marked = empty | some
    if marked.any():
        where = "every band" if absence.in_all else "a band"
        notes.append(
            f"{marked.sum()} pixels hold {absence.what} in {where}, which stands for no data"
        )
    spectra |= marked
    bands |= without
