"""Spectra of endmembers as files hold them, brought to the order and the bands of a scene."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import CLASSES, SPECTRA_NAMES, few
from unmixing.scenes.roles import Sources
from unmixing.scenes.table_columns import find_bands, is_library
from unmixing.scenes.wavelengths import in_micrometres

if TYPE_CHECKING:
    import pandas as pd


# Spectra this many times as bright as the cube are in other units.
UNITS_APART = 5.0
# Names of a column of wavelengths.
LENGTHS = re.compile(r"^(?:wavelength.*|wl|lambda|nm|um|nanomet.*|micromet.*)$")


class Endmembers(NamedTuple):
    """Spectra of endmembers.

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


def read_endmembers(sources: Sources) -> Endmembers | None:
    """Return the endmembers of a table, a library or an array, or None."""
    file = sources.files.get("endmembers")
    table = sources.table("endmembers") if file is not None else None
    if table is not None:
        return _of_table(table)
    spectra = sources.array("endmembers")
    if spectra is None:
        return None
    if file is not None and SPECTRA_NAMES in file.texts:
        own = file.wavelengths
        return Endmembers(
            np.asarray(spectra, np.float64).T / file.scale,
            file.texts[SPECTRA_NAMES],
            None if own is None else in_micrometres(own, file.wavelength_unit),
            {name: words for name, words in file.texts.items() if name.startswith(CLASSES)},
        )
    if spectra.ndim == 2 and len(spectra) < spectra.shape[1]:
        spectra = spectra.T
    return Endmembers(spectra)


def name_endmembers(endmembers: Endmembers | None, p: int) -> list[str]:
    """Name p endmembers as their spectra are, or by numbers."""
    if endmembers is not None and endmembers.names is not None and len(endmembers.names) == p:
        return endmembers.names
    return [f"endmember {number}" for number in range(p)]


def match_spectra(
    endmembers: Endmembers | None,
    names: Sequence[str],
    wavelengths: np.ndarray | None,
    cube: np.ndarray,
    divided_by: float,
    kept: np.ndarray,
) -> tuple[np.ndarray | None, list[str]]:
    """Bring spectra to the units, the bands and the order of a scene.

    Parameters
    ----------
    endmembers : Endmembers or None
        As they were read.
    names : Sequence[str]
        Of the abundance maps, in their order.
    wavelengths : ndarray or None
        (bands,) of the cube, in micrometres.
    cube : ndarray
        (height, width, bands); NaN where nothing was measured.
    divided_by : float
        What the numbers of the cube were divided by.
    kept : ndarray
        (bands,) bool, false where a band is left out.

    Returns
    -------
    spectra : ndarray or None
        (bands, p).
    notes : list of str
        A sentence on each change.

    Raises
    ------
    UserError
        If the spectra do not reach all bands, or it cannot be told which of them are meant.
    """
    if endmembers is None:
        return None, []
    scaled, of_units = _in_units_of(cube, divided_by, endmembers)
    there, of_bands = (scaled, []) if wavelengths is None else _resampled(scaled, wavelengths, kept)
    spectra, of_order = _in_order_of(names, there)
    return spectra, [*of_units, *of_bands, *of_order]


def _of_table(table: pd.DataFrame) -> Endmembers:
    """Read a table of endmembers, a row or a column each.

    A spectrum a row has a column a band, and one of names. A spectrum a column has a row a band,
    and perhaps a column of wavelengths.

    Raises
    ------
    UserError
        If a value is not a number.
    """
    if is_library(table):
        words = table.select_dtypes(exclude="number").columns
        bands = find_bands(table)
        spectra = table[list(bands.numbers)].to_numpy(np.float64).T
        names = [str(name) for name in table[words[0]]]
        own = None if bands.wavelengths is None else in_micrometres(bands.wavelengths)
        classes = {f"{CLASSES} {word}": [str(name) for name in table[word]] for word in words}
        return Endmembers(spectra, names, own, classes)
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
    return Endmembers(spectra, names, own)


