"""Tables of labelled pixels: rows with abundances, at places in an image or with spectra."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import yaml

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import sums_to_one
from unmixing.scenes.files.contents import few

if TYPE_CHECKING:
    import pandas as pd

ROWS = ("row", "line", "y")
COLUMNS = ("column", "col", "sample", "x")
# They place a pixel on the earth, and not in an image.
COORDINATES = ("lat", "latitude", "lon", "long", "lng", "longitude", "easting", "northing")
BAND = re.compile(r"^(?:b|band|wl|x)?[ _]?(\d+(?:[.,]\d+)?) ?(?:nm|um)?$", re.IGNORECASE)


def scattered(
    table: pd.DataFrame, image: tuple[int, int], names: list[str] | None, counted_from: int
) -> tuple[np.ndarray, list[str]]:
    """Put the abundances of a table at their places in an image.

    Parameters
    ----------
    table : DataFrame
        Columns `row`, `column` (or line, sample; y, x) and one an endmember.
    image : tuple[int, int]
        Height and width.
    names : list[str] or None
        Of the columns that are abundances; None takes all other columns of numbers.
    counted_from : int
        The number of the first row and column, 0 or 1.

    Returns
    -------
    abundances : (height, width, p) float32, NaN where no row is
    names : of the endmembers

    Raises
    ------
    UserError
        If a place lies outside or is given twice, or columns are missing.
    """
    row, column = place_columns(table)
    names = names or _fractions(table, leave_out={row, column})
    places = table[[row, column]].to_numpy(float) - counted_from
    if not np.isfinite(places).all() or (places != np.round(places)).any():
        raise UserError(f"the columns {row} and {column} must hold whole numbers.")
    at = places.astype(int)
    outside = (at < 0).any(axis=1) | (at >= np.array(image)).any(axis=1)
    if outside.any():
        first = table.loc[outside, [row, column]].iloc[0]
        raise UserError(
            f"{row} {first[row]:g}, {column} {first[column]:g} lies outside of the image of "
            f"{image[0]} x {image[1]} pixels, counted from {counted_from}: mend the table, or "
            f"add options: {{counted_from: {1 - counted_from}}}."
        )
    if len(np.unique(at, axis=0)) < len(at):
        twice = table[table.duplicated([row, column])].iloc[0]
        raise UserError(
            f"{row} {twice[row]:g}, {column} {twice[column]:g} is there twice: keep one of them."
        )
    abundances = np.full((*image, len(names)), np.nan, np.float32)
    abundances[at[:, 0], at[:, 1]] = _values(table, names)
    return abundances, names


def spectra_and_fractions(
    table: pd.DataFrame, names: list[str] | None
) -> tuple[np.ndarray, np.ndarray, list[str], np.ndarray | None]:
    """Read a table of spectra with abundances and no image.

    Parameters
    ----------
    table : DataFrame
        A column a band, named by its wavelength or number, and one an endmember.

    Returns
    -------
    cube : (n, 1, bands) float32
    abundances : (n, 1, p) float32
    names : of the endmembers
    wavelengths : (bands,) as the columns are named, or None where they are numbered

    Raises
    ------
    UserError
        If there are no bands, or no abundances can be told.
    """
    bands = _bands(table)
    if len(bands) < 2:
        raise UserError(
            f"the table has no columns of bands among {_listed(table)}: name each by its "
            "wavelength or as band_1, band_2."
        )
    names = names or _fractions(table, leave_out=set(bands))
    numbers = np.array(list(bands.values()))
    counted = numbers[0] in (0, 1) and np.array_equal(np.diff(numbers), np.ones(len(numbers) - 1))
    return (
        _values(table, list(bands))[:, None],
        _values(table, names)[:, None],
        names,
        None if counted else numbers,
    )


def endmember_columns(table: pd.DataFrame) -> tuple[np.ndarray, list[str], np.ndarray | None]:
    """Read a table of endmembers: a column each, and perhaps one of wavelengths.

    Returns
    -------
    endmembers : (bands, p) float64
    names : of the columns
    wavelengths : (bands,) or None
    """
    lengths = [name for name in table.columns if str(name).lower().startswith("wavelength")]
    names = [str(name) for name in table.columns if name not in lengths]
    values = _values(table, names).astype(np.float64)
    return values, names, table[lengths[0]].to_numpy(float) if lengths else None


def unlabelled_rows(table: pd.DataFrame, names: list[str]) -> list[str]:
    """Say how many rows lack an abundance: a sentence, or none."""
    lacking = table[names].isna().to_numpy().any(axis=1)
    if not lacking.any():
        return []
    return [
        f"rows of the table with an empty cell among {few(names)} count as not labelled: "
        f"{lacking.sum():,} of {len(table):,}, the first of them row {lacking.argmax() + 1}"
    ]


def has_places(table: pd.DataFrame) -> bool:
    """Say whether a table tells where its pixels are."""
    return _named(table, ROWS) is not None and _named(table, COLUMNS) is not None


def has_labels(table: pd.DataFrame) -> bool:
    """Say whether a table is one of labelled pixels, wherever these may be."""
    numbers = table.select_dtypes("number").to_numpy(float)
    return bool(_coordinates(table)) or (numbers.shape[1] > 1 and sums_to_one(numbers, axis=1))


def has_bands(table: pd.DataFrame) -> bool:
    """Say whether a table has columns of bands."""
    return len(_bands(table)) > 1


def place_columns(table: pd.DataFrame) -> tuple[str, str]:
    """Return the names of the columns that tell where a pixel is.

    Raises
    ------
    UserError
        If there are none.
    """
    row, column = _named(table, ROWS), _named(table, COLUMNS)
    if row is None or column is None:
        there = _coordinates(table)
        raise UserError(
            f"a table of labelled pixels needs the columns row and column beside the abundances, "
            f"but has {_listed(table)}: add them."
            + (f" {' and '.join(there)} are not looked up in the image." if there else "")
        )
    return row, column


def _coordinates(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if str(name).lower() in COORDINATES]


def _named(table: pd.DataFrame, names: tuple[str, ...]) -> str | None:
    """Return the column that has one of these names, the first of them that is there."""
    by_name = {str(name).lower(): str(name) for name in table.columns}
    return next((by_name[name] for name in names if name in by_name), None)


def _bands(table: pd.DataFrame) -> dict[str, float]:
    """Return the numbers of the columns that are named as bands."""
    matches = {str(name): BAND.match(str(name)) for name in table.columns}
    return {name: float(match[1].replace(",", ".")) for name, match in matches.items() if match}


def _fractions(table: pd.DataFrame, leave_out: set[str]) -> list[str]:
    """Return the columns that are abundances: of numbers that sum to one in a row."""
    columns = map(str, table.select_dtypes("number").columns)
    numbers = [name for name in columns if name not in leave_out]
    values = table[numbers].to_numpy(float)
    if len(numbers) > 1 and sums_to_one(values, axis=1):
        return numbers
    if len(numbers) > 1 and sums_to_one(values / 100, axis=1):
        raise UserError(
            f"the columns {few(numbers)} sum to 100 and not to one, as percentages do: divide each "
            "pixel's abundances by their sum first."
        )
    reason = (
        "those of numbers do not sum to one" if len(numbers) > 1 else "fewer than two hold numbers"
    )
    others = [str(name) for name in table.columns if name not in leave_out]
    raise UserError(
        f"it cannot be told which of the columns {_listed(table)} are abundances, for {reason}: "
        f"name them, options: {_names_option(numbers if len(numbers) > 1 else others)}."
    )


def _names_option(columns: list[str]) -> str:
    """Write the option that names columns as YAML does, which puts some names in quotes."""
    option = {"names": columns}
    text = yaml.safe_dump(option, default_flow_style=True, allow_unicode=True, width=np.inf)
    return text.strip()


def _values(table: pd.DataFrame, names: list[str]) -> np.ndarray:
    from pandas import to_numeric

    absent = [name for name in names if name not in table.columns]
    if absent:
        raise UserError(f"the table has no column {', '.join(absent)}: it has {_listed(table)}.")
    numbers = table[names].apply(to_numeric, errors="coerce")
    wrong = numbers.isna() & table[names].notna()
    if wrong.to_numpy().any():
        name = wrong.any().idxmax()
        raise UserError(
            f"the column {name} holds '{table.loc[wrong[name], name].iloc[0]}', no number."
        )
    return numbers.to_numpy(np.float32)


def _listed(table: pd.DataFrame) -> str:
    return few([str(name) for name in table.columns])
