"""A scene of files of any kind: what each array is, and how it lies, is found out.

Files are told by their content and ending. Options name what files leave open.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import Known
from unmixing.scenes.class_maps import averaged, coarser
from unmixing.scenes.cube import (
    Cube,
    StoredCube,
    divide_rows,
    in_parts,
    keep_bands,
    keep_rows,
    load_small,
    spectra_at,
)
from unmixing.scenes.endmember_spectra import (
    Target,
    match_endmembers,
    match_library,
    name_endmembers,
)
from unmixing.scenes.files.contents import few
from unmixing.scenes.groups import LAYER, Groups, number_groups
from unmixing.scenes.labelled_images import labelled_image
from unmixing.scenes.labelled_tables import Labels, Placing, Spectra, joined, spectra_and_fractions
from unmixing.scenes.masks import pixels_left_out
from unmixing.scenes.no_data import find_no_data
from unmixing.scenes.pixel_lists import filled
from unmixing.scenes.reading_options import ReadingOptions
from unmixing.scenes.roles import Sources
from unmixing.scenes.scene import Layer, Scene, make_scene
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
    "group_ids": False,
}
# Roles that several rasters may have, each with a number: `cube_1`, `cube_2`.
TILED = ("cube", "abundances", "valid")
OPTIONS = ReadingOptions


def read(files: dict[str, Path], most_blocks: int | None = None, **options: Any) -> Scene:
    """Read a scene.

    Parameters
    ----------
    files : dict[str, Path]
        Paths of `cube` and `abundances`, or of a `scene` that holds both; perhaps of `endmembers`,
        a `library` of several spectra a class, `wavelengths` and `valid`, a mask that is not zero
        where pixels are valid; and of `group_ids`, whose numbers, other than 0, tell which pixels
        belong together. Tiles of one image are `cube_1`, `cube_2` and so on.
    most_blocks : int or None
        Blocks of rows of a large image that are looked at for numbers that stand for no data; None
        looks at all.
    **options : Any
        Of `ReadingOptions`, by name.

    Raises
    ------
    UserError
        If it cannot be told what is meant: with what the files hold.
    """
    asked = ReadingOptions(**options)
    sources = Sources(read_files(files), asked.keys)
    library = read_library(sources, "library")
    endmembers = read_library(sources, "endmembers") or library
    lengths = _wavelengths(sources, asked)
    spectra, of_tables = _listed_spectra(sources, asked)
    if spectra is not None:
        image, labels = _image_of(spectra, of_tables)
        lengths = lengths if spectra.wavelengths is None else in_micrometres(spectra.wavelengths)
    else:
        if lengths is None and endmembers is not None:
            lengths = endmembers.wavelengths
        known = Known(
            size=(asked.size[0], asked.size[1]) if asked.size else sources.size(),
            order=asked.order,
            usual="row" if sources.row_major else "column",
            bands=_bands(endmembers, lengths),
            p=_count_endmembers(endmembers, library),
            bands_axis=sources.cube.bands_axis if asked.bands_axis is None else asked.bands_axis,
        )
        image, labels = labelled_image(sources, known, _placing(sources, asked), asked.degrade)
    every = 1
    if most_blocks and not asked.degrade:
        every = -(-sum(1 for _ in divide_rows(image)) // most_blocks)
    kept = ~_bad(image.shape[-1], asked.bad_bands, sources)
    stored, of_cube = _measured(image, labels.abundances, sources, asked, every, ~kept)
    divided_by = asked.scale or sources.scale
    stored = replace(stored, divided_by=divided_by)
    cube: Cube = stored if stored.is_short else load_small(stored)
    abundances = labels.abundances
    if asked.degrade:
        cube, abundances = (averaged(part, asked.degrade) for part in (cube, abundances))
    p = abundances.shape[-1]
    names = asked.names or labels.names or sources.words(p) or name_endmembers(endmembers, p)
    target = Target(names, lengths, cube, divided_by, kept)
    matched, of_endmembers = match_endmembers(endmembers, target)
    whole, classes, of_library = match_library(library, target)
    of_spectra = dict.fromkeys((*of_endmembers, *of_library))
    return make_scene(
        cube=keep_bands(cube, kept),
        abundances=abundances,
        names=names,
        endmembers=keep_rows(matched, kept),
        library=keep_rows(whole, kept),
        library_classes=classes,
        wavelengths=keep_rows(lengths, kept),
        source=few([path.name for path in files.values()]),
        is_image=spectra is None or spectra.places is not None,
        georeference=coarser(sources.georeference, asked.degrade or 1),
        layers={} if asked.degrade else {**labels.layers, **_numbered_groups(sources, cube.shape)},
        notes=(*sources.doubts(), *labels.notes, *of_cube, *of_spectra),
    )


def _numbered_groups(sources: Sources, shape: tuple[int, ...]) -> dict[str, Layer]:
    """Return the layer of groups that an array of numbers tells, if there is one."""
    numbers = sources.array("group_ids")
    if numbers is None:
        return {}
    if numbers.shape != shape[:2]:
        raise UserError(
            f"the groups have {' x '.join(map(str, numbers.shape))} pixels and the cube "
            f"{shape[0]} x {shape[1]}: give a number for each pixel, 0 for those of no group."
        )
    return {LAYER: number_groups(numbers)}


def _placing(sources: Sources, asked: ReadingOptions) -> Placing:
    crs, bad = asked.crs or sources.labels.crs, sources.cube.bad_bands
    told = [] if bad is None else [np.flatnonzero(bad)]
    ranges = [np.arange(first - 1, last) for first, last in asked.bad_bands]
    bad_bands = np.concatenate([np.zeros(0, int), *told, *ranges])
    return Placing(
        asked.names, asked.counted_from, sources.georeference, crs, asked.groups, bad_bands
    )


def _listed_spectra(sources: Sources, asked: ReadingOptions) -> tuple[Spectra | None, list[str]]:
    """Read a table of spectra, with the labels of another table if these are there, or None."""
    table, labels = sources.table("cube"), sources.table("abundances")
    if table is None:
        return None, []
    both, notes = (table, []) if labels is None or labels is table else joined(table, labels)
    return spectra_and_fractions(both, asked.names, asked.groups), notes


def _image_of(spectra: Spectra, notes: list[str]) -> tuple[np.ndarray, Labels]:
    """Make an image of a table of spectra: at their places if it has some, else a pixel a row."""
    cube, labels, places = spectra.cube, spectra.labels, spectra.places
    labels = labels._replace(notes=[*notes, *labels.notes])
    if places is None:
        return cube, labels
    shape = tuple(places.max(axis=0) + 1)
    cube, abundances = (filled(shape, places, values[:, 0]) for values in (cube, labels.abundances))
    layers = {
        name: Groups(layer.values[:, 0], layer.names).as_layer(places, shape)
        for name, layer in labels.layers.items()
    }
    return cube, labels._replace(abundances=abundances, layers=layers)


def _wavelengths(sources: Sources, asked: ReadingOptions) -> np.ndarray | None:
    lengths, unit = sources.wavelengths()
    if lengths is not None:
        return in_micrometres(lengths, unit)
    if asked.wavelengths is None:
        return None
    return of_sensor(asked.wavelengths, asked.removed_channels)


def _count_endmembers(endmembers: Library | None, library: Library | None) -> int | None:
    """Return how many endmembers their spectra tell; a library has several of each."""
    return None if endmembers is None or endmembers is library else min(endmembers.spectra.shape)


def _bands(endmembers: Library | None, lengths: np.ndarray | None) -> int | None:
    if lengths is not None:
        return len(lengths)
    return None if endmembers is None else len(endmembers.spectra)


def _measured(
    numbers: np.ndarray,
    abundances: np.ndarray,
    sources: Sources,
    asked: ReadingOptions,
    every: int,
    bad: np.ndarray,
) -> tuple[StoredCube, list[str]]:
    """Leave out what is not a measurement: numbers that stand for none, and what a mask says.

    One of `every` blocks of rows is looked at, and bands (bands,) that are `bad` tell nothing. The
    cube is not yet scaled, and a note tells of each thing found.
    """
    declared = sources.cube.no_data if asked.no_data is None else asked.no_data
    without, empty, notes = find_no_data(numbers, declared, every, bad)
    cube = StoredCube(numbers, without=without, empty=empty, every=every)
    if every > 1:
        labelled = np.flatnonzero(np.isfinite(abundances).all(axis=-1))
        for some in in_parts(labelled, numbers.shape[2]):
            found = find_no_data(spectra_at(numbers, some)[:, None], declared, bad_bands=bad)
            without.flat[some] |= found.spectra[:, 0]
        notes.insert(
            0,
            f"one of {every} blocks of rows was looked at for numbers that stand for no data and "
            "for the range of values, and every labelled pixel; a study looks at all",
        )
    mask, name = sources.mask()
    if mask is None:
        return cube, notes
    if mask.shape != cube.shape[:2] and not sources.has_own("valid"):
        return cube, notes
    if mask.shape != cube.shape[:2]:
        raise UserError(f"the mask has {mask.shape} pixels and the cube {cube.shape[:2]}.")
    measured = keep_bands(cube, ~empty)
    left_out, of_mask = pixels_left_out(mask, name, measured, abundances, asked.mask_marks)
    return replace(cube, without=without | left_out), [*notes, *of_mask]


def _bad(bands: int, ranges: list[list[int]], sources: Sources) -> np.ndarray:
    """Say which bands are to be left out: (bands,) bool."""
    told = sources.cube.bad_bands
    bad = np.zeros(bands, bool) if told is None else told.copy()
    if len(bad) != bands:
        raise UserError(f"the file lists {len(bad)} good and bad bands for {bands} bands.")
    for first, last in ranges:
        if not 1 <= first <= last <= bands:
            raise UserError(f"bad_bands: [{first}, {last}] is not a range of the {bands} bands.")
        bad[first - 1 : last] = True
    return bad
