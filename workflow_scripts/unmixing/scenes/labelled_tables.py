"""Tables of labelled pixels: rows with abundances, at places in an image or with spectra."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.coordinates import averaged_by_pixel, pixels_at
from unmixing.scenes.files.contents import few
from unmixing.scenes.fractions import without_fills
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.groups import LAYER, Groups, find_groups
from unmixing.scenes.pixel_lists import filled
from unmixing.scenes.placement import places_in
from unmixing.scenes.scene import Layer
from unmixing.scenes.table_columns import (
    IDS,
    are_whole,
    find_bands,
    find_coordinates,
    find_fractions,
    find_places,
    has_places,
    listed_columns,
    numbers_of,
)

if TYPE_CHECKING:
    import pandas as pd


# In values: 2 GB. An image this many times as large as its known pixels is one of metres.
LARGEST_IMAGE, SPARSEST = 5 * 10**8, 1000


class Labels(NamedTuple):
    """Labels of the pixels of an image.

    Attributes
    ----------
    abundances : ndarray
        (height, width, p) float32, NaN where a pixel is not labelled.
    names : list[str] or None
        Of the endmembers, where the labels come with them.
    notes : list[str]
        A sentence on each thing that was found out.
    layers : Mapping[str, Layer]
        What else is known of each pixel.
    """

    abundances: np.ndarray
    names: list[str] | None
    notes: list[str]
    layers: Mapping[str, Layer] = {}


class Placing(NamedTuple):
    """What is known of how the rows of a table lie in an image; None is found out.

    Attributes
    ----------
    names : list[str] or None
        Of the columns that are abundances; None takes the columns of numbers that sum to one.
    counted_from : int or None
        The number of the first row and column, 0 or 1.
    georeference : Georeference or None
        Of the image, by which coordinates are looked up.
    crs : str or None
        The system of the coordinates.
    groups : str or None
        The column of the groups that rows belong to.
    bad_bands : ndarray
        (n,) places of the image's bands whose numbers tell nothing.
    """

    names: list[str] | None = None
    counted_from: int | None = None
    georeference: Georeference | None = None
    crs: str | None = None
    groups: str | None = None
    bad_bands: np.ndarray = np.zeros(0, int)


def scattered(table: pd.DataFrame, cube: np.ndarray, placing: Placing) -> Labels:
    """Put the abundances of a table at their places in an image.

    Parameters
    ----------
    table : DataFrame
        Columns `row` and `column` (or line, sample; y, x), or of coordinates, and one an endmember.
    cube : ndarray
        (height, width, bands), the image.
    placing : Placing
        How its rows lie in the image.

    Raises
    ------
    UserError
        If a place lies outside or is given twice, or columns are missing.
    """
    on_earth = _coordinates(table, cube, placing)
    columns = on_earth or find_places(table)
    notes: list[str] = []
    names = placing.names
    if names is None:
        names, notes = find_fractions(table, leave_out=columns)
    values, of_fills = without_fills(_values(table, names))
    groups, of_groups = find_groups(table, placing.groups, [*columns, *names])
    shape, inside = cube.shape[:2], np.ones(len(table), bool)
    if on_earth and placing.georeference:
        image, crs = placing.georeference, placing.crs
        inside, of_rows, of_places = pixels_at(table, on_earth, image, crs, shape)
        at, values, of_pixels = averaged_by_pixel(of_rows, values[inside])
        of_places = [*of_places, *of_pixels]
    else:
        at, of_places = places_in(
            table, *columns, cube, values, placing.counted_from, placing.bad_bands
        )
        of_rows = at
    notes = [*notes, *of_places, *of_groups, *unlabelled_rows(table, names), *of_fills]
    layers = {}
    if groups is not None:
        layers[LAYER] = Groups(groups.numbers[inside], groups.names).as_layer(of_rows, shape)
    return Labels(filled(shape, at, values), names, notes, layers)


def _coordinates(table: pd.DataFrame, cube: np.ndarray, placing: Placing) -> tuple[str, str] | None:
    """Return the columns of coordinates; x and y that may be places in the image are these."""
    found = find_coordinates(table)
    if found is None or placing.georeference is None:
        return None
    if placing.counted_from is not None and has_places(table):
        return None
    if placing.crs is None and has_places(table):
        places = numbers_of(table, find_places(table))
        if are_whole(places) and ((places >= 0) & (places <= cube.shape[:2])).all():
            return None
    return found


class Spectra(NamedTuple):
    """Spectra and abundances of a table, a pixel a row.

    Attributes
    ----------
    cube : ndarray
        (n, 1, bands) float32.
    labels : Labels
        Of (n, 1) pixels.
    wavelengths : ndarray or None
        (bands,) as the columns are named, or None where they are numbered.
    places : ndarray or None
        (n, 2) row and column of each in an image whose other pixels are not known, or None.
    """

    cube: np.ndarray
    labels: Labels
    wavelengths: np.ndarray | None
    places: np.ndarray | None


def spectra_and_fractions(
    table: pd.DataFrame, names: list[str] | None, column: str | None
) -> Spectra:
    """Read a table of spectra with abundances and no image.

    Parameters
    ----------
    table : DataFrame
        A column a band, named by its wavelength or number, and one an endmember.
    names : list[str] or None
        Of the columns that are abundances; None takes the other columns of numbers that sum to one.
    column : str or None
        The column of the groups that rows belong to; None finds it.

    Raises
    ------
    UserError
        If there are no bands, or no abundances can be told.
    """
    found = find_bands(table)
    bands, counters, notes = found
    if len(bands) < 2:
        raise UserError(
            f"the table has no columns of bands among {listed_columns(table)}: name each by its "
            "wavelength or as band_1, band_2."
        )
    if names is None:
        names, of_names = find_fractions(table, leave_out=counters)
        notes = [*notes, *of_names]
    groups, of_groups = find_groups(table, column, [*bands, *names])
    values, of_fills = without_fills(_values(table, names))
    notes = [*notes, *of_groups, *unlabelled_rows(table, names), *of_fills]
    a_pixel_a_row = np.stack([np.arange(len(table)), np.zeros(len(table), int)], axis=1)
    layers = {} if groups is None else {LAYER: groups.as_layer(a_pixel_a_row, (len(table), 1))}
    labels = Labels(values[:, None], names, notes, layers)
    places = _places_of_spectra(table, len(bands))
    return Spectra(_values(table, list(bands))[:, None], labels, found.wavelengths, places)


def _places_of_spectra(table: pd.DataFrame, bands: int) -> np.ndarray | None:
    """Return the places (n, 2) of a table of spectra in the smallest image that holds them."""
    if not has_places(table):
        return None
    numbers = numbers_of(table, find_places(table))
    if not are_whole(numbers):
        return None
    places = numbers.astype(int) - numbers.astype(int).min(axis=0)
    size = np.prod(places.max(axis=0) + 1)
    is_small = size * bands <= LARGEST_IMAGE and size <= SPARSEST * len(places)
    return places if is_small and len(np.unique(places, axis=0)) == len(places) else None


def joined(spectra: pd.DataFrame, labels: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Bring two tables together, of spectra and of labels, by a column that names their rows.

    Raises
    ------
    UserError
        If they share no column that tells each row of both from the others.
    """
    shared = [name for name in spectra.columns if name in labels.columns]
    keys = [name for name in shared if spectra[name].is_unique and labels[name].is_unique]
    keys.sort(key=lambda name: IDS.match(str(name).lower()) is None)
    if not keys:
        raise UserError(
            f"the tables of spectra ({listed_columns(spectra)}) and of labels "
            f"({listed_columns(labels)}) share no column that numbers their rows: add one, such as "
            "id, to both."
        )
    others = [name for name in labels.columns if name not in shared or name == keys[0]]
    both = spectra.merge(labels[others], on=keys[0])
    note = f"spectra and labels are brought together by {keys[0]}: {len(both):,} rows"
    lost = max(len(spectra), len(labels)) - len(both)
    return both, [f"{note}, and {lost:,} without their other half" if lost else note]


def unlabelled_rows(table: pd.DataFrame, names: list[str]) -> list[str]:
    """Say how many rows lack an abundance: a sentence, or none."""
    lacking = table[names].isna().to_numpy().any(axis=1)
    if not lacking.any():
        return []
    return [
        f"rows of the table with an empty cell among {few(names)} count as not labelled: "
        f"{lacking.sum():,} of {len(table):,}, the first of them row {lacking.argmax() + 1}"
    ]


def _values(table: pd.DataFrame, names: list[str]) -> np.ndarray:
    absent = [name for name in names if name not in table.columns]
    if absent:
        raise UserError(
            f"the table has no column {', '.join(absent)}: it has {listed_columns(table)}."
        )
    return numbers_of(table, names).astype(np.float32)
