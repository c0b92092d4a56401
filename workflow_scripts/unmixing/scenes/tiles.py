"""Tiles: rasters of one grid that touch or lie apart, and together are one image.

A file whose role ends in a number is a tile of that role: `cube_1`, `cube_2`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.coordinates import read_system
from unmixing.scenes.files.contents import Contents
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.labelled_tables import LARGEST_IMAGE

NUMBER = re.compile(r"_\d+$")
# In pixels: a tile that misses the grid of the first by less is on it.
OFF_GRID = 0.01
# Relative: numbers that differ by less are the same, stored in other ways.
SAME = 1e-3


class Tile(NamedTuple):
    """A raster of one image, on the grid of the first tile.

    Attributes
    ----------
    contents : Contents
        Of its file.
    image : ndarray
        (height, width) or (height, width, bands).
    place : Georeference
        Of its first pixel.
    top, left : int
        Its first row and column, counted from those of the first tile.
    """

    contents: Contents
    image: np.ndarray
    place: Georeference
    top: int = 0
    left: int = 0

    @property
    def bottom(self) -> int:
        """The row after its last."""
        return self.top + self.image.shape[0]

    @property
    def right(self) -> int:
        """The column after its last."""
        return self.left + self.image.shape[1]

    def on_grid_of(self, first: Tile) -> Tile | None:
        """Return the tile with its place on the grid of another, or None if it is on no such."""
        if read_system(self.place.crs) != read_system(first.place.crs):
            return None
        steps, of_first = (
            np.array(place.transform)[[0, 1, 3, 4]] for place in (self.place, first.place)
        )
        if not np.allclose(steps, of_first, rtol=1e-6, atol=0):
            return None
        x, y = (np.array([self.place.transform[at]]) for at in (2, 5))
        (exact,) = first.place.places_of(x, y)
        top, left = np.round(exact).astype(int)
        if np.abs(exact - (top, left)).max() > OFF_GRID:
            return None
        return self._replace(top=int(top), left=int(left))


def is_tile(contents: Contents) -> bool:
    """Say whether a file is a raster with a place on the earth, which may be one of several."""
    return contents.georeference is not None and len(contents.arrays) == 1


def role_of(name: str) -> str:
    """Return the role of a file without the number of a tile: `cube_2` -> `cube`."""
    return NUMBER.sub("", name)


def read_files(files: Mapping[str, Path]) -> dict[str, Contents]:
    """Read the files of a scene, and make one image of the tiles of a role.

    Where there are tiles, labels and a mask are cut or widened to the cube.

    Parameters
    ----------
    files : Mapping[str, Path]
        By role, with a number for a tile.

    Raises
    ------
    UserError
        If a file cannot be read, or tiles are not of one image.
    """
    by_role: dict[str, list[Contents]] = {}
    for name, path in files.items():
        by_role.setdefault(role_of(name), []).append(contents_of(path))
    read = {role: mosaic(parts) for role, parts in by_role.items()}
    if len(read) == len(files) or "cube" not in read:
        return read
    others = [role for role in ("abundances", "valid") if role in read]
    return read | {role: _cut_to(read["cube"], read[role]) for role in others}


def in_images(files: Sequence[Contents]) -> list[list[Contents]]:
    """Sort files into those that may be tiles of one image, and each other file by itself.

    Tiles have the same bands on one grid, and no two of them the same place.
    """
    images: list[list[Contents]] = []
    for contents in files:
        image = next((image for image in images if _may_belong(contents, image)), None)
        if image is None:
            images.append([contents])
        else:
            image.append(contents)
    return images


def _may_belong(contents: Contents, image: Sequence[Contents]) -> bool:
    if not all(map(is_tile, (contents, *image))):
        return False
    first, *others = map(_tile, (*image, contents))
    placed = [first, *(tile.on_grid_of(first) for tile in others)]
    (*before, new) = [(tile.top, tile.left, tile.image.shape) for tile in placed if tile]
    return len(before) == len(image) and all(
        shape[2:] == new[2][2:] and (*place, shape) != new for *place, shape in before
    )


def mosaic(parts: Sequence[Contents]) -> Contents:
    """Make one image of tiles; what none of them holds is NaN. A single file stays as it is.

    Raises
    ------
    UserError
        If they are not on one grid, have other bands, or differ where they overlap.
    """
    if len(parts) == 1:
        return parts[0]
    first = _tile(parts[0])
    tiles = [_like(first, _tile(contents)) for contents in parts]
    top, left = min(tile.top for tile in tiles), min(tile.left for tile in tiles)
    size = max(tile.bottom for tile in tiles) - top, max(tile.right for tile in tiles) - left
    shape = (*size, *first.image.shape[2:])
    _check_size(shape, tiles)
    image = np.full(shape, np.nan, np.result_type(np.float32, *(tile.image for tile in tiles)))
    for tile in tiles:
        rows = slice(tile.top - top, tile.bottom - top)
        _add(tile, image[rows, tile.left - left : tile.right - left], parts[0].no_data)
    bad = [contents.bad_bands for contents in parts if contents.bad_bands is not None]
    return replace(
        parts[0],
        kind=f"{parts[0].kind}, {len(tiles)} tiles",
        arrays={parts[0].path.stem: image},
        bad_bands=np.any(bad, axis=0) if bad else None,
        georeference=_moved(first.place, top, left),
        doubts=tuple(dict.fromkeys(doubt for contents in parts for doubt in contents.doubts)),
    )


def _tile(contents: Contents) -> Tile:
    if contents.georeference is None or len(contents.arrays) != 1:
        raise UserError(
            f"{contents.path} is named as a tile and is not a raster with a place on the earth: "
            "give tiles as GeoTIFF, or as ENVI with `map info`."
        )
    (name,) = contents.arrays
    image = contents.numbers(name)
    one_band = image.ndim == 3 and image.shape[2] == 1
    return Tile(contents, image[..., 0] if one_band else image, contents.georeference)


def _like(first: Tile, tile: Tile) -> Tile:
    """Return a tile on the grid of the first, with the first one's number for no data."""
    one, other = first.contents, tile.contents
    both = f"{one.path} and {other.path} are no tiles of one image: they"
    placed = tile.on_grid_of(first)
    if placed is None:
        raise UserError(
            f"{both} are on different grids of pixels: bring one to the grid of the other, or give "
            "files of several roles with their roles, as in cube=FILE abundances=FILE."
        )
    if tile.image.shape[2:] != first.image.shape[2:]:
        raise UserError(f"{both} have different numbers of bands: give both the same bands.")
    for what, same in {
        "wavelengths": _same(one.wavelengths, other.wavelengths),
        "names of bands": one.band_names == other.band_names,
        "scales": one.scale == other.scale,
    }.items():
        if not same:
            raise UserError(f"{both} have different {what}: write both with the same {what}.")
    # Zero is no data in all bands alone.
    if not other.no_data or other.no_data == one.no_data:
        return placed
    absent = tile.image == other.no_data
    return placed._replace(image=np.where(absent, np.float32(np.nan), tile.image))


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=SAME))


