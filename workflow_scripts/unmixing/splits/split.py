"""A split: which pixels train, validate and test, and its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.storage import read_hdf5, write_hdf5

PARTS = ("train", "validation", "test")


class GroupCounts(NamedTuple):
    """How many groups of pixels, such as plots, a split labels and tests, and how many there are.

    The names of the fields are those of columns.
    """

    n_groups: int
    n_test_groups: int
    n_all_groups: int


@dataclass(frozen=True)
class Split:
    """Disjoint sets of row-major pixel indices, int32.

    `region` says where the labelled ones come from; it is empty if they come from anywhere.
    `groups` is None if pixels are drawn one by one.
    """

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    region: str = ""
    groups: GroupCounts | None = None

    @property
    def n_labelled(self) -> int:
        """Number of labelled pixels: those that train and those that validate."""
        return len(self.train) + len(self.validation)

    @property
    def group_counts(self) -> dict[str, int]:
        """The counts of groups by name; empty if pixels are drawn one by one."""
        return self.groups._asdict() if self.groups else {}


def read_groups(attributes: Mapping[str, Any]) -> GroupCounts | None:
    """Return the counts of groups from the attributes of a split's file, None if it has none."""
    if GroupCounts._fields[0] not in attributes:
        return None
    return GroupCounts(*(int(attributes[name]) for name in GroupCounts._fields))


def write_split(split: Split, path: str | Path, attributes: dict[str, Any]) -> None:
    """Write a split to HDF5, with attributes that say what it was drawn from."""
    with write_hdf5(path) as file:
        for part in PARTS:
            file.create_dataset(part, data=getattr(split, part), compression="gzip", shuffle=True)
        file.attrs["region"] = split.region
        for name, count in split.group_counts.items():
            file.attrs[name] = count
        for name, value in attributes.items():
            file.attrs[name] = "rest" if value is None else value


def read_split(path: str | Path, scene_hash: str) -> Split:
    """Read a split that must belong to the scene with this hash.

    Raises
    ------
    UserError
        If the file cannot be read or was drawn from other data.
    """
    with read_hdf5(path) as file:
        if file.attrs["scene_hash"] != scene_hash:
            raise UserError(
                f"{path} was drawn from another version of the scene: delete it and run again."
            )
        parts = {part: file[part][()] for part in PARTS}
        return Split(**parts, region=str(file.attrs["region"]), groups=read_groups(file.attrs))
