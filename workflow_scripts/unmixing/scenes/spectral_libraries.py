"""Libraries: spectra of endmembers as files hold them, with their names and classes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import CLASSES, SPECTRA_NAMES, few
from unmixing.scenes.roles import Sources
from unmixing.scenes.table_columns import find_bands, is_library
from unmixing.scenes.wavelengths import in_micrometres

if TYPE_CHECKING:
    import pandas as pd

# Names of a column of wavelengths.
LENGTHS = re.compile(r"^(?:wavelength.*|wl|lambda|nm|um|nanomet.*|micromet.*)$")


class Library(NamedTuple):
    """Spectra of endmembers, one of each or several.

    Attributes
    ----------
    spectra : ndarray
        (bands, n) float64.
    names : list[str] or None
        Of the spectra.
    wavelengths : ndarray or None
        (bands,) in micrometres, where the file of the spectra tells them.
    classes : Mapping[str, list[str]]
        Classes of the spectra, by what tells them.
    """

    spectra: np.ndarray
    names: list[str] | None = None
    wavelengths: np.ndarray | None = None
    classes: Mapping[str, list[str]] = {}


def read_library(sources: Sources, role: Literal["endmembers", "library"]) -> Library | None:
    """Return the spectra of a table, a library or an array, or None."""
    file = sources.files.get(role)
    table = sources.table(role) if file is not None else None
    if table is not None:
        return _of_table(table)
    spectra = sources.array(role)
    if spectra is None:
        return None
    if file is not None and SPECTRA_NAMES in file.texts:
        own = file.wavelengths
        return Library(
            np.asarray(spectra, np.float64).T / file.scale,
            file.texts[SPECTRA_NAMES],
            None if own is None else in_micrometres(own, file.wavelength_unit),
            {name: words for name, words in file.texts.items() if name.startswith(CLASSES)},
        )
    if spectra.ndim == 2 and len(spectra) < spectra.shape[1]:
        spectra = spectra.T
    return Library(spectra)


def _of_table(table: pd.DataFrame) -> Library:
    """Read a table of endmembers, a row or a column each, of numbers alone.

    A spectrum a row has a column a band, and one of names. A spectrum a column has a row a band,
    and perhaps a column of wavelengths.
    """
    if is_library(table):
        words = table.select_dtypes(exclude="number").columns
        bands = find_bands(table)
        spectra = table[list(bands.numbers)].to_numpy(np.float64).T
        names = [str(name) for name in table[words[0]]]
        own = None if bands.wavelengths is None else in_micrometres(bands.wavelengths)
        classes = {f"{CLASSES} {word}": [str(name) for name in table[word]] for word in words}
        return Library(spectra, names, own, classes)
    lengths = [name for name in table.columns if LENGTHS.match(str(name).lower())]
    names = [str(name) for name in table.columns if name not in lengths]
    try:
        spectra = table[names].to_numpy(np.float64)
    except ValueError:
        raise UserError(
            f"the table of endmembers has the columns {few(names)}, and not all hold numbers: make "
            "it a column a spectrum, or a row a spectrum with its name in the first column."
        ) from None
    own = in_micrometres(table[lengths[0]].to_numpy(float)) if lengths else None
    return Library(spectra, names, own)
