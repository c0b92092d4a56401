"""Which pixels train, validate and test: the reference's index sets."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unmixing.errors import UserError
from unmixing.storage import hdf5_to_read, hdf5_to_write

Size = int | float
PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class Split:
    """Disjoint sets of row-major pixel indices, int32."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def n_labelled(self) -> int:
        """Labelled pixels the split spends: those that train and those that validate."""
        return len(self.train) + len(self.validation)


def as_count(size: Size, n_pixels: int) -> int:
    """Return how many of `n_pixels` a size means: an integer is a count, a float a fraction."""
    return size if isinstance(size, int) else int(n_pixels * size)


def check_sizes(n_pixels: int, train_size: Size, val_size: float, test_size: Size | None) -> None:
    """Refuse sizes that leave a part of the split empty or let parts overlap.

    Raises
    ------
    UserError
        With what is wrong and what would be right.
    """
    n = as_count(train_size, n_pixels)
    n_validation = int(n * val_size)
    if n < 1:
        raise UserError(
            f"train size {train_size} is {n} of {n_pixels} pixels: ask for one or more."
        )
    if n > n_pixels:
        raise UserError(
            f"train size {train_size} is larger than the scene's {n_pixels} valid pixels."
        )
    if n_validation < 1:
        raise UserError(
            f"train size {train_size} with val_size {val_size} leaves no validation pixel: "
            f"use a train size of {int(np.ceil(1 / val_size))} or more, or a larger val_size."
        )
    if n_validation == n:
        raise UserError(
            f"train size {train_size} with val_size {val_size} leaves nothing to train."
        )
    if test_size is None:
        if n == n_pixels:
            raise UserError(
                f"train size {train_size} takes all {n_pixels} valid pixels and "
                "leaves none to test."
            )
        return
    n_test = as_count(test_size, n_pixels)
    if not 0 < n_test < n_pixels:
        raise UserError(
            f"test_size {test_size} is {n_test} of {n_pixels} pixels: test on some, not on all."
        )
    if n + n_test > n_pixels:
        raise UserError(
            f"train size {train_size} overlaps the fixed test set: {n} + {n_test} is more than "
            f"the {n_pixels} valid pixels. Use a train size of at most {n_pixels - n_test}."
        )


def draw_split(
    valid: np.ndarray, seed: int, train_size: Size, val_size: float, test_size: Size | None
) -> Split:
    """Draw the split of the reference study.

    One permutation of the valid pixels a seed: its head validates and trains, its tail tests.
    So smaller sizes are nested in larger ones, and with a `test_size` the test set of a seed is
    the same at every size.

    Parameters
    ----------
    valid : (height, width) bool, the pixels to draw from
    seed : of `numpy.random.RandomState`
    train_size : labelled pixels, as a count (int) or a fraction of the valid ones (float)
    val_size : fraction of the labelled pixels set aside for validation
    test_size : test pixels, as a count or a fraction; None tests on all that are left

    Raises
    ------
    UserError
        If the sizes leave a part empty or let parts overlap.
    """
    pixels = np.flatnonzero(valid).astype(np.int32)
    check_sizes(len(pixels), train_size, val_size, test_size)
    n = as_count(train_size, len(pixels))
    n_validation = int(n * val_size)
    n_test = len(pixels) - n if test_size is None else as_count(test_size, len(pixels))
    drawn = pixels[np.random.RandomState(seed).permutation(len(pixels))]
    return Split(
        train=drawn[n_validation:n],
        validation=drawn[:n_validation],
        test=drawn[len(drawn) - n_test :],
    )


def write_split(split: Split, path: str | Path, attributes: dict) -> None:
    """Write a split to HDF5 with the attributes that say what it was drawn from."""
    with hdf5_to_write(path) as file:
        for part in PARTS:
            file.create_dataset(part, data=getattr(split, part), compression="gzip", shuffle=True)
        for name, value in attributes.items():
            file.attrs[name] = "rest" if value is None else value


def read_split(path: str | Path, scene_hash: str) -> Split:
    """Read a split and make sure that it belongs to the scene with this hash.

    Raises
    ------
    UserError
        If the file cannot be read or was drawn from other data.
    """
    with hdf5_to_read(path) as file:
        if file.attrs["scene_hash"] != scene_hash:
            raise UserError(
                f"{path} was drawn from another version of the scene: delete it and run again."
            )
        return Split(**{part: file[part][()] for part in PARTS})


def describe_split(path: str | Path) -> dict:
    """Return a split's row of the splits table: its attributes, and the pixels of its parts.

    `n_train_pixels` counts the labelled pixels spent, those that validate included.
    """
    with hdf5_to_read(path) as file:
        attributes = ("scene", "condition", "train_size", "seed", "val_size", "test_size")
        n_validation = len(file["validation"])
        return {name: file.attrs[name] for name in attributes} | {
            "n_train_pixels": len(file["train"]) + n_validation,
            "n_validation_pixels": n_validation,
            "n_test_pixels": len(file["test"]),
        }
