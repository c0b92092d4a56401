"""The cube of a scene: float32 of the pixels that are asked for, however its numbers are stored.

An array is a cube. So are numbers of another type, or too many for the memory, that lie in a file:
they are scaled when they are read. What needs all pixels asks for blocks of rows.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from unmixing.storage import find_map, release_pages

# Attribute of a stored cube: what its numbers are divided by.
SCALE = "divided_by"
# Numbers in memory at once, as float32: 32 MiB.
AT_ONCE = 2**23
# Pixels of a mapped file that are read before pages are let go: 64 KiB or so each.
PIXELS_AT_ONCE = 2**10
# A cube of so many numbers (64 MiB as float32) is scaled once, and not whenever it is used.
SMALL = 2**24


class Cube(Protocol):
    """Spectra of the pixels of an image, (height, width, bands), by index of the pixels."""

    @property
    def shape(self) -> tuple[Any, ...]:
        """Height, width and number of bands."""

    @property
    def ndim(self) -> int:
        """Number of axes."""

    def __getitem__(self, pixels: Any, /) -> Any:
        """Return the spectra of pixels, given as NumPy takes rows and columns."""

    def __array__(self) -> np.ndarray:
        """Return all spectra."""


@dataclass(frozen=True)
class StoredCube:
    """Numbers as they are stored, which are cut out and scaled when pixels are asked for.

    Attributes
    ----------
    stored : ndarray
        (height, width, n) of any type of numbers, such as a map of a file into memory.
    divided_by : float
        What they are divided by, in float32.
    without : ndarray or None
        (height, width) bool, pixels without a spectrum, which are NaN; None has none.
    empty : ndarray or None
        (n,) bool, bands that hold no number, which are NaN; None has none.
    bands : ndarray or None
        (bands,) places of the bands that are used; None uses all.
    every : int
        Of so many blocks of rows one is looked at, by what only looks a cube through.
    """

    stored: np.ndarray
    divided_by: float = 1.0
    without: np.ndarray | None = None
    empty: np.ndarray | None = None
    bands: np.ndarray | None = None
    every: int = 1

    @property
    def shape(self) -> tuple[int, ...]:
        """Height, width and number of bands."""
        count = self.stored.shape[2] if self.bands is None else len(self.bands)
        return *self.stored.shape[:2], count

    @property
    def ndim(self) -> int:
        """Number of axes: three."""
        return self.stored.ndim

    @property
    def is_short(self) -> bool:
        """Whether its numbers are whole and take less room than float32."""
        return self.stored.dtype.kind in "iu" and self.stored.dtype.itemsize <= 2

    @property
    def is_finite(self) -> bool:
        """Whether every number of a pixel with a spectrum is finite."""
        return self.stored.dtype.kind in "iu" and not self._empty.any()

    @property
    def _empty(self) -> np.ndarray:
        """Say which of the bands that are used hold no number: (bands,) bool."""
        if self.empty is None:
            return np.zeros(self.shape[2], bool)
        return self.empty if self.bands is None else self.empty[self.bands]

    def cut(self, pixels: Any) -> np.ndarray:
        """Return numbers of pixels as they are stored, those of pixels without a spectrum too."""
        numbers = self.stored[pixels]
        return numbers if self.bands is None else numbers[..., self.bands]

    def __getitem__(self, pixels: Any) -> np.ndarray:
        """Return the spectra of pixels in float32."""
        spectra = self.cut(pixels).astype(np.float32, order="C")
        if self.without is not None:
            spectra[self.without[pixels]] = np.nan
        if self.empty is not None:
            spectra[..., self._empty] = np.nan
        if self.divided_by != 1:
            spectra /= np.float32(self.divided_by)
        return spectra

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """Return all spectra, float32 unless another type is asked for."""
        whole = np.empty(self.shape, dtype or np.float32)
        for rows, spectra in read_blocks(self):
            whole[rows] = spectra
        return whole


def read_blocks(cube: Cube, rows_at_once: int = 1) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield the rows of a cube a few at a time, and the numbers in them.

    Parameters
    ----------
    rows_at_once : int
        What the number of rows is a multiple of, except in the last block.
    """
    for rows in divide_rows(cube, rows_at_once):
        yield rows, cube[rows]


