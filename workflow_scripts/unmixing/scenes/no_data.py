"""Numbers that stand for no value: an invalid spectrum becomes NaN, and then is nowhere."""

import numpy as np

# What sensors and programs write where nothing was measured.
FILLS = (-9999.0, -999.0, -32768.0, -32767.0, 65535.0)
LARGEST = 1e15


def without_no_data(
    cube: np.ndarray, declared: float | None = None
) -> tuple[np.ndarray, list[str]]:
    """Make spectra NaN that hold a number which stands for no value.

    One band is enough, of a declared number as of those that are known to stand for none. Zero is
    a measurement in a band and no value in all of them. A band that holds no value anywhere
    becomes NaN and invalidates no spectrum.

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
    notes: list[str] = []
    spectra, bands = np.zeros(cube.shape[:2], bool), np.zeros(cube.shape[-1], bool)
    # As between tiles.
    unknown = np.isnan(cube).all(axis=-1)
    for number in dict.fromkeys((*(() if declared is None else (declared,)), *FILLS, 0.0)):
        _find(_equal(cube, number), number == 0, f"{number:g}", unknown, spectra, bands, notes)
    if cube.dtype.kind == "f":
        absent = (cube >= LARGEST) | (cube <= -LARGEST)
        _find(absent, False, f"{LARGEST:g} or more", unknown, spectra, bands, notes)
    if not spectra.any() and not bands.any():
        return cube, notes
    masked = cube.astype(np.float32, order="C")
    masked[spectra] = np.nan
    masked[..., bands] = np.nan
    return masked, notes


def empty_bands(cube: np.ndarray) -> np.ndarray:
    """Say which bands hold no number in any pixel that has one in another band: (bands,) bool."""
    finite = np.isfinite(cube)
    measured = finite.any(axis=-1)
    return ~finite[measured].any(axis=0) if measured.any() else np.zeros(cube.shape[-1], bool)


def _equal(cube: np.ndarray, number: float) -> np.ndarray | None:
    """Say where a cube holds a number; None where its type cannot."""
    if cube.dtype.kind in "iu":
        limits = np.iinfo(cube.dtype)
        if not float(number).is_integer() or not limits.min <= number <= limits.max:
            return None
    return cube == np.asarray(number).astype(cube.dtype)


def _find(
    absent: np.ndarray | None,
    in_all: bool,
    what: str,
    unknown: np.ndarray,
    spectra: np.ndarray,
    bands: np.ndarray,
    notes: list[str],
) -> None:
    """Mark spectra with an absent value (or with no other), and bands with no other.

    Parameters
    ----------
    unknown : ndarray
        (height, width) bool, pixels without any number.
    """
    if absent is None or not absent.any():
        return
    # Bands without numbers do not count; most cubes have none, and are not copied.
    empty = np.asarray((absent | bands if bands.any() else absent).all(axis=-1))
    found, without = empty, np.zeros_like(bands)
    others = ~(empty | unknown)
    if not in_all and others.any():
        without = np.asarray(absent[others].all(axis=0))
        found = empty | (absent & ~without).any(axis=-1)
    if found.any():
        where = "every band" if in_all else "a band"
        notes.append(f"{found.sum()} pixels hold {what} in {where}, which stands for no data")
    spectra |= found
    bands |= without
