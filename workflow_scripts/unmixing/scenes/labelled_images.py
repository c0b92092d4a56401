"""The cube of a scene and its labels, of images or a table, as images that lie on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import Known, arranged, classes_last, images_of, told_by_labels
from unmixing.scenes.class_maps import is_class_map, one_hot
from unmixing.scenes.cube import spectra_at
from unmixing.scenes.evidence import CLEAREST_ELSEWHERE, Evidence, unexplained
from unmixing.scenes.files.contents import few
from unmixing.scenes.fractions import HUNDRED, named_as_error, sum_without, without_fills
from unmixing.scenes.labelled_tables import Labels, Placing, scattered
from unmixing.scenes.pixel_lists import put_in_image
from unmixing.scenes.polygons import labels_of_polygons
from unmixing.scenes.roles import Sources

if TYPE_CHECKING:
    import pandas as pd


def labelled_image(
    sources: Sources, known: Known, placing: Placing, degrade: int | None
) -> tuple[np.ndarray, Labels]:
    """Bring the cube and the labels of files together.

    Parameters
    ----------
    sources : Sources
        The files.
    known : Known
        How their arrays lie.
    placing : Placing
        How the rows of a table lie in the image.
    degrade : int or None
        Side of the blocks of pixels that a map of classes is averaged over.

    Returns
    -------
    cube : ndarray
        (height, width, bands).
    labels : Labels
        Of its pixels.

    Raises
    ------
    UserError
        If they do not fit each other, or it cannot be told how they do.
    """
    cube = sources.needed("cube")
    table = sources.table("abundances")
    polygons = sources.labels.polygons
    if table is not None and polygons:
        (image, *_) = images_of(cube, known)
        height, width = image.shape[:2]
        column = sources.keys.get("abundances")
        return image, labels_of_polygons(polygons, table, placing, (height, width), column)
    if table is not None:
        return _with_table(images_of(cube, known), table, placing)
    labels, found = sources.known_labels(sources.needed("abundances")), None
    if is_class_map(labels, cube):
        labels, found = _classes(labels, degrade)
    labels, of_fills = without_fills(labels)
    if cube.ndim == 2 and labels.ndim == 3:
        maps = classes_last(labels, known.p)
        there = np.isfinite(maps).all(axis=-1)
        if there.sum() == len(cube) and not there.all():
            image, put = _from_lists(sources, cube, there, maps, found)
            return image, put._replace(notes=[*of_fills, *put.notes])
    image, maps = arranged(cube, labels, known)
    if found is not None:
        return image, Labels(maps, found, [])
    maps, found, notes = _without_error(maps, sources.words(maps.shape[-1]))
    return image, Labels(maps, found, [*of_fills, *notes])


def _from_lists(
    sources: Sources,
    spectra: np.ndarray,
    there: np.ndarray,
    maps: np.ndarray,
    names: list[str] | None,
) -> tuple[np.ndarray, Labels]:
    """Put listed spectra at the labelled pixels of a raster, whose labels the list may repeat."""
    listed = sources.listed_labels()
    percent = np.nanmedian(maps.sum(axis=-1)) > HUNDRED / 2
    fractions = maps / HUNDRED if percent else maps
    if listed is not None and listed.shape[1] != maps.shape[-1]:
        listed = None
    cube, maps, notes = put_in_image(spectra, there, listed, fractions)
    return cube, Labels(maps, names or sources.words(maps.shape[-1]), notes)


def _with_table(
    images: list[np.ndarray], table: pd.DataFrame, placing: Placing
) -> tuple[np.ndarray, Labels]:
    """Put the labels of a table on the layout of the cube whose spectra they explain."""
    placed: list[tuple[np.ndarray, Labels]] = []
    refusals: list[UserError] = []
    for image in images:
        try:
            placed.append((image, scattered(table, image, placing)))
        except UserError as error:
            refusals.append(error)
    if not placed:
        raise refusals[0]
    told = told_by_labels(
        [image for image, _ in placed], lambda place: _labelled_pixels(placed[place][1].abundances)
    )
    image, labels = placed[told or 0]
    # What the usual layout refuses is seldom right in another.
    if placed[0][0] is not images[0] and (told is None or not _explains(image, labels)):
        raise refusals[0]
    doubts = []
    if told is None:
        sizes = " x ".join(map(str, image.shape))
        doubts.append(
            f"the labels do not tell along which axis the cube has its bands, and it is read as "
            f"{sizes} (rows, columns, bands): if that is wrong, name the axis of the bands in the "
            "file, options: {bands_axis: 0} or {bands_axis: 1}"
        )
    return image, labels._replace(notes=[*labels.notes, *doubts])


def _explains(image: np.ndarray, labels: Labels) -> bool:
    """Say whether labels clearly explain the spectra of a layout better than random ones do."""
    pixels, values = _labelled_pixels(labels.abundances)
    left = unexplained(np.nan_to_num(spectra_at(image, pixels)), values)
    n, p = values.shape
    return Evidence(1.0, left, n, p, CLEAREST_ELSEWHERE).is_clear


def _labelled_pixels(abundances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = abundances.reshape(-1, abundances.shape[-1])
    pixels = np.flatnonzero(np.isfinite(labels).all(axis=1))
    return pixels, labels[pixels].astype(np.float64)


def _classes(labels: np.ndarray, degrade: int | None) -> tuple[np.ndarray, list[str]]:
    maps, values = one_hot(labels)
    if degrade is None:
        raise UserError(
            f"the labels are a map of {len(values)} classes, a class a pixel, and unmixing needs "
            "shares of a pixel: add options: {degrade: 4}, which makes one pixel of 4 x 4, of the "
            "cube too."
        )
    return maps, [f"class {value}" for value in values]


def _without_error(
    maps: np.ndarray, names: list[str] | None
) -> tuple[np.ndarray, list[str] | None, list[str]]:
    """Leave out the band of errors that programs of unmixing write after the fractions."""
    p = maps.shape[-1]
    called = names or [f"band {number}" for number in range(1, p + 1)]
    which = sum_without(
        maps.reshape(-1, p).astype(np.float64), [named_as_error(name) for name in called]
    )
    if which is None:
        return maps, names, []
    kept = [place for place in range(p) if place != which]
    others = few([called[place] for place in kept])
    return (
        maps[..., kept],
        None if names is None else [names[place] for place in kept],
        [
            f"{called[which]} of the abundances is left out: {others} sum to one without it, as "
            "where it is the error of an unmixing"
        ],
    )
