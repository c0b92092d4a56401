"""Abundances of polygons with classes or fractions: what share of each pixel they cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.coordinates import none_inside, places_on_earth, read_system
from unmixing.scenes.files.contents import few
from unmixing.scenes.fractions import IN_PART, summing_to_one, without_fills
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.groups import LAYER, describe_groups, find_groups
from unmixing.scenes.labelled_tables import Labels, Placing
from unmixing.scenes.scene import Layer
from unmixing.scenes.table_columns import find_fractions, listed_columns, numbers_of

if TYPE_CHECKING:
    import pandas as pd
    from shapely import Polygon

# More are numbers of polygons rather than classes.
MOST_CLASSES = 30


def labels_of_polygons(
    polygons: Sequence[Polygon],
    table: pd.DataFrame,
    placing: Placing,
    shape: tuple[int, int],
    column: str | None,
) -> Labels:
    """Make abundance maps of polygons.

    Parameters
    ----------
    polygons : Sequence[Polygon]
        Of one part or several.
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
        A pixel that several polygons cover has the share of each.

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
    # A pixel that polygons share is of the group of the one that covers most of it.
    layer, most = np.full(shape, -1, np.int32), np.zeros(shape)
    covered = np.zeros((*shape, len(names)))
    placed, there = _on_image(polygons, placing.crs, image, shape), 0
    for polygon, of_polygon, number in zip(placed, fractions, numbers, strict=True):
        found = _share_covered(polygon, shape)
        if found is not None:
            rows, columns, share = found
            layer[rows, columns][share > most[rows, columns]] = number
            most[rows, columns] = np.maximum(most[rows, columns], share)
            # One whose fractions are not known covers nothing.
            covered[rows, columns] += share[..., None] * np.nan_to_num(of_polygon)
            there += 1
    whole = covered.sum(axis=-1)
    overlap, partly = whole > 1 + IN_PART, (whole > 0) & (whole < 1 - IN_PART)
    labelled = (whole > 0) & ~overlap & ~partly
    covered[~labelled] = np.nan
    covered[labelled] /= whole[labelled][:, None]
    notes = [*notes, f"{there:,} of {len(polygons):,} polygons lie in the image"]
    if partly.any():
        notes.append(
            f"{partly.sum():,} pixels at borders of polygons are covered in part and not labelled"
        )
    if overlap.any():
        notes.append(f"{overlap.sum():,} pixels lie in several polygons and are not labelled")
    if groups is None:
        of_groups = [describe_groups("their polygons", len(table), int(labelled.sum()))]
    layers = {LAYER: Layer(layer, of_polygons)}
    return Labels(covered.astype(np.float32), names, [*notes, *of_groups], layers)


def _on_image(
    polygons: Sequence[Polygon], crs: str | None, image: Georeference, shape: tuple[int, int]
) -> list[Polygon]:
    """Bring polygons into columns and rows of the image, in which one of them has to lie."""
    import shapely

    given = read_system(crs or image.crs)

    def to_pixels(points: np.ndarray) -> np.ndarray:
        return places_on_earth(points, given, image)[:, ::-1]

    height, width = shape
    placed = [shapely.make_valid(shapely.transform(polygon, to_pixels)) for polygon in polygons]
    if not shapely.intersects(placed, shapely.box(0, 0, width, height)).any():
        corners = shapely.get_coordinates(polygons)
        raise none_inside(f"the {len(polygons):,} polygons", corners, given, image, shape)
    return placed


def _share_covered(
    polygon: Polygon, shape: tuple[int, int]
) -> tuple[slice, slice, np.ndarray] | None:
    """Return which rows and columns a polygon reaches and what share of each pixel it covers.

    The polygon is in columns and rows of the image.
    """
    import shapely
    from rasterio import Affine
    from rasterio.features import rasterize

    left, top, right, bottom = polygon.bounds
    first = np.maximum(np.floor((top, left)).astype(int), 0)
    last = np.minimum(np.ceil((bottom, right)).astype(int), shape)
    if (first >= last).any():
        return None
    size, begin = tuple(last - first), Affine.translation(first[1], first[0])
    share = rasterize([polygon], size, transform=begin).astype(float)
    border = rasterize([polygon.boundary], size, transform=begin, all_touched=True)
    rows, columns = np.nonzero(border)
    y, x = rows + first[0], columns + first[1]
    pixels = shapely.box(x, y, x + 1, y + 1)
    share[rows, columns] = shapely.area(shapely.intersection(polygon, pixels))
    # A sliver, as rounded vertices leave, does not count.
    share[share < IN_PART] = 0
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
            known, of_fills = without_fills(numbers_of(table, names)[:, None])
            values, of_sums = summing_to_one(known)
            is_apart = ~(np.abs(values.sum(axis=-1) - 1) <= IN_PART)
            wrong = is_apart & np.isfinite(known).all(axis=-1)
            if wrong.any():
                raise UserError(
                    f"the fractions of {wrong.sum():,} of {len(table):,} polygons do not sum to "
                    "one: correct them."
                )
            return names, values[:, 0], [*notes, *of_fills, *of_sums]
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
