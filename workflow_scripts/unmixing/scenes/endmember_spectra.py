"""Spectra of a library brought to the units, the bands and the endmembers of a scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.cube import Cube, find_largest_size
from unmixing.scenes.files.contents import few
from unmixing.scenes.resampling import have_same_bands, resample
from unmixing.scenes.spectral_libraries import Library

# Spectra this many times as bright as the cube are in other units.
UNITS_APART = 5.0


@dataclass(frozen=True)
class Target:
    """The scene that spectra are brought to.

    Attributes
    ----------
    names : Sequence[str]
        Of the abundance maps, in their order.
    wavelengths : ndarray or None
        (bands,) of the cube, in micrometres.
    cube : Cube
        (height, width, bands); NaN where nothing was measured.
    divided_by : float
        What the numbers of the cube were divided by.
    kept : ndarray
        (bands,) bool, false where a band is left out.
    """

    names: Sequence[str]
    wavelengths: np.ndarray | None
    cube: Cube
    divided_by: float
    kept: np.ndarray


def name_endmembers(library: Library | None, p: int) -> list[str]:
    """Name p endmembers as their spectra are, or by numbers."""
    if library is not None and library.names is not None and len(library.names) == p:
        return library.names
    return [f"endmember {number}" for number in range(p)]


def match_endmembers(
    library: Library | None, target: Target
) -> tuple[np.ndarray | None, list[str]]:
    """Bring spectra to a scene, one for each of its maps.

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
    if library is None:
        return None, []
    there, notes = _in_bands_of(target, library)
    spectra, of_order = _in_order_of(target.names, there)
    return spectra, [*notes, *of_order]


def match_library(
    library: Library | None, target: Target
) -> tuple[np.ndarray | None, list[str], list[str]]:
    """Bring a whole library to a scene.

    Returns
    -------
    spectra : ndarray or None
        (bands, n), of endmembers and other surfaces.
    classes : list of str
        Of each spectrum.
    notes : list of str
        A sentence on each change.

    Raises
    ------
    UserError
        If the spectra do not reach all bands, or no class of a map has one.
    """
    if library is None:
        return None, [], []
    there, notes = _in_bands_of(target, library)
    found = _find_classes(target.names, there)
    if found is None:
        raise UserError(
            f"the library does not tell the classes {few(list(target.names))} of its spectra: add "
            "a column of them, in a CSV of a row a spectrum or in one with the name of the .sli "
            "next to it."
        )
    return there.spectra, found[1], notes


def _in_bands_of(target: Target, library: Library) -> tuple[Library, list[str]]:
    scaled, notes = _in_units_of(target.cube, target.divided_by, library)
    if target.wavelengths is None or target.wavelengths is library.wavelengths:
        _check_number(library, target.cube.shape[-1])
        return scaled, notes
    there, of_bands = _resampled(scaled, target.wavelengths, target.kept)
    return there, [*notes, *of_bands]


def _check_number(library: Library, bands: int) -> None:
    """Refuse spectra of known wavelengths for other bands of an image, whose are not known."""
    own = len(library.spectra)
    if library.wavelengths is not None and own != bands:
        raise UserError(
            f"the spectra of the endmembers have {own} bands and the image {bands}, of which no "
            "wavelengths are known: add a file of them, wavelengths=FILE, or say them, options: "
            "{wavelengths: [first, last, number]}, in micrometres."
        )


def _in_units_of(cube: Cube, scale: float, library: Library) -> tuple[Library, list[str]]:
    """Divide spectra by the scale of the cube, where they are in the units that it had before."""
    if scale <= 1:
        return library, []
    level = float(np.abs(library.spectra).max()) / find_largest_size(cube)
    if level < UNITS_APART or level < np.sqrt(scale):
        return library, []
    return library._replace(spectra=library.spectra / scale), [
        f"the spectra of the endmembers are divided by {scale:g} as the cube is"
    ]


def _in_order_of(maps: Sequence[str], library: Library) -> tuple[np.ndarray, list[str]]:
    """Choose the spectra of maps by their names, or the mean spectra of classes of these names.

    A note says so if there were more of them or in another order. More spectra than maps are
    refused unless their names say which are meant.
    """
    spectra, names = library.spectra, library.names
    if names is None:
        return spectra, []
    keys = [name.strip().lower() for name in names]
    wanted = [name.strip().lower() for name in maps]
    if all(keys.count(key) == 1 for key in wanted):
        order = [keys.index(key) for key in wanted]
        if order == list(range(spectra.shape[1])):
            return spectra, []
        return spectra[:, order], [
            f"the spectra of {few(list(maps))} are taken by name from {few(names)}"
        ]
    found = _find_classes(maps, library)
    if found is not None:
        told_by, classes = found
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


def _find_classes(maps: Sequence[str], library: Library) -> tuple[str, list[str]] | None:
    """Return what tells classes with the names of all maps, and the class of each spectrum."""
    told = dict(library.classes)
    if library.names is not None:
        told["classes by their names"] = library.names
    return next((found for found in told.items() if set(maps) <= set(found[1])), None)


def _means(spectra: np.ndarray, classes: list[str], names: Sequence[str]) -> np.ndarray:
    """Return the mean spectrum of each class (bands, p)."""
    of_spectra = np.array(classes)
    return np.stack([spectra[:, of_spectra == name].mean(axis=1) for name in names], axis=1)


def _resampled(
    library: Library, wavelengths: np.ndarray, kept: np.ndarray
) -> tuple[Library, list[str]]:
    """Bring spectra to the wavelengths (bands,) of a scene, where their own are others.

    They have to reach every band that is kept (bands,).
    """
    own = library.wavelengths
    if own is None or have_same_bands(own, wavelengths):
        return library, []
    spectra = resample(library.spectra.T, own, wavelengths).T
    unreached = kept & ~np.isfinite(spectra).all(axis=1)
    if unreached.any():
        raise UserError(
            f"the spectra of the endmembers go from {own.min():.3g} to {own.max():.3g} micrometres "
            f"and do not reach {unreached.sum()} bands of the scene: leave these bands out, "
            "options: {bad_bands: [[first, last]]}, or the spectra."
        )
    return library._replace(spectra=spectra, wavelengths=wavelengths), [
        f"the spectra of the endmembers have {len(own)} other bands and are resampled to the "
        f"{len(wavelengths)} of the scene by wavelength"
    ]