def _check_size(shape: tuple[int, ...], tiles: Sequence[Tile]) -> None:
    if np.prod(shape) > max(LARGEST_IMAGE, 2 * sum(tile.image.size for tile in tiles)):
        raise UserError(
            f"the tiles lie so far apart that their image has {shape[0]:,} x {shape[1]:,} pixels: "
            "make scenes of those that lie close together."
        )


def _add(tile: Tile, part: np.ndarray, no_data: float | None) -> None:
    """Put a tile into its part of the image, which there holds the same or nothing yet."""
    there, new = (_holds_something(image, no_data) for image in (part, tile.image))
    before, after = part[there & new], tile.image[there & new]
    apart = ~np.isclose(before, after, rtol=SAME, atol=0, equal_nan=True)
    if apart.any():
        pixels = apart.reshape(len(apart), -1).any(axis=1)
        raise UserError(
            f"{tile.contents.path} and the tiles before it overlap, and differ in {pixels.sum():,} "
            f"of {len(pixels):,} pixels: cut them so that each pixel is in one of them, or name a "
            "list of them by `gdalbuildvrt tiles.vrt FILE FILE`, where the last counts. Files of "
            "several roles need their roles, as in cube=FILE abundances=FILE."
        )
    part[~there] = tile.image[~there]


def _holds_something(image: np.ndarray, no_data: float | None) -> np.ndarray:
    """Say which pixels hold more than NaN, zero or no data: (height, width) bool."""
    values = image.reshape(*image.shape[:2], -1)
    empty = np.isnan(values) | (values == 0) | (values == no_data)
    return ~empty.all(axis=-1)


def _cut_to(cube: Contents, contents: Contents) -> Contents:
    """Cut a raster to the pixels of the cube, with NaN where it has none, if their grid is one."""
    if not (is_tile(cube) and is_tile(contents)):
        return contents
    whole = _tile(cube)
    tile = _tile(contents).on_grid_of(whole)
    if tile is None:
        return contents
    size = whole.image.shape[:2]
    image = np.full((*size, *tile.image.shape[2:]), np.nan, np.result_type(np.float32, tile.image))
    top, left = max(tile.top, 0), max(tile.left, 0)
    bottom, right = min(tile.bottom, size[0]), min(tile.right, size[1])
    if bottom > top and right > left:
        image[top:bottom, left:right] = tile.image[
            top - tile.top : bottom - tile.top, left - tile.left : right - tile.left
        ]
    return replace(contents, arrays={contents.path.stem: image}, georeference=whole.place)


def _moved(place: Georeference, rows: int, columns: int) -> Georeference:
    """Return the place of an image that begins so many rows and columns further."""
    a, b, c, d, e, f = place.transform
    moved = (a, b, c + a * columns + b * rows, d, e, f + d * columns + e * rows)
    return Georeference(moved, place.crs)
