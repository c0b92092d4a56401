"""What the columns of a table of pixels are: by their names, held against their numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import yaml

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import sums_to_one
from unmixing.scenes.files.contents import few
from unmixing.scenes.fractions import HUNDRED, named_as_error, sum_without, without_fills

if TYPE_CHECKING:
    import pandas as pd

# Row and column, as one program names both.
PLACES = (("row", "column"), ("row", "col"), ("line", "sample"), ("line", "column"), ("y", "x"))
# They place a pixel on the earth: eastwards and northwards.
EAST = ("lon", "long", "lng", "longitude", "easting", "ref_x", "x_coord", "x")
NORTH = ("lat", "latitude", "northing", "ref_y", "y_coord", "y")
COORDINATES = {*EAST, *NORTH} - {"x", "y"}
# They number pixels and plots, and are not fractions whatever they hold.
IDS = re.compile(
    r"^(?:unnamed.*|fid|id|ids|plot|site|transect|polygon|point|object|index|no|nr)(?:_?id)?$"
)
BAND = re.compile(
    r"^(?:(?P<word>b|band|sr_b|wl|x|r|rho|refl|reflectance)[ _]?)?"
    r"(?P<number>\d+(?:[.,]\d+)?)(?P<letter>a)?[ _]?(?:nm|um)?$",
    re.IGNORECASE,
)
# Below it, what follows "band" is a number and no wavelength in nanometres.
SHORTEST_NANOMETRES = 200
# A band this many times as far from the next as bands usually are is alone.
ISOLATED = 20


class Bands(NamedTuple):
    """The columns that are bands.

    Attributes
    ----------
    numbers : dict[str, float]
        Column -> the number in its name.
    counters : list[str]
        Columns that are named as bands and count rows.
    notes : list[str]
        A sentence on each of these, and on each band that may not be one.
    """

    numbers: dict[str, float]
    counters: list[str]
    notes: list[str]

    @property
    def wavelengths(self) -> np.ndarray | None:
        """The wavelengths (bands,) that the names are, or None where they only count."""
        numbers = np.array(list(self.numbers.values()))
        counted = numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())
        words = {(match["word"] or "").lower() for match in map(BAND.match, self.numbers) if match}
        named = words <= {"b", "band", "sr_b"}
        return None if counted or (named and numbers.max() < SHORTEST_NANOMETRES) else numbers


def find_bands(table: pd.DataFrame) -> Bands:
    """Find the columns that are bands, by names that are wavelengths or numbers."""
    matches = {str(name): BAND.match(str(name)) for name in table.columns}
    named = {name: _number_of(match) for name, match in matches.items() if match}
    counters = [name for name in named if _counts_rows(table, name, named)]
    bands = {name: number for name, number in named.items() if name not in counters}
    notes = [f"the column {name} counts rows and is left out of the bands" for name in counters]
    return Bands(bands, counters, [*notes, *_doubts_of(bands)])


def find_places(table: pd.DataFrame) -> tuple[str, str]:
    """Return the names of the columns that tell where a pixel is.

    Raises
    ------
    UserError
        If there are none.
    """
    found = _places(table)
    if found is None:
        there = _coordinates(table)
        raise UserError(
            "a table of labelled pixels needs the columns row and column in addition to the "
            f"abundances, but has {listed_columns(table)}: add them."
            + (
                f" {' and '.join(there)} are not looked up in the image, which has no "
                "georeference: a GeoTIFF has one."
                if there
                else ""
            )
        )
    return found


def find_coordinates(table: pd.DataFrame) -> tuple[str, str] | None:
    """Return the names of the columns that tell where a pixel is on the earth, or None."""
    east, north = _named(table, EAST), _named(table, NORTH)
    return None if east is None or north is None else (east, north)


def find_fractions(table: pd.DataFrame, leave_out: Collection[str]) -> tuple[list[str], list[str]]:
    """Find the columns that are abundances: of numbers that sum to one, or to 100, in a row.

    Returns
    -------
    names : list of str
        Of the columns.
    notes : list of str
        A sentence on each column of numbers that is left out.

    Raises
    ------
    UserError
        If it cannot be told which they are.
    """
    numbers = [str(name) for name in table.select_dtypes("number").columns]
    others = {*leave_out, *_coordinates(table), *(_places(table) or ()), *find_bands(table).numbers}
    candidates = [name for name in numbers if name not in others and not IDS.match(name.lower())]
    ids = [name for name in numbers if name not in others and name not in candidates]
    whole = [name for name in candidates if _is_beyond_fractions(table[name])]
    for left_out in ([], whole):
        kept = [name for name in candidates if name not in left_out]
        notes = [f"the column {name} is not an abundance" for name in (*ids, *left_out)]
        error = error_column(table, kept)
        if error is not None:
            kept.remove(error)
            notes.append(
                f"the column {error} is left out: the others sum to one without it, as where it "
                "is the error of an unmixing"
            )
        if len(kept) > 1 and _sum_up(table[kept].to_numpy(float)):
            return kept, notes
    raise _unclear(table, others, candidates)


def error_column(table: pd.DataFrame, names: list[str]) -> str | None:
    """Return the column without which the others sum to one, and with which they do not."""
    values, _ = without_fills(table[names].to_numpy(float))
    found = sum_without(values, [named_as_error(name) for name in names])
    return None if found is None else names[found]


def has_places(table: pd.DataFrame) -> bool:
    """Say whether a table tells where its pixels are."""
    return _places(table) is not None


def has_labels(table: pd.DataFrame) -> bool:
    """Say whether a table is one of labelled pixels, wherever these may be."""
    if has_places(table) or _coordinates(table):
        return True
    try:
        find_fractions(table, leave_out=())
    except UserError:
        return False
    return True


def has_bands(table: pd.DataFrame) -> bool:
    """Say whether a table has columns of bands."""
    return len(find_bands(table).numbers) > 1


def is_library(table: pd.DataFrame) -> bool:
    """Say whether a table holds spectra with names or classes and nothing else, a row each."""
    words = table.select_dtypes(exclude="number").columns
    bands = find_bands(table).numbers
    ids = [name for name in table.columns if IDS.match(str(name).lower()) and name not in words]
    return (
        len(words) > 0
        and len(bands) > 1
        and len(bands) + len(words) + len(ids) == len(table.columns)
    )


def numbers_of(table: pd.DataFrame, names: Iterable[str]) -> np.ndarray:
    """Return columns of numbers (n, columns), NaN where a cell is empty.

    Raises
    ------
    UserError
        If a cell holds something else.
    """
    from pandas import to_numeric

    columns = table[list(names)]
    numbers = columns.apply(to_numeric, errors="coerce")
    wrong = numbers.isna() & columns.notna()
    if wrong.to_numpy().any():
        name = wrong.any().idxmax()
        value = columns.loc[wrong[name], name].iloc[0]
        raise UserError(f"the column {name} holds '{value}', which is not a number.")
    values: np.ndarray = numbers.to_numpy(float)
    return values


def are_whole(numbers: np.ndarray) -> bool:
    """Say whether all are finite and whole."""
    return bool((np.isfinite(numbers) & (numbers == np.round(numbers))).all())


def listed_columns(table: pd.DataFrame) -> str:
    """Name the first columns of a table, and count the others."""
    return few([str(name) for name in table.columns])


def _number_of(match: re.Match[str]) -> float:
    """Return the number of a band; Sentinel-2 has a band 8A between 8 and 9."""
    return float(match["number"].replace(",", ".")) + (0.5 if match["letter"] else 0)


def _counts_rows(table: pd.DataFrame, name: str, bands: Collection[str]) -> bool:
    """Say whether a column numbers the rows of its table, or holds one whole number for all."""
    others = [other for other in bands if other != name]
    values = table[name].to_numpy()
    if not others or values.dtype.kind not in "iu" or len(values) < 3:
        return False
    steps = np.diff(np.sort(values))
    if all(table[other].dtype.kind == "f" for other in others):
        return bool((steps > 0).all() or (steps == 0).all())
    # Spectra in whole numbers have no band that counts.
    return bool((steps == 1).all())


def _doubts_of(bands: dict[str, float]) -> list[str]:
    """Doubt a band that is far from all others, as a year or a number of something else is."""
    if len(bands) < 4:
        return []
    names = sorted(bands, key=lambda name: bands[name])
    steps = np.diff([bands[name] for name in names])
    usual = np.median(steps)
    doubts = []
    for at, name in enumerate(names):
        nearest = min(steps[max(at - 1, 0) : at + 1])
        if usual > 0 and nearest > ISOLATED * usual:
            doubts.append(
                f"the column {name} was taken for a band, and the next one is {nearest:g} away, "
                f"where others are {usual:g}: if it is not a band, take it out of the table"
            )
    return doubts


def _is_beyond_fractions(column: pd.Series) -> bool:
    """Say whether whole numbers of a column reach beyond what fractions or percentages do."""
    values = column.to_numpy(float)
    known = values[np.isfinite(values)]
    return known.size > 0 and bool((known == np.round(known)).all() and known.max() > 1)


def _sum_up(values: np.ndarray) -> bool:
    known, _ = without_fills(values)
    return sums_to_one(known, axis=1) or sums_to_one(known / HUNDRED, axis=1)


def _unclear(table: pd.DataFrame, leave_out: Collection[str], numbers: list[str]) -> UserError:
    reason = (
        "those of numbers do not sum to one" if len(numbers) > 1 else "fewer than two hold numbers"
    )
    words = [str(name) for name in table.columns if name not in leave_out]
    others = [name for name in words if not IDS.match(name.lower())]
    return UserError(
        f"it cannot be told which of the columns {listed_columns(table)} are abundances, for "
        f"{reason}: name those that are, options: "
        f"{_names_option(numbers if len(numbers) > 1 else others)}."
    )


def _names_option(columns: list[str]) -> str:
    """Write the option that names columns as YAML does, which puts some names in quotes."""
    option = {"names": columns}
    text = yaml.safe_dump(option, default_flow_style=True, allow_unicode=True, width=np.inf)
    return text.strip()


def _places(table: pd.DataFrame) -> tuple[str, str] | None:
    pairs = ((_named(table, (row,)), _named(table, (column,))) for row, column in PLACES)
    return next(((row, column) for row, column in pairs if row and column), None)


def _coordinates(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if str(name).lower() in COORDINATES]


def _named(table: pd.DataFrame, names: tuple[str, ...]) -> str | None:
    """Return the column that has one of these names, the first of them that is there."""
    by_name = {str(name).lower(): str(name) for name in table.columns}
    return next((by_name[name] for name in names if name in by_name), None)
