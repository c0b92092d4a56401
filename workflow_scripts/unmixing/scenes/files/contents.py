"""What a file holds: named arrays and what it says of them; not what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError

# Formats are looked up while a Snakefile is read: pandas, SciPy and readers of files wait.
if TYPE_CHECKING:
    import pandas as pd

SHOWN = 12


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
    table : DataFrame or None
        Of a file of rows and columns, else None.
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
    bad_bands : ndarray or None
        True for bands that the file calls bad, or None.
    doubts : tuple[str, ...]
        What may be wrong with the file though it can be read, a sentence each.
    """

    path: Path
    kind: str
    arrays: Mapping[str, Any] = field(default_factory=dict)
    column_major: bool = False
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    table: pd.DataFrame | None = None
    band_names: tuple[str, ...] = ()
    wavelengths: np.ndarray | None = None
    wavelength_unit: str = ""
    no_data: float | None = None
    scale: float = 1.0
    bad_bands: np.ndarray | None = None
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
        if self.table is not None:
            columns = [str(column) for column in self.table.columns]
            return f"a table of {len(self.table):,} rows with the columns {few(columns)}"
        parts = [f"{name} {_array_in_words(array)}" for name, array in self.arrays.items()]
        parts += [f"{name} ({len(words)} words)" for name, words in self.texts.items()]
        return few(parts) or "nothing"


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
    values = np.asarray(array)
    if values.dtype.kind not in "iuf" or not values.size:
        return ""
    finite = np.isfinite(values)
    if not finite.any():
        return ", nothing finite"
    limits = _limits(values.dtype)
    smallest = values.min(where=finite, initial=limits.max)
    return f", {smallest:g} to {values.max(where=finite, initial=limits.min):g}"


def _limits(dtype: np.dtype) -> np.iinfo | np.finfo:
    return np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)


def _type_of(array: np.ndarray) -> str:
    kinds = {"c": "complex numbers", "O": "objects", "U": "text", "S": "text", "V": "records"}
    return kinds.get(array.dtype.kind, str(array.dtype))
