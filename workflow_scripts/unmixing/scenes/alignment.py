"""Whether abundance maps lie on the cube as they are, or would fit it better rearranged.

Shapes cannot tell that maps are upside down, mirrored, turned, transposed, read in the other pixel
order, or shifted. Spectra can: each arrangement is fitted to the cube by least squares, and
compared with the maps as they are on the same pixels, those that both of them label. Where these
are too few, as with labels of some pixels, the labels are fitted to the spectra of the places that
they would move to.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from unmixing.regressors.directions import scale_to_length_one
from unmixing.scenes.cube import Cube, spectra_at
from unmixing.scenes.evidence import (
    CLEAREST_ELSEWHERE,
    Evidence,
    compared,
    telling_pixels,
    unexplained,
)
from unmixing.scenes.groups import LAYER
from unmixing.scenes.scene import Scene

LARGEST_SHIFT = 5
NO_PIXEL = -1
# What names of arrangements that are no turns begin with.
SHIFTED = "shifted"

# How maps lie, how NumPy brings them there, and what it does with an image of pixel numbers.
TURNS: tuple[tuple[str, str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("upside down", "maps[::-1]", lambda image: image[::-1]),
    ("mirrored left to right", "maps[:, ::-1]", lambda image: image[:, ::-1]),
    ("turned by 180 degrees", "maps[::-1, ::-1]", lambda image: image[::-1, ::-1]),
    ("transposed", "maps.swapaxes(0, 1)", lambda image: image.T),
    ("turned left by 90 degrees", "numpy.rot90(maps)", np.rot90),
    ("turned right by 90 degrees", "numpy.rot90(maps, -1)", lambda image: np.rot90(image, -1)),
    (
        "transposed and turned by 180 degrees",
        "maps.swapaxes(0, 1)[::-1, ::-1]",
        lambda image: image.T[::-1, ::-1],
    ),
    (
        "read column by column instead of row by row",
        "maps.reshape(width, height, -1).swapaxes(0, 1)",
        lambda image: image.reshape(image.shape[::-1]).T,
    ),
    (
        "read row by row instead of column by column",
        "maps.swapaxes(0, 1).reshape(height, width, -1)",
        lambda image: image.T.reshape(image.shape),
    ),
)


class Arrangement(NamedTuple):
    """A way to lay maps out.

    Attributes
    ----------
    name : str
        How the maps lie then.
    remedy : str
        What brings them there, in NumPy.
    find_sources : callable
        Pixels of the cube (n,), counted row by row -> which pixel of the maps lies on each, or -1.
    find_places : callable
        Pixels of the maps (n,) -> where each comes to lie, or -1.
    """

    name: str
    remedy: str
    find_sources: Callable[[np.ndarray], np.ndarray]
    find_places: Callable[[np.ndarray], np.ndarray]


class Comparison(NamedTuple):
    """How maps fit the cube in another arrangement, and as they are.

    Attributes
    ----------
    name, remedy : str
        Of the other arrangement.
    evidence : Evidence
        On the pixels that are labelled under both, or where these are too few, on all labels.
    """

    name: str
    remedy: str
    evidence: Evidence


def groups_of(scene: Scene) -> np.ndarray | None:
    """Return the group of each pixel of a scene (height, width), or None."""
    layer = scene.layers.get(LAYER)
    return None if layer is None else layer.values


def best_arrangement(
    cube: Cube, abundances: np.ndarray, groups: np.ndarray | None = None
) -> Comparison | None:
    """Find the arrangement of maps that speaks most against the one they are in.

    Returns
    -------
    Comparison or None
        None where too few pixels are labelled under any other arrangement to tell.
    """
    return next(iter(compare_arrangements(cube, abundances, groups)), None)


def compare_arrangements(
    cube: Cube, abundances: np.ndarray, groups: np.ndarray | None = None
) -> list[Comparison]:
    """Compare the arrangement that maps are in with every other one of which something is told.

    Parameters
    ----------
    cube : Cube
        (height, width, bands).
    abundances : ndarray
        (height, width, p), NaN where a pixel is not labelled.
    groups : ndarray or None
        (height, width) of each pixel, such as its polygon; None where labels come one by one.

    Returns
    -------
    list of Comparison
        Those first that speak most against the maps as they are.
    """
    height, width, p = abundances.shape
    maps = abundances.reshape(-1, p)
    pixels, labels = telling_pixels(cube, abundances)
    directions = scale_to_length_one(spectra_at(cube, pixels))
    ways, rows, places = [], [], []
    # Of each arrangement only what the chosen pixels need is kept.
    for arrangement in arrangements(height, width):
        ways.append((arrangement.name, arrangement.remedy))
        rows.append(arrangement.find_sources(pixels))
        places.append(arrangement.find_places(pixels))
    sources = np.array(rows, int).reshape(len(ways), len(pixels))
    rearranged = np.where(sources[..., None] == NO_PIXEL, np.nan, maps[sources]).astype(np.float64)
    units = None if groups is None else groups.ravel()[pixels]
    share = 1.0 if units is None else _count(labels, units) / max(len(pixels), 1)
    evidence = []
    for on_shared, of_way in zip(compared(directions, labels, rearranged), places, strict=True):
        of_units = on_shared._replace(n_telling=on_shared.n_telling * share)
        is_told = of_units.clear > 0
        evidence.append(of_units if is_told else moved(cube, pixels, of_way, labels, units))
    found = [Comparison(*way, of_way) for way, of_way in zip(ways, evidence, strict=True)]
    return sorted(
        (comparison for comparison in found if comparison.evidence.clear > 0),
        key=lambda comparison: comparison.evidence.ratio - comparison.evidence.clear,
    )


def moved(
    cube: Cube,
    pixels: np.ndarray,
    places: np.ndarray,
    labels: np.ndarray,
    groups: np.ndarray | None = None,
) -> Evidence:
    """Compare how labels explain the spectra of their pixels and those of other places.

    Parameters
    ----------
    cube : Cube
        (height, width, bands).
    pixels : ndarray
        (n,) labelled ones, counted row by row.
    places : ndarray
        (n,) where each would be instead, or -1.
    labels : ndarray
        (n, p) of the pixels.
    groups : ndarray or None
        (n,) of each pixel, such as its polygon.
    """
    here, there = spectra_at(cube, pixels), spectra_at(cube, np.maximum(places, 0))
    known = (places != NO_PIXEL) & np.isfinite(there).all(axis=1) & there.any(axis=1)
    as_given, otherwise = (unexplained(at[known], labels[known]) for at in (here, there))
    units = np.zeros(len(labels)) if groups is None else groups
    n_telling = _count(labels[known], units[known]) if np.isfinite(as_given) else 0
    return Evidence(as_given, otherwise, n_telling, labels.shape[1], CLEAREST_ELSEWHERE)


def _count(labels: np.ndarray, groups: np.ndarray) -> int:
    """Count labels: those of a group that are all the same, as of a polygon, count as one."""
    return len(np.unique(np.column_stack([groups, labels]), axis=0))


def arrangements(height: int, width: int) -> Iterator[Arrangement]:
    """List the ways in which maps of a size may have been misplaced, each once."""
    image = np.arange(height * width, dtype=np.int32).reshape(height, width)
    seen = {_digest(image)}
    for name, remedy, turn in TURNS:
        sources = np.ascontiguousarray(turn(image))
        if sources.shape == image.shape and _digest(sources) not in seen:
            seen.add(_digest(sources))
            yield _turned(name, remedy, sources.ravel())
    for down in _shifts(height):
        for right in _shifts(width):
            if down or right:
                yield _shifted((height, width), down, right)


def _digest(image: np.ndarray) -> bytes:
    return hashlib.sha256(image.data).digest()


def _turned(name: str, remedy: str, sources: np.ndarray) -> Arrangement:
    places = np.empty_like(sources)
    places[sources] = np.arange(len(sources), dtype=sources.dtype)
    return Arrangement(name, remedy, sources.__getitem__, places.__getitem__)


def _shifts(size: int) -> range:
    most = min(LARGEST_SHIFT, size - 1)
    return range(-most, most + 1)


def _shifted(shape: tuple[int, int], down: int, right: int) -> Arrangement:
    steps = [_step(down, "down", "up"), _step(right, "right", "left")]
    return Arrangement(
        f"{SHIFTED} {' and '.join(filter(None, steps))}",
        f"numpy.roll(maps, ({down}, {right}), (0, 1)), with NaN where it wraps round",
        partial(_shift, shape, -down, -right),
        partial(_shift, shape, down, right),
    )


def _shift(shape: tuple[int, int], down: int, right: int, pixels: np.ndarray) -> np.ndarray:
    """Return the pixels so many rows and columns further, -1 outside of the image."""
    (height, width), (rows, columns) = shape, np.divmod(pixels, shape[1])
    rows, columns = rows + down, columns + right
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    return np.where(inside, rows * width + columns, NO_PIXEL)


def _step(by: int, forwards: str, backwards: str) -> str:
    return f"{forwards if by > 0 else backwards} by {abs(by)}" if by else ""
