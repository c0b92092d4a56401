"""Abundances of polygons with classes or fractions: what share of each pixel they cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.coordinates import read_system
from unmixing.scenes.files.contents import few
from unmixing.scenes.fractions import IN_PART, summing_to_one
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.groups import LAYER, describe_groups, find_groups
from unmixing.scenes.labelled_tables import Labels, Placing
from unmixing.scenes.scene import Layer
from unmixing.scenes.table_columns import find_fractions, listed_columns, numbers_of

if TYPE_CHECKING:
    import pandas as pd
    from rasterio.crs import CRS

# Each pixel is looked at in so many places along each side.
PARTS = 10
# More are numbers of polygons rather than classes.
MOST_CLASSES = 30


def labels_of_polygons(
    polygons: Sequence[Any],
    table: pd.DataFrame,
    placing: Placing,
    shape: tuple[int, int],
    column: str | None,
) -> Labels:
    """Make abundance maps of polygons.

    Parameters
    ----------
    polygons : Sequence[Any]
        Shapely's shapes.
    table : DataFrame
        A row of attributes a polygon.
    placing : Placing
        Where the image lies, and the system of the polygons; None takes that of the image.
    shape : tuple[int, int]
        Height and width of the image.
    column : str or None
        The column of classes, or None to find it.

    Returns
    -------
    Labels
        A pixel that polygons cover in part has abundances that sum to less than one.

    Raises
    ------
    UserError
        If the image has no georeference, no polygon lies in it, or it cannot be told what the
        polygons are of.
    """
    image = placing.georeference
    if image is None:
        raise UserError(
            "the image has no georeference, so polygons cannot be laid on it: give it as a GeoTIFF "
            "or as ENVI with `map info`."
        )
    names, fractions, notes = _fractions(table, column, placing.names)
    groups, of_groups = find_groups(table, placing.groups, names)
    numbers = np.arange(len(table)) if groups is None else groups.numbers
    of_polygons = tuple(map(str, numbers)) if groups is None else groups.names
    layer = np.full(shape, -1, np.int32)
    crs = read_system(placing.crs or image.crs)
    covered = np.zeros((*shape, len(names)), np.float64)
    there = 0
    for polygon, of_polygon, number in zip(polygons, fractions, numbers, strict=True):
        found = _share_covered(polygon, crs, image, shape)
        if found is not None:
            rows, columns, share = found
            layer[rows, columns][share > 0] = number
            covered[rows, columns] += share[..., None] * of_polygon
            there += 1
    if not there:
        raise UserError(
            f"none of the {len(polygons):,} polygons lies in the image: look whether they are of "
            "this image."
        )
    touched = covered.sum(axis=-1) > 0
    # Where polygons overlap, more than a whole pixel is covered.
    overlap = covered.sum(axis=-1) > 1 + 1 / PARTS**2
    partly = touched & (covered.sum(axis=-1) < 1 - 1 / PARTS**2)
    covered[~touched | overlap | partly] = np.nan
    notes = [*notes, f"{there:,} of {len(polygons):,} polygons lie in the image"]
    if partly.any():
        notes.append(
            f"{partly.sum():,} pixels at borders of polygons are covered in part and not labelled"
        )
    if overlap.any():
        notes.append(f"{overlap.sum():,} pixels lie in several polygons and are not labelled")
    if groups is None:
        n_labelled = int(np.isfinite(covered).all(axis=-1).sum())
        of_groups = [describe_groups("their polygons", len(table), n_labelled)]
    layers = {LAYER: Layer(layer, of_polygons)}
    return Labels(covered.astype(np.float32), names, [*notes, *of_groups], layers)


def _share_covered(
    polygon: Any, crs: CRS, image: Georeference, shape: tuple[int, int]
) -> tuple[slice, slice, np.ndarray] | None:
    """Return which rows and columns a polygon reaches and what share of each pixel it covers."""
    import rasterio
    from rasterio.features import bounds, rasterize
    from rasterio.warp import transform_geom

    placed = transform_geom(crs, image.crs, polygon.__geo_interface__)
    west, south, east, north = bounds(placed)
    x, y = np.array([west, west, east, east]), np.array([south, north, south, north])
    corners = image.places_of(x, y)
    first = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    last = np.minimum(np.ceil(corners.max(axis=0)).astype(int), shape)
    if (first >= last).any():
        return None
    height, width = last - first
    to_parts = (
        rasterio.Affine(*image.transform)
        @ rasterio.Affine.translation(first[1], first[0])
        @ rasterio.Affine.scale(1 / PARTS)
    )
    size = (height * PARTS, width * PARTS)
    parts = rasterize([placed], size, transform=to_parts, dtype="uint8")
    share = parts.reshape(height, PARTS, width, PARTS).mean(axis=(1, 3))
    return slice(first[0], last[0]), slice(first[1], last[1]), share


def _fractions(
    table: pd.DataFrame, column: str | None, wanted: list[str] | None
) -> tuple[list[str], np.ndarray, list[str]]:
    """Return the names of endmembers, the fractions (polygons, p) of each, and notes."""
    if column is None:
        try:
            is_named = wanted is not None and set(wanted) <= set(table.columns)
            names, notes = (wanted or [], []) if is_named else find_fractions(table, leave_out=())
        except UserError:
            column = _class_column(table)
        else:
            values, of_sums = summing_to_one(numbers_of(table, names)[:, None])
            wrong = ~(np.abs(values.sum(axis=-1) - 1) <= IN_PART)
            if wrong.any():
                raise UserError(
                    f"the fractions of {wrong.sum():,} of {len(table):,} polygons do not sum to "
                    "one: correct them."
                )
            return names, values[:, 0], [*notes, *of_sums]
    if column not in table.columns:
        raise UserError(f"the polygons have no {column}, but {listed_columns(table)}.")
    classes = sorted({str(value) for value in table[column].dropna()})
    names = wanted or classes
    if set(names) != set(classes):
        raise UserError(
            f"options.names: {few(names)} are not the classes of the polygons, {few(classes)}."
        )
    of_polygons = table[column].astype(str).to_numpy()
    values = (of_polygons[:, None] == np.array(names)).astype(float)
    return names, values, [f"{column} is taken for the class of each polygon: {few(names)}"]


def _class_column(table: pd.DataFrame) -> str:
    words = [str(name) for name in table.select_dtypes(exclude=["number", "datetime"]).columns]
    usual = [name for name in words if 2 <= table[name].nunique() <= MOST_CLASSES]
    if len(usual) != 1:
        raise UserError(
            f"it cannot be told which of {listed_columns(table)} is the class of a polygon: name "
            "it, options: {keys: {abundances: NAME}}."
        )
    return usual[0]
