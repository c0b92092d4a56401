"""A scene of files of any kind: what each array is, and how it lies, is found out.

Files are told by their content and ending. Options name what files leave open.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import ORDERS, Known, Order, arranged, image_of
from unmixing.scenes.class_maps import averaged, is_class_map, one_hot
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.labelled_tables import (
    endmember_columns,
    scattered,
    spectra_and_fractions,
    unlabelled_rows,
)
from unmixing.scenes.no_data import without_no_data
from unmixing.scenes.roles import Sources
from unmixing.scenes.scene import Scene, make_scene
from unmixing.scenes.wavelengths import in_micrometres, of_sensor

if TYPE_CHECKING:
    import pandas as pd

ROLES = {
    "scene": False,
    "cube": False,
    "abundances": False,
    "endmembers": False,
    "wavelengths": False,
    "valid": False,
}


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
    counted_from: int = 0,
    wavelengths: tuple[float, float, int] | None = None,
    removed_channels: list[list[int]] | None = None,
) -> Scene:
    """Read a scene.

    Parameters
    ----------
    files : dict[str, Path]
        Paths of `cube` and `abundances`, or of a `scene` that holds both; perhaps of `endmembers`,
        `wavelengths` and `valid`, a mask that is not zero where pixels are valid.
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
    counted_from : int
        The number of the first row and column in a table of labelled pixels.
    wavelengths : tuple[float, float, int] or None
        [first, last, channels] of the sensor, evenly spaced, in micrometres.
    removed_channels : list[list[int]] or None
        [first, last] of ranges of the sensor's channels (from 1) that the cube lacks.

    Raises
    ------
    UserError
        If it cannot be told what is meant: with what the files hold.
    """
    _check_options(order, scale, degrade, counted_from)
    names = None if names is None else _as_text(names)
    sources = Sources({role: contents_of(path) for role, path in files.items()}, keys or {})
    source = ", ".join(path.name for path in files.values())
    table = sources.table("cube")
    if table is not None:
        return _of_spectra(table, names, scale or 1.0, source)
    endmembers, columns, lengths = _spectra(sources)
    if lengths is None and wavelengths is not None:
        lengths = of_sensor(*wavelengths, removed_channels or [])
    known = Known(
        size=sources.size() if size is None else (size[0], size[1]),
        order=order,
        usual="row" if sources.row_major else "column",
        bands=_bands(endmembers, lengths),
        p=None if endmembers is None else min(endmembers.shape),
    )
    cube, abundances, found = _images(sources, known, names, counted_from, degrade)
    cube, notes = _measured(cube, sources, no_data)
    labels = sources.table("abundances")
    without = [] if labels is None else unlabelled_rows(labels, found or [])
    cube /= np.float32(scale or sources.scale)
    if degrade:
        cube, abundances = averaged(cube, degrade), averaged(abundances, degrade)
    kept = ~_bad(cube.shape[-1], bad_bands, sources)
    p = abundances.shape[-1]
    return make_scene(
        cube=cube if kept.all() else cube[..., kept],
        abundances=abundances,
        names=names or sources.words(p) or found or columns or [f"endmember {i}" for i in range(p)],
        endmembers=_of_kept(endmembers, kept),
        wavelengths=_of_kept(lengths, kept),
        source=source,
        notes=(*sources.doubts(), *notes, *without),
    )


def _check_options(
    order: str | None, scale: float | None, degrade: int | None, counted_from: int
) -> None:
    for is_right, words in (
        (order in (None, *ORDERS), f"order: {order} is neither row nor column"),
        (scale is None or _is_above(0, scale), f"scale: {scale} is no positive number"),
        (degrade is None or _is_above(1, degrade), f"degrade: {degrade} is no number of 2 or more"),
        (counted_from in (0, 1), f"counted_from: {counted_from} is neither 0 nor 1"),
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


def _of_spectra(table: pd.DataFrame, names: list[str] | None, scale: float, source: str) -> Scene:
    """Make a scene of a table of spectra: a pixel a row, and no image."""
    cube, abundances, names, lengths = spectra_and_fractions(table, names)
    return make_scene(
        cube / np.float32(scale),
        abundances,
        names,
        wavelengths=None if lengths is None else in_micrometres(lengths),
        source=source,
        is_image=False,
        notes=tuple(unlabelled_rows(table, names)),
    )


def _spectra(
    sources: Sources,
) -> tuple[np.ndarray | None, list[str] | None, np.ndarray | None]:
    """Return the endmembers (bands, p), their names and the wavelengths in micrometres, or None."""
    names, beside = None, None
    endmembers: np.ndarray | None
    file = sources.files.get("endmembers")
    if file is not None and file.table is not None:
        endmembers, names, beside = endmember_columns(file.table)
    else:
        endmembers = sources.array("endmembers")
    if endmembers is not None and endmembers.ndim == 2 and len(endmembers) < endmembers.shape[1]:
        endmembers = endmembers.T
    lengths, unit = sources.wavelengths()
    if lengths is None:
        lengths = beside
    return endmembers, names, None if lengths is None else in_micrometres(lengths, unit)


def _bands(endmembers: np.ndarray | None, lengths: np.ndarray | None) -> int | None:
    if endmembers is not None:
        return len(endmembers)
    return None if lengths is None else len(lengths)


def _images(
    sources: Sources,
    known: Known,
    names: list[str] | None,
    counted_from: int,
    degrade: int | None,
) -> tuple[np.ndarray, np.ndarray, list[str] | None]:
    """Return the cube and its abundances as images, and the names that these come with, or None."""
    cube = sources.needed("cube")
    table = sources.table("abundances")
    if table is not None:
        image = image_of(cube, known)
        return image, *scattered(table, image.shape[:2], names, counted_from)
    labels, found = sources.needed("abundances"), None
    if is_class_map(labels, cube):
        labels, found = _classes(labels, degrade)
    return *arranged(cube, labels, known), found


def _classes(labels: np.ndarray, degrade: int | None) -> tuple[np.ndarray, list[str]]:
    maps, values = one_hot(labels)
    if degrade is None:
        raise UserError(
            f"the labels are a map of {len(values)} classes, a class a pixel, and unmixing needs "
            "shares of a pixel: add options: {degrade: 4}, which makes one pixel of 4 x 4, of the "
            "cube too."
        )
    return maps, [f"class {value}" for value in values]


def _measured(
    cube: np.ndarray, sources: Sources, no_data: float | None
) -> tuple[np.ndarray, list[str]]:
    """Make NaN what is no measurement: numbers that stand for none, and what a mask leaves out.

    Returns
    -------
    cube : (height, width, bands) float32, a copy
    notes : a sentence on each number found
    """
    masked, notes = without_no_data(cube, sources.no_data if no_data is None else no_data)
    measured = masked.astype(np.float32, order="C", copy=masked is cube)
    mask = sources.array("valid")
    if mask is None:
        return measured, notes
    if mask.shape != cube.shape[:2]:
        raise UserError(f"the mask has {mask.shape} pixels and the cube {cube.shape[:2]}.")
    measured[mask == 0] = np.nan
    return measured, [*notes, f"{np.sum(mask == 0)} pixels are left out by the mask"]


def _bad(bands: int, ranges: list[list[int]] | None, sources: Sources) -> np.ndarray:
    """Say which bands are to be left out: (bands,) bool."""
    bad = np.zeros(bands, bool) if sources.bad_bands is None else sources.bad_bands
    if len(bad) != bands:
        raise UserError(f"the file lists {len(bad)} good and bad bands for {bands} bands.")
    bad = bad.copy()
    for first, last in ranges or []:
        if not 1 <= first <= last <= bands:
            raise UserError(f"bad_bands: [{first}, {last}] is no range of the {bands} bands.")
        bad[first - 1 : last] = True
    return bad


def _of_kept(spectra: np.ndarray | None, kept: np.ndarray) -> np.ndarray | None:
    """Leave out bad bands of endmembers or wavelengths, if they have them."""
    return spectra[kept] if spectra is not None and len(spectra) == len(kept) else spectra
