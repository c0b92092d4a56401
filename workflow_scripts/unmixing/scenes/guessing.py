"""Which file of a scene plays which role, told by what the files hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import sums_to_one
from unmixing.scenes.files.contents import CLASSES, SPECTRA_NAMES, Contents
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.formats.files import ROLES, TILED
from unmixing.scenes.fractions import HUNDRED, without_fills
from unmixing.scenes.pixel_lists import find_lists
from unmixing.scenes.roles import Sources
from unmixing.scenes.table_columns import has_bands, has_labels, is_library
from unmixing.scenes.tiles import in_images, is_tile, mosaic

if TYPE_CHECKING:
    import pandas as pd

# A map of more whole numbers is one of measurements.
MOST_CLASSES = 30


def roles_and_options(words: Sequence[str]) -> tuple[dict[str, Path], dict[str, Any]]:
    """Sort what somebody names on a command line.

    Parameters
    ----------
    words : Sequence[str]
        Files, `role=file` where the role cannot be told, and `option=value` of the reader.

    Returns
    -------
    roles : dict[str, Path]
        With a number for each of several tiles.
    options : dict[str, Any]
        Of the reader.

    Raises
    ------
    UserError
        If two files play one role and are no tiles of one image, or an option is not YAML.
    """
    roles: dict[str, list[Path]] = {}
    options: dict[str, Any] = {}
    unnamed: list[Contents] = []
    for word in words:
        name, sign, value = word.partition("=")
        if sign and name in ROLES and (paths := _named_paths(value)):
            roles.setdefault(name, []).extend(paths)
        elif sign and name.isidentifier() and not Path(word).exists():
            options[name] = _read_option(name, value)
        else:
            unnamed.append(contents_of(Path(word).expanduser()))
    for tiles in in_images(unnamed):
        roles.setdefault(_role_of(mosaic(tiles)), []).extend(tile.path for tile in tiles)
    return _numbered({role: roles[role] for role in ROLES if role in roles}), options


def _read_option(name: str, value: str) -> Any:
    try:
        return yaml.safe_load(value)
    except yaml.YAMLError:
        raise UserError(
            f"{name}={value}: this is not YAML. Put an option with spaces in quotes: "
            "FILES=\"... '" + name + "={cube: A, abundances: B}'\"."
        ) from None


def _named_paths(value: str) -> list[Path]:
    """Return the files of `role=file` or `role=[file, file]`; none where the list holds numbers."""
    # Wavelengths are a file, or an option in brackets.
    listed = yaml.safe_load(value) if value.startswith("[") else [value]
    is_of_files = all(isinstance(path, str) for path in listed)
    return [Path(path).expanduser() for path in listed] if is_of_files else []


def _numbered(roles: Mapping[str, list[Path]]) -> dict[str, Path]:
    """Give each of several files of a role, which have to be tiles, a number in it."""
    files: dict[str, Path] = {}
    for role, paths in roles.items():
        if len(paths) == 1:
            files[role] = paths[0]
            continue
        if role not in TILED or not all(is_tile(contents_of(path)) for path in paths):
            raise UserError(
                f"{paths[0]} and {paths[1]} both look like the {role}: say what each is, as in "
                f"cube={paths[0]} abundances={paths[1]} (roles: {', '.join(ROLES)})."
            )
        files |= {f"{role}_{number}": path for number, path in enumerate(paths, 1)}
    return files


def _role_of(contents: Contents) -> str:
    if contents.polygons or contents.crs is not None:
        return "abundances"
    if len(contents.tables) > 1:
        return "scene"
    for table in contents.tables.values():
        return _role_of_table(table)
    if SPECTRA_NAMES in contents.texts:
        classes = [words for name, words in contents.texts.items() if name.startswith(CLASSES)]
        return "library" if any(map(_repeats, classes)) else "endmembers"
    if not contents.arrays and contents.wavelengths is not None:
        return "wavelengths"
    if find_lists(contents.arrays) is not None:
        return "scene"
    sources = Sources({"scene": contents})
    cube, abundances = (sources.array(role) is not None for role in ("cube", "abundances"))
    if cube and abundances:
        return "scene"
    if abundances or cube:
        return "abundances" if abundances else "cube"
    arrays = [array for array in contents.arrays.values() if np.prod(array.shape) > 1]
    if len(arrays) != 1:
        return "scene"
    return _role_of_array(np.squeeze(sources.known_labels(np.asarray(arrays[0]))))


def _role_of_table(table: pd.DataFrame) -> str:
    if is_library(table):
        words = table.select_dtypes(exclude="number")
        return "library" if any(_repeats(list(words[name])) for name in words) else "endmembers"
    if has_bands(table):
        return "scene"
    return "abundances" if has_labels(table) else "endmembers"


def _repeats(classes: list[str]) -> bool:
    """Say whether classes have several spectra each."""
    return 1 < len(set(classes)) < len(classes)


def _role_of_array(array: np.ndarray) -> str:
    """Tell a role by shape and numbers."""
    if array.dtype.kind not in "biuf" or array.ndim not in (1, 2, 3):
        return "cube"
    if array.ndim == 1:
        return "wavelengths"
    axes = [axis for axis in range(array.ndim) if array.shape[axis] > 1]
    known, _ = without_fills(array)
    if any(sums_to_one(known, axis) or sums_to_one(known / HUNDRED, axis) for axis in axes):
        return "abundances"
    if array.ndim == 3:
        return "cube"
    values = np.unique(array[np.isfinite(array)])
    if array.dtype.kind in "biu" or _are_classes(values):
        return "valid" if set(values) <= {0, 1} else "abundances"
    return "endmembers" if min(array.shape) <= 30 else "cube"


def _are_classes(values: np.ndarray) -> bool:
    return len(values) <= MOST_CLASSES and bool((values == np.round(values)).all())
