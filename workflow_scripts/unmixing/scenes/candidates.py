"""Which arrays of a file may be meant as well as the one that was taken by its name."""

from collections.abc import Collection
from typing import Any

import numpy as np

from unmixing.scenes.files.contents import Contents, last_word


def find_candidates(contents: Contents, taken: str, usual: Collection[str]) -> list[str]:
    """Name the arrays that have a usual name of a role, or the shape of the array taken for it.

    Arrays that hold the same numbers are left out.

    Parameters
    ----------
    taken : str
        The name of the array that was taken.
    usual : Collection[str]
        Names of arrays with its role.
    """
    array = contents.arrays[taken]
    names = {name.lower() for name in usual}
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