def _in_units_of(
    cube: np.ndarray, scale: float, endmembers: Endmembers
) -> tuple[Endmembers, list[str]]:
    """Divide spectra by what the cube was divided by, where they are in its old units.

    Parameters
    ----------
    cube : ndarray
        (height, width, bands), divided by the scale; NaN where nothing was measured.
    scale : float
        What it was divided by.
    """
    level = float(np.abs(endmembers.spectra).max()) / float(np.nanmax(np.abs(cube)))
    if scale <= 1 or level < UNITS_APART or level < np.sqrt(scale):
        return endmembers, []
    return endmembers._replace(spectra=endmembers.spectra / scale), [
        f"the spectra of the endmembers are divided by {scale:g} as the cube is"
    ]


def _in_order_of(maps: Sequence[str], endmembers: Endmembers) -> tuple[np.ndarray, list[str]]:
    """Choose the spectra of maps by their names, or the mean spectra of classes of these names.

    Returns
    -------
    spectra : ndarray
        (bands, p).
    notes : list of str
        A sentence where they were in another order, or more.

    Raises
    ------
    UserError
        If there are more spectra than maps, and names do not tell which are meant.
    """
    spectra, names = endmembers.spectra, endmembers.names
    if names is None:
        return spectra, []
    places = {name.strip().lower(): place for place, name in reversed(list(enumerate(names)))}
    wanted = [places.get(name.strip().lower()) for name in maps]
    if None in wanted:
        for told_by, classes in endmembers.classes.items():
            if set(maps) <= set(classes):
                return _means(spectra, classes, maps), [
                    f"the spectra of {few(list(maps))} are means of "
                    f"{', '.join(str(classes.count(name)) for name in maps)} spectra of the "
                    f"library, {told_by}"
                ]
        if spectra.shape[1] > len(maps):
            raise UserError(
                f"there are spectra of {few(names)}, and maps of {few(list(maps))}: name the maps "
                f"as their spectra are, options: {{names: [{', '.join(names[: len(maps)])}]}}, say."
            )
        return spectra, []
    order = [place for place in wanted if place is not None]
    if order == list(range(spectra.shape[1])):
        return spectra, []
    return spectra[:, order], [
        f"the spectra of {few(list(maps))} are taken by name from {few(names)}"
    ]


def _means(spectra: np.ndarray, classes: list[str], names: Sequence[str]) -> np.ndarray:
    """Return the mean spectrum of each class (bands, p)."""
    of_spectra = np.array(classes)
    return np.stack([spectra[:, of_spectra == name].mean(axis=1) for name in names], axis=1)


def _resampled(
    endmembers: Endmembers, wavelengths: np.ndarray, kept: np.ndarray
) -> tuple[Endmembers, list[str]]:
    """Bring spectra to the bands of a scene, where their own wavelengths are others.

    A band of the scene is as wide as its distance from the next.

    Parameters
    ----------
    wavelengths : ndarray
        (bands,) of the scene, in micrometres.
    kept : ndarray
        (bands,) bool, false where a band is left out.

    Raises
    ------
    UserError
        If the scene has bands that the spectra do not reach.
    """
    own = endmembers.wavelengths
    if own is None or (len(own) == len(wavelengths) and np.allclose(own, wavelengths, rtol=1e-3)):
        return endmembers, []
    from spectral import BandResampler

    order, of_scene = np.argsort(own), np.argsort(wavelengths)
    resample = BandResampler(own[order], wavelengths[of_scene])
    spectra = np.empty((len(wavelengths), endmembers.spectra.shape[1]))
    for place, spectrum in enumerate(endmembers.spectra.T):
        spectra[of_scene, place] = resample(spectrum[order])
    unreached = kept & ~np.isfinite(spectra).all(axis=1)
    if unreached.any():
        raise UserError(
            f"the spectra of the endmembers go from {own.min():.3g} to {own.max():.3g} micrometres "
            f"and do not reach {unreached.sum()} bands of the scene: leave these bands out, "
            "options: {bad_bands: [[first, last]]}, or the spectra."
        )
    return endmembers._replace(spectra=spectra, wavelengths=wavelengths), [
        f"the spectra of the endmembers have {len(own)} other bands and are resampled to the "
        f"{len(wavelengths)} of the scene by wavelength"
    ]
