"""Which array of which file is the cube, the abundances, or what else a scene has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, few, last_word
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.pixel_lists import find_lists
from unmixing.scenes.table_columns import has_bands, has_labels

if TYPE_CHECKING:
    import pandas as pd

# Names of whole families of files: Zhu's (V, Y, A, M, cood, nRow, nCol), HySUPP's (Y, A, E, H, W),
# Palsson's (Y, GT, S_GT, lines, cols), and Y, M, label.
NAMES = {
    "cube": ("cube", "Y", "V", "im", "X", "data", "reflectance", "image", "img", "hsi"),
    "abundances": ("abundances", "S_GT", "A", "abundance", "label", "labels", "class_map"),
    "endmembers": ("endmembers", "M", "E", "GT"),
    "library": ("library", "spectral_library"),
    "wavelengths": ("wavelengths", "wavelength", "wavlen", "lambda", "wl"),
    "valid": (
        *("valid", "valid_mask", "valid_pixels", "good", "good_pixels", "mask", "cloud_mask"),
        *("clouds", "cloud", "bad", "bad_pixels", "invalid", "nodata", "nodata_mask"),
    ),
    "group_ids": ("group_ids", "groups", "plots", "plot_ids", "sites", "site_ids"),
    "height": ("H", "nRow", "lines", "height", "rows"),
    "width": ("W", "nCol", "cols", "width", "columns", "samples"),
    "largest": ("maxValue",),
}
# Which sheet of a workbook may have a role.
FITS = {"cube": has_bands, "abundances": has_labels, "endmembers": has_bands, "library": has_bands}
WORDS = ("names", "cood", "classes", "class_names")
# Files with these names flatten row by row, whatever program wrote them.
ROW_MAJOR = {"H", "W"}
# What stands for a file that is not there.
NOTHING = Contents(Path(), "nothing")


@dataclass(frozen=True)
class Sources:
    """The files of a scene, by role, asked for arrays by role.

    Attributes
    ----------
    files : Mapping[str, Contents]
        What they hold, by the role that the user gives them; `scene` stands for several.
    keys : Mapping[str, str]
        Names of arrays that the user gives, by role.
    """

    files: Mapping[str, Contents]
    keys: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, role: str) -> Contents | None:
        """Return the file of a role, or the one that holds all."""
        return self.files.get(role) or self.files.get("scene")

    @property
    def cube(self) -> Contents:
        """The file of the cube, or one that holds nothing."""
        return self.file_of("cube") or NOTHING

    @property
    def labels(self) -> Contents:
        """The file of the labels, or one that holds nothing."""
        return self.file_of("abundances") or NOTHING

    def has_own(self, role: str) -> bool:
        """Say whether the user named a file or an array for a role."""
        return role in self.files or role in self.keys

    def needed(self, role: str) -> np.ndarray:
        """Return the array of a role that every scene has.

        Raises
        ------
        UserError
            If there is no file for it, or it cannot be told in the file.
        """
        found = self.array(role)
        if found is None:
            contents = self.file_of(role)
            if contents is None:
                raise UserError(
                    f"the scene's files have no {role}: add one for it, or a scene file."
                    f"{self._choice(role)}"
                )
            raise self._unclear(role, contents)
        return found

    def array(self, role: str) -> np.ndarray | None:
        """Return the array of a role, of its own file or any other, or None.

        Raises
        ------
        UserError
            If the role has a file of its own, or a name, and it cannot be told there.
        """
        own, key = self.files.get(role), self.keys.get(role)
        found = self._named(role)
        if found is not None:
            contents, name = found
            return contents.numbers(name)
        if own is not None and key is None:
            only = _only_array(own)
            if only is not None:
                return own.numbers(only)
        lists = self._lists()
        if key is None and lists is not None and role in lists[1]:
            return lists[0].numbers(lists[1][role])
        asked = own or (self.files.get("scene") if key is not None else None)
        if asked is not None:
            raise self._unclear(role, asked)
        return None

    def mask(self) -> tuple[np.ndarray | None, str]:
        """Return the mask, or None, and its name; a file of its own is of valid pixels."""
        found = None if "valid" in self.files else self._named("valid")
        if found is not None:
            contents, name = found
            return contents.numbers(name), name
        return self.array("valid"), "the mask of valid pixels"

    def listed_labels(self) -> np.ndarray | None:
        """Return the labels (n, p) that a file lists next to spectra, or None."""
        lists = self._lists()
        return None if lists is None else lists[0].numbers(lists[1]["abundances"])

    def _lists(self) -> tuple[Contents, dict[str, str]] | None:
        """Return the file that lists spectra and labels of pixels, and the names of both arrays."""
        contents = self.files.get("scene") or self.files.get("cube")
        found = None if contents is None else find_lists(contents.arrays)
        if contents is None or found is None:
            return None
        return contents, dict(zip(("cube", "abundances"), found, strict=True))

    def doubts(self) -> list[str]:
        """Say what may be wrong with the files, and which arrays might have been meant as well."""
        of_files = [doubt for contents in self.files.values() for doubt in contents.doubts]
        of_roles = [self._elsewhere(), *map(self._doubt, ("cube", "abundances"))]
        return [*of_files, *filter(None, of_roles)]

    def wavelengths(self) -> tuple[np.ndarray | None, str]:
        """Return the wavelengths, or None, and their unit as the file that holds them spells it."""
        found = self._named("wavelengths")
        if found is not None:
            contents, name = found
            return contents.numbers(self._of_bands(contents, name)), contents.wavelength_unit
        own = self.files.get("wavelengths")
        if own is not None and own.wavelengths is not None:
            return own.wavelengths, own.wavelength_unit
        lengths = self.array("wavelengths")
        if lengths is None:
            return self.cube.wavelengths, self.cube.wavelength_unit
        return lengths, ""

    def _of_bands(self, contents: Contents, taken: str) -> str:
        """Return which of several arrays of wavelengths has one for each band of the cube."""
        cube = self._named("cube")
        if cube is None or "wavelengths" in self.keys:
            return taken
        lengths = cube[0].arrays[cube[1]].shape
        fitting = [
            name
            for name, array in contents.arrays.items()
            if last_word(name).lower().startswith("wavelength") and np.prod(array.shape) in lengths
        ]
        return taken if taken in fitting or not fitting else fitting[0]

    def table(self, role: str) -> pd.DataFrame | None:
        """Return the table of a role, if its file is one: of several sheets the one that fits.

        Raises
        ------
        UserError
            If there is no sheet of the name given, or not one that fits.
        """
        contents = self.file_of(role)
        if contents is None or not contents.tables:
            return None
        key, sheets = self.keys.get(role), contents.tables
        if key is not None and key in sheets:
            return sheets[key]
        fitting = [name for name, table in sheets.items() if FITS[role](table)]
        chosen = fitting if len(sheets) > 1 else list(sheets)
        if (key is not None and not contents.polygons) or len(chosen) != 1:
            raise self._unclear(role, contents)
        return sheets[chosen[0]]

    def number(self, role: str) -> float | None:
        """Return a single number of a role, or None."""
        for contents in self.files.values():
            name = _name_in(contents, role, None)
            if name is not None and np.prod(contents.arrays[name].shape) == 1:
                return float(np.ravel(contents.numbers(name))[0])
        return None

    def words(self, n: int) -> list[str] | None:
        """Return the names of n endmembers, or None."""
        for contents in self.files.values():
            for name in WORDS:
                if len(contents.texts.get(name, ())) == n:
                    # Zhu's files number them: 1-tree.
                    return [re.sub(r"^\d+-", "", word).strip() for word in contents.texts[name]]
        return list(self.labels.band_names) if len(self.labels.band_names) == n else None

    def size(self) -> tuple[int, int] | None:
        """Return the height and width that a file tells, or None."""
        height, width = self.number("height"), self.number("width")
        return None if height is None or width is None else (int(height), int(width))

    @property
    def scale(self) -> float:
        """What the numbers of the cube are divided by."""
        return self.number("largest") or self.cube.scale

    @property
    def georeference(self) -> Georeference | None:
        """Where the image lies on the earth, as the file of its cube or of its labels says."""
        return self.cube.georeference or self.labels.georeference

    def known_labels(self, labels: np.ndarray) -> np.ndarray:
        """Make NaN the number that the file of the labels calls no value."""
        absent = self.labels.no_data
        # Pixels whose labels are all 0 are not labelled anyway, and one 0 is a fraction.
        if not absent or not (labels == absent).any():
            return labels
        return np.where(labels == absent, np.nan, labels).astype(np.float32)

    @property
    def row_major(self) -> bool:
        """Whether such files usually flatten images row by row."""
        return not self.cube.column_major or set(self.cube.arrays) >= ROW_MAJOR

    def _named(self, role: str) -> tuple[Contents, str] | None:
        """Find an array by its name, which no other role has: in the file of its role, else in any.

        The only array of a file is what the file is for, whatever it is called.
        """
        own, key = self.files.get(role), self.keys.get(role)
        others = [named for other, named in self.keys.items() if other != role]
        for place, contents in {role: own}.items() if own else self.files.items():
            name = _name_in(contents, role, key, others)
            if name is None or (place in NAMES and place != role and _only_array(contents) == name):
                continue
            return contents, name
        return None

    def _elsewhere(self) -> str | None:
        """Say how far the cube and the labels lie apart on the earth, if they do."""
        here, there = self.cube.georeference, self.labels.georeference
        if here is None or there is None or here.crs != there.crs:
            return None
        east, south = (here.transform[at] - there.transform[at] for at in (2, 5))
        apart = float(np.hypot(east, south))
        if apart <= abs(here.transform[0]) / 2:
            return None
        return (
            f"the first pixels of the cube and of the labels lie {apart:g} apart on the earth, in "
            "units of their system, and are laid on each other: cut both to the same place"
        )

    def _doubt(self, role: str) -> str | None:
        """Say which arrays of a file have no other role and may have this one, if any."""
        found = self._named(role)
        if found is None or role in self.keys:
            return None
        contents, taken = found
        of_others = filter(None, (self._named(other) for other in NAMES if other != role))
        placed = {name for file, name in of_others if file is contents}
        others = [name for name in _candidates(contents, taken, role) if name not in placed]
        if not others:
            return None
        return (
            f"{contents.path.name}: {taken} was taken for the {role}, and {few(others)} may be it "
            f"as well: name the one that is meant, options: {{keys: {{{role}: {others[0]}}}}}"
        )

    def _choice(self, role: str) -> str:
        """Say what files of several arrays hold, one of which may have a role."""
        several = [
            f"{contents.path} holds {contents.described()}"
            for contents in self.files.values()
            if len(_arrays(contents)) > 1
        ]
        if not several:
            return ""
        return (
            f" {'; '.join(several)}. If one of these is meant, name it: "
            f"options: {{keys: {{{role}: NAME}}}}."
        )

    def _unclear(self, role: str, contents: Contents) -> UserError:
        if not contents.arrays and not contents.tables:
            return UserError(
                f"{contents.path} is a header and has no file of numbers next to it: copy both "
                "files of the pair."
            )
        key = self.keys.get(role)
        what = f"has no '{key}'" if key else f"does not say which of its parts is the {role}"
        return UserError(
            f"{contents.path} {what}. It holds {contents.described()}. "
            f"Name the one that is meant: options: {{keys: {{{role}: NAME}}}}."
        )


def _arrays(contents: Contents) -> list[str]:
    """Name what a file holds beside single numbers."""
    return [name for name, array in contents.arrays.items() if np.prod(array.shape) > 1]


def _only_array(contents: Contents) -> str | None:
    """Return the name of the array of a file that has one, beside single numbers."""
    arrays = _arrays(contents)
    return arrays[0] if len(arrays) == 1 else None


def _candidates(contents: Contents, taken: str, role: str) -> list[str]:
    """Name the arrays that have a usual name of a role, or the shape of the array taken for it.

    Arrays that hold the same numbers are left out.
    """
    array = contents.arrays[taken]
    names = {name.lower() for name in NAMES[role]}
    return [
        name
        for name, other in contents.arrays.items()
        if name != taken
        and (
            _differ(array, other)
            if other.shape == array.shape
            else last_word(name).lower() in names and _axes(other) == _axes(array)
        )
    ]


def _axes(array: Any) -> int:
    return sum(length > 1 for length in array.shape)


def _differ(array: Any, other: Any) -> bool:
    numbers = np.asarray(other)
    return numbers.dtype.kind in "biuf" and not np.array_equal(array, numbers, equal_nan=True)


def _name_in(
    contents: Contents, role: str, key: str | None, others: Collection[str] = ()
) -> str | None:
    if key is not None:
        return key if key in contents.arrays else None
    last = _by_last_word(name for name in contents.arrays if name not in others)
    for name in NAMES[role]:
        if name in last:
            return last[name]
    lower = {name.lower(): path for name, path in last.items()}
    return next((lower[name] for name in map(str.lower, NAMES[role]) if name in lower), None)


def _by_last_word(paths: Iterable[str]) -> dict[str, str]:
    """Names without the groups that they lie in; the first of equal ones counts."""
    return {last_word(path): path for path in reversed(list(paths))}
