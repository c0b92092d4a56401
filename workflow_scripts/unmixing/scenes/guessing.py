"""Which file of a scene plays which role, told by what the files hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import sums_to_one
from unmixing.scenes.files.contents import SPECTRA_NAMES, Contents
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.formats.files import ROLES
from unmixing.scenes.fractions import HUNDRED
from unmixing.scenes.pixel_lists import find_lists
from unmixing.scenes.roles import Sources
from unmixing.scenes.table_columns import has_bands, has_labels, is_library

if TYPE_CHECKING:
    import pandas as pd


def roles_and_options(words: Sequence[str]) -> tuple[dict[str, Path], dict[str, Any]]:
    """Sort what somebody names on a command line.

    Parameters
    ----------
    words : Sequence[str]
        Files, `role=file` where the role cannot be told, and `option=value` of the reader.

    Raises
    ------
    UserError
        If two files play one role.
    """
    roles: dict[str, Path] = {}
    options: dict[str, Any] = {}
    for word in words:
        name, sign, value = word.partition("=")
        # Wavelengths are a file, or an option in brackets.
        if sign and name in ROLES and not value.startswith("["):
            _add(roles, name, Path(value).expanduser())
        elif sign and name.isidentifier() and not Path(word).exists():
            options[name] = yaml.safe_load(value)
        else:
            path = Path(word).expanduser()
            _add(roles, _role_of(contents_of(path)), path)
    return roles, options


def _add(roles: dict[str, Path], role: str, path: Path) -> None:
    if role in roles:
        raise UserError(
            f"{roles[role]} and {path} both look like the {role}: say what each is, as in "
            f"cube={roles[role]} abundances={path} (roles: {', '.join(ROLES)})."
        )
    roles[role] = path


def _role_of(contents: Contents) -> str:
    if contents.polygons or contents.crs is not None:
        return "abundances"
    if len(contents.tables) > 1:
        return "scene"
    for table in contents.tables.values():
        return _role_of_table(table)
    if SPECTRA_NAMES in contents.texts:
        return "endmembers"
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
        return "endmembers"
    if has_bands(table):
        return "scene"
    return "abundances" if has_labels(table) else "endmembers"


def _role_of_array(array: np.ndarray) -> str:
    """Tell a role by shape and numbers."""
    if array.dtype.kind not in "biuf" or array.ndim not in (1, 2, 3):
        return "cube"
    if array.ndim == 1:
        return "wavelengths"
    axes = [axis for axis in range(array.ndim) if array.shape[axis] > 1]
    if any(sums_to_one(array, axis) or sums_to_one(array / HUNDRED, axis) for axis in axes):
        return "abundances"
    if array.ndim == 3:
        return "cube"
    if array.dtype.kind in "biu":
        return "valid" if set(np.unique(array)) <= {0, 1} else "abundances"
    return "endmembers" if min(array.shape) <= 30 else "cube"