def look_through(cube: Cube, every: int | None = None) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield blocks of rows of a cube as `read_blocks`, or one of so many.

    Parameters
    ----------
    every : int or None
        Of so many blocks one; None takes what the cube says.
    """
    step = every or (cube.every if isinstance(cube, StoredCube) else 1)
    for number, rows in enumerate(divide_rows(cube)):
        if number % step == 0:
            yield rows, cube[rows]


def divide_rows(cube: Cube, rows_at_once: int = 1) -> Iterator[slice]:
    """Divide the rows of a cube into blocks, and let go of each when the next is asked for."""
    height, *others = cube.shape
    step = max(AT_ONCE // max(math.prod(others), 1) // rows_at_once, 1) * rows_at_once
    for top in range(0, height, step):
        yield slice(top, min(top + step, height))
        release(cube)


def spectra_at(cube: Cube, pixels: np.ndarray) -> np.ndarray:
    """Return spectra of a cube (..., bands) at pixels (n,) counted row by row: (n, bands)."""
    return gather(cube, *np.unravel_index(pixels, cube.shape[:-1]))


def gather(cube: Cube, *places: np.ndarray) -> np.ndarray:
    """Return spectra of a cube (..., bands) at places, an array (n, ...) for each of its axes.

    Of a mapped file, pages around each number are read; some pixels at a time let go of them.
    """
    stored = cube.stored if isinstance(cube, StoredCube) else cube
    if not isinstance(stored, np.ndarray) or find_map(stored) is None:
        return np.asarray(cube[places])
    together = stored.strides[-1] == stored.itemsize
    step = PIXELS_AT_ONCE if together else max(PIXELS_AT_ONCE // cube.shape[-1], 1)
    parts = []
    for start in range(0, max(len(places[0]), 1), step):
        parts.append(cube[tuple(place[start : start + step] for place in places)])
        release(cube)
    return np.concatenate(parts)


def in_parts(pixels: np.ndarray, bands: int) -> Iterator[np.ndarray]:
    """Yield pixels (n,) so many at a time that their spectra fit into memory."""
    step = max(AT_ONCE // max(bands, 1), 1)
    return (pixels[start : start + step] for start in range(0, len(pixels), step))


def is_finite_at(cube: Cube, pixels: np.ndarray) -> np.ndarray:
    """Say which of some pixels (n,) have a finite number in each band: (n,) bool."""
    if isinstance(cube, StoredCube) and cube.is_finite:
        return find_finite(cube).ravel()[pixels]
    parts = in_parts(pixels, cube.shape[-1])
    finite = [np.isfinite(spectra_at(cube, some)).all(axis=-1) for some in parts]
    return np.concatenate([np.zeros(0, bool), *finite])


def find_finite(cube: Cube) -> np.ndarray:
    """Say which pixels have a finite number in each band: (height, width) bool.

    Those that are not looked at count as such.
    """
    finite = np.ones(cube.shape[:-1], bool)
    if isinstance(cube, StoredCube) and cube.is_finite:
        return finite if cube.without is None else ~cube.without
    for rows, spectra in look_through(cube):
        finite[rows] = np.isfinite(spectra).all(axis=-1)
    return finite


def release(cube: Cube) -> None:
    """Let go of what was read of a file that is mapped into memory."""
    release_pages(cube.stored if isinstance(cube, StoredCube) else cube)


def load_small(cube: StoredCube) -> Cube:
    """Return a small cube as an array, another one as it is."""
    return cube if math.prod(cube.shape) > SMALL else np.asarray(cube)


def keep_bands(cube: Cube, kept: np.ndarray) -> Cube:
    """Return a cube without some of its bands: (bands,) bool of those that are kept."""
    if kept.all():
        return cube
    if not isinstance(cube, StoredCube):
        return np.asarray(cube)[..., kept]
    bands = np.arange(cube.stored.shape[2]) if cube.bands is None else cube.bands
    return replace(cube, bands=bands[kept])


def keep_rows(spectra: np.ndarray | None, kept: np.ndarray) -> np.ndarray | None:
    """Leave bands out of spectra (bands, n) or wavelengths (bands,), if they have them."""
    return spectra[kept] if spectra is not None and len(spectra) == len(kept) else spectra


def find_range(cube: Cube, pixels: np.ndarray) -> tuple[float, float]:
    """Return the smallest and the largest number of some pixels (n,), which are finite."""
    smallest, largest = np.inf, -np.inf
    for some in in_parts(pixels, cube.shape[-1]):
        spectra = spectra_at(cube, some)
        smallest, largest = min(smallest, spectra.min()), max(largest, spectra.max())
    return float(smallest), float(largest)


def find_largest_size(cube: Cube) -> float:
    """Return the largest absolute number of a cube; NaN does not count."""
    return max(float(np.nanmax(np.abs(spectra), initial=0)) for _, spectra in look_through(cube))


def find_brightness(cube: Cube) -> float:
    """Return the mean of all numbers of the pixels that are finite in each band."""
    total, count = 0.0, 0
    for _, spectra in look_through(cube):
        known = spectra[np.isfinite(spectra).all(axis=-1)]
        total, count = total + float(known.sum(dtype=np.float64)), count + known.size
    return total / count if count else np.nan


def find_step(shape: tuple[int, ...], most: int) -> int:
    """Return which rows and columns, every first or second or so, have at most so many pixels."""
    return max(int(np.ceil(np.sqrt(shape[0] * shape[1] / most))), 1)
