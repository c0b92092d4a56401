"""What a file holds: named arrays and what it says of them; not what they mean."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.cube import SMALL
from unmixing.scenes.georeference import Georeference

# Formats are looked up while a Snakefile is read: pandas, SciPy and readers of files wait.
if TYPE_CHECKING:
    import pandas as pd

SHOWN = 12
# What texts call the names of the spectra of a library.
SPECTRA_NAMES = "spectra names"
# What begins the name of a text that holds their classes.
CLASSES = "classes by"


@dataclass(frozen=True)
class Contents:
    """What a file holds.

    Attributes
    ----------
    path : Path
        Of the file.
    kind : str
        For messages, such as "MATLAB".
    arrays : Mapping[str, Any]
        By name; read when they are made NumPy arrays.
    column_major : bool
        Whether programs that write such files flatten images column by column.
    texts : Mapping[str, list[str]]
        Lists of words, by name.
    tables : Mapping[str, DataFrame]
        Of a file of rows and columns, by the names of its sheets; a text has one, of no name.
    band_names : tuple[str, ...]
        Of an image, or empty.
    wavelengths : ndarray or None
        Of its bands in `wavelength_unit`, or None.
    wavelength_unit : str
        As the file spells it, or empty.
    no_data : float or None
        The number that stands for no value, or None.
    scale : float
        What numbers of its image are divided by.
    bands_axis : int or None
        The axis of the bands of its image, where the format says it.
    bad_bands : ndarray or None
        True for bands that the file calls bad, or None.
    georeference : Georeference or None
        Where its image lies on the earth, or None.
    polygons : tuple[Any, ...]
        Shapely's shapes, one a row of its table, or empty.
    crs : str or None
        The system of the coordinates of its table, or None.
    doubts : tuple[str, ...]
        What may be wrong with the file though it can be read, a sentence each.
    """

    path: Path
    kind: str
    arrays: Mapping[str, Any] = field(default_factory=dict)
    column_major: bool = False
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    band_names: tuple[str, ...] = ()
    wavelengths: np.ndarray | None = None
    wavelength_unit: str = ""
    no_data: float | None = None
    scale: float = 1.0
    bands_axis: int | None = None
    bad_bands: np.ndarray | None = None
    georeference: Georeference | None = None
    polygons: tuple[Any, ...] = ()
    crs: str | None = None
    doubts: tuple[str, ...] = ()

    def numbers(self, name: str) -> np.ndarray:
        """Return an array of this name, of real numbers.

        Raises
        ------
        UserError
            If it holds no real numbers.
        """
        array = np.asarray(self.arrays[name])
        if array.dtype.kind not in "biuf":
            raise UserError(
                f"{self.path}: '{name}' holds {_type_of(array)}, and numbers are needed: "
                "write it as real numbers (float32, say)."
            )
        return array

    def described(self) -> str:
        """Say what the file holds: keys, shapes, types and ranges."""
        if self.tables:
            return "; ".join(_table_in_words(*named) for named in self.tables.items())
        parts = [f"{name} {_array_in_words(array)}" for name, array in self.arrays.items()]
        parts += [f"{name} ({len(words)} words)" for name, words in self.texts.items()]
        return few(parts) or "nothing"


def _table_in_words(name: str, table: pd.DataFrame) -> str:
    columns = few([str(column) for column in table.columns])
    sheet = f"sheet {name}, " if name else ""
    return f"{sheet}a table of {len(table):,} rows with the columns {columns}"


def read_start(path: Path, count: int) -> bytes:
    """Return the first bytes of a file, by which its kind is told."""
    with open(path, "rb") as file:
        return file.read(count)


def list_archive(path: Path) -> list[str]:
    """List the files in a zip archive; there are none in any other file."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def few(words: list[str]) -> str:
    """Join the first of many words."""
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more


def last_word(name: str) -> str:
    """Return the name of an array without the groups that it lies in."""
    return name.rsplit("/", 1)[-1]


def _array_in_words(array: Any) -> str:
    shape = " x ".join(map(str, array.shape)) or "one number"
    return f"({shape}, {array.dtype}{_range_in_words(array)})"


def _range_in_words(array: Any) -> str:
    """Say how far the numbers of an array go; nothing of what holds no numbers."""
    if array.dtype.kind not in "iuf" or 0 in array.shape:
        return ""
    step = max(math.prod(array.shape) // SMALL, 1) if array.ndim > 1 else 1
    values = np.asarray(array[::step] if step > 1 else array)
    finite = np.isfinite(values)
    if not finite.any():
        return ", nothing finite"
    limits = _limits(values.dtype)
    smallest = values.min(where=finite, initial=limits.max)
    largest = values.max(where=finite, initial=limits.min)
    return f", {smallest:g} to {largest:g}{f' in every {step}th row' if step > 1 else ''}"


def _limits(dtype: np.dtype) -> np.iinfo | np.finfo:
    return np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)


def _type_of(array: np.ndarray) -> str:
    kinds = {"c": "complex numbers", "O": "objects", "U": "text", "S": "text", "V": "records"}
    return kinds.get(array.dtype.kind, str(array.dtype))
