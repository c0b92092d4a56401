"""A scene of files of any kind: what each array is, and how it lies, is found out.

Files are told by their content and ending. Options name what files leave open.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import ORDERS, Known, Order
from unmixing.scenes.class_maps import averaged, coarser
from unmixing.scenes.endmember_spectra import (
    Target,
    match_endmembers,
    match_library,
    name_endmembers,
)
from unmixing.scenes.files.contents import few
from unmixing.scenes.groups import Groups
from unmixing.scenes.labelled_images import LabelledImage, labelled_image
from unmixing.scenes.labelled_tables import Placing, Spectra, joined, spectra_and_fractions
from unmixing.scenes.masks import MARKS, Marks, pixels_left_out
from unmixing.scenes.no_data import without_no_data
from unmixing.scenes.pixel_lists import filled
from unmixing.scenes.roles import Sources
from unmixing.scenes.scene import Scene, make_scene
from unmixing.scenes.spectral_libraries import Library, read_library
from unmixing.scenes.tiles import read_files
from unmixing.scenes.wavelengths import in_micrometres, of_sensor

ROLES = {
    "scene": False,
    "cube": False,
    "abundances": False,
    "endmembers": False,
    "library": False,
    "wavelengths": False,
    "valid": False,
}
# Roles that several rasters may have, each with a number: `cube_1`, `cube_2`.
TILED = ("cube", "abundances", "valid")


def read(
    files: dict[str, Path],
    keys: dict[str, str] | None = None,
    names: list[str] | None = None,
    size: list[int] | None = None,
    order: Order | None = None,
    scale: float | None = None,
    no_data: float | None = None,
    bad_bands: list[list[int]] | None = None,
    degrade: int | None = None,
    counted_from: int | None = None,
    wavelengths: tuple[float, float, int] | None = None,
    removed_channels: list[list[int]] | None = None,
    bands_axis: int | None = None,
    mask_marks: Marks | None = None,
    crs: str | None = None,
    groups: str | None = None,
) -> Scene:
    """Read a scene.

    Parameters
    ----------
    files : dict[str, Path]
        Paths of `cube` and `abundances`, or of a `scene` that holds both; perhaps of `endmembers`,
        a `library` of several spectra a class, `wavelengths` and `valid`, a mask that is not zero
        where pixels are valid. Tiles of one image are `cube_1`, `cube_2` and so on.
    keys : dict[str, str] or None
        Names of arrays in files, by role, where they are not told by themselves.
    names : list[str] or None
        Of the endmembers; in a table, of their columns.
    size : list[int] or None
        Height and width of a flattened image.
    order : Order or None
        "row" or "column": how a flattened image counts its pixels.
    scale : float or None
        What the numbers of the cube are divided by; None takes what its file says.
    no_data : float or None
        The number that stands for no value; None takes what the file says.
    bad_bands : list[list[int]] or None
        [first, last] of ranges of bands (from 1) to leave out.
    degrade : int or None
        Side of the square blocks of pixels that are averaged to one; needed by class maps.
    counted_from : int or None
        The number of the first row and column in a table of labelled pixels; None finds out
        whether that is 0 or 1.
    wavelengths : tuple[float, float, int] or None
        [first, last, channels] of the sensor, evenly spaced, in micrometres.
    removed_channels : list[list[int]] or None
        [first, last] of ranges of the sensor's channels (from 1) that the cube lacks.
    bands_axis : int or None
        The axis of the cube, from 0, along which its bands lie; None finds out.
    mask_marks : Marks or None
        "used" or "left_out": what pixels are where the mask is not 0; None finds out.
    crs : str or None
        The system of the coordinates of labels, such as "EPSG:4326"; None finds out.
    groups : str or None
        The column of a table that tells which labelled pixels belong together, such as a plot.

    Raises
    ------
    UserError
        If it cannot be told what is meant: with what the files hold.
    """
    _check_options(order, scale, degrade, counted_from, mask_marks)
    names = None if names is None else _as_text(names)
    sources = Sources(read_files(files), keys or {})
    source = few([path.name for path in files.values()])
    library, lengths = read_library(sources, "library"), _wavelengths(sources)
    endmembers = read_library(sources, "endmembers") or library
    if lengths is None and wavelengths is not None:
        lengths = of_sensor(*wavelengths, removed_channels or [])
    ground = sources.georeference
    spectra, of_tables = _listed_spectra(sources, names, groups)
    if spectra is not None:
        image = _image_of(spectra, of_tables)
        lengths = lengths if spectra.wavelengths is None else in_micrometres(spectra.wavelengths)
    else:
        if lengths is None and endmembers is not None:
            lengths = endmembers.wavelengths
        known = Known(
            size=sources.size() if size is None else (size[0], size[1]),
            order=order,
            usual="row" if sources.row_major else "column",
            bands=_bands(endmembers, lengths),
            p=_count_endmembers(endmembers, library),
            bands_axis=sources.bands_axis if bands_axis is None else bands_axis,
        )
        placing = Placing(names, counted_from, ground, crs or sources.crs, groups)
        image = labelled_image(sources, known, placing, degrade)
    cube, notes = _measured(image.cube, image.abundances, sources, no_data, mask_marks)
    divided_by = scale or sources.scale
    cube /= np.float32(divided_by)
    abundances = image.abundances
    if degrade:
        cube, abundances = averaged(cube, degrade), averaged(abundances, degrade)
    kept = ~_bad(cube.shape[-1], bad_bands, sources)
    p = abundances.shape[-1]
    names = names or image.names or sources.words(p) or name_endmembers(endmembers, p)
    target = Target(names, lengths, cube, divided_by, kept)
    matched, of_endmembers = match_endmembers(endmembers, target)
    whole, classes, of_library = match_library(library, target)
    of_spectra = dict.fromkeys((*of_endmembers, *of_library))
    return make_scene(
        cube=cube if kept.all() else cube[..., kept],
        abundances=abundances,
        names=names,
        endmembers=_of_kept(matched, kept),
        library=_of_kept(whole, kept),
        library_classes=classes,
        wavelengths=_of_kept(lengths, kept),
        source=source,
        is_image=spectra is None or spectra.places is not None,
        georeference=coarser(ground, degrade or 1),
        layers={} if degrade else image.layers,
        notes=(*sources.doubts(), *image.notes, *notes, *of_spectra),
    )


def _check_options(
    order: str | None,
    scale: float | None,
    degrade: int | None,
    counted_from: int | None,
    mask_marks: str | None,
) -> None:
    for is_right, words in (
        (order in (None, *ORDERS), f"order: {order} is neither row nor column"),
        (scale is None or _is_above(0, scale), f"scale: {scale} is not a positive number"),
        (degrade is None or _is_above(1, degrade), f"degrade: {degrade} is not 2 or more"),
        (counted_from in (None, 0, 1), f"counted_from: {counted_from} is neither 0 nor 1"),
        (
            mask_marks in (None, *MARKS),
            f"mask_marks: {mask_marks} is neither {' nor '.join(MARKS)}",
        ),
    ):
        if not is_right:
            raise UserError(f"options.{words}.")


def _as_text(names: list[Any]) -> list[str]:
    if any(isinstance(name, bool) for name in names):
        raise UserError(
            "options.names: YAML reads a name as true or false (yes, no, on and off are such "
            "words): put names in quotes."
        )
    return [str(name) for name in names]


def _is_above(limit: int, value: object) -> bool:
    return isinstance(value, int | float) and value > limit


def _listed_spectra(
    sources: Sources, names: list[str] | None, groups: str | None
) -> tuple[Spectra | None, list[str]]:
    """Read a table of spectra, with the labels of another table if these are there, or None."""
    table, labels = sources.table("cube"), sources.table("abundances")
    if table is None:
        return None, []
    both, notes = (table, []) if labels is None or labels is table else joined(table, labels)
    return spectra_and_fractions(both, names, groups), notes


def _image_of(spectra: Spectra, notes: list[str]) -> LabelledImage:
    """Make an image of a table of spectra: at their places if it has some, else a pixel a row."""
    cube, labels, places = spectra.cube, spectra.labels, spectra.places
    if places is None:
        kept = [*notes, *labels.notes]
        return LabelledImage(cube, labels.abundances, labels.names, kept, labels.layers)
    shape = tuple(places.max(axis=0) + 1)
    cube, abundances = (filled(shape, places, values[:, 0]) for values in (cube, labels.abundances))
    layers = {
        name: Groups(layer.values[:, 0], layer.names).as_layer(places, shape)
        for name, layer in labels.layers.items()
    }
    return LabelledImage(cube, abundances, labels.names, [*notes, *labels.notes], layers)


def _wavelengths(sources: Sources) -> np.ndarray | None:
    lengths, unit = sources.wavelengths()
    return None if lengths is None else in_micrometres(lengths, unit)


def _count_endmembers(endmembers: Library | None, library: Library | None) -> int | None:
    """Return how many endmembers their spectra tell; a library has several of each."""
    return None if endmembers is None or endmembers is library else min(endmembers.spectra.shape)


def _bands(endmembers: Library | None, lengths: np.ndarray | None) -> int | None:
    if lengths is not None:
        return len(lengths)
    return None if endmembers is None else len(endmembers.spectra)


def _measured(
    cube: np.ndarray,
    abundances: np.ndarray,
    sources: Sources,
    no_data: float | None,
    mask_marks: Marks | None,
) -> tuple[np.ndarray, list[str]]:
    """Make NaN what is not a measurement: numbers that stand for none, and what a mask leaves out.

    Returns
    -------
    cube : ndarray
        (height, width, bands) float32, a copy.
    notes : list of str
        A sentence on each thing found.
    """
    masked, notes = without_no_data(cube, sources.no_data if no_data is None else no_data)
    measured = masked.astype(np.float32, order="C", copy=masked is cube)
    mask, name = sources.mask()
    if mask is None:
        return measured, notes
    if mask.shape != cube.shape[:2] and not sources.has_own("valid"):
        return measured, notes
    if mask.shape != cube.shape[:2]:
        raise UserError(f"the mask has {mask.shape} pixels and the cube {cube.shape[:2]}.")
    left_out, of_mask = pixels_left_out(mask, name, measured, abundances, mask_marks)
    measured[left_out] = np.nan
    return measured, [*notes, *of_mask]


def _bad(bands: int, ranges: list[list[int]] | None, sources: Sources) -> np.ndarray:
    """Say which bands are to be left out: (bands,) bool."""
    bad = np.zeros(bands, bool) if sources.bad_bands is None else sources.bad_bands
    if len(bad) != bands:
        raise UserError(f"the file lists {len(bad)} good and bad bands for {bands} bands.")
    bad = bad.copy()
    for first, last in ranges or []:
        if not 1 <= first <= last <= bands:
            raise UserError(f"bad_bands: [{first}, {last}] is not a range of the {bands} bands.")
        bad[first - 1 : last] = True
    return bad


def _of_kept(spectra: np.ndarray | None, kept: np.ndarray) -> np.ndarray | None:
    """Leave out bad bands of endmembers or wavelengths, if they have them."""
    return spectra[kept] if spectra is not None and len(spectra) == len(kept) else spectra
