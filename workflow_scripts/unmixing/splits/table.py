"""The row of a split in the table of splits."""

from pathlib import Path
from typing import Any

from unmixing.splits.split import read_groups
from unmixing.storage import read_hdf5

ATTRIBUTES = ("scene", "condition", "train_size", "seed", "region", "val_size", "test_size")


def describe_split(path: str | Path) -> dict[str, Any]:
    """Return a split's row of the splits table: its attributes, and the pixels of its parts.

    `region` says where labelled pixels come from, and is empty if they come from anywhere.
    `n_train_pixels` counts the labelled pixels, including those that validate. `distance`,
    `class{i}_labelled` and `class{i}_test` are those of `summarise_split`.
    """
    with read_hdf5(path) as file:
        n_validation = len(file["validation"])
        return {name: file.attrs[name] for name in ATTRIBUTES} | {
            "n_train_pixels": len(file["train"]) + n_validation,
            "n_validation_pixels": n_validation,
            "n_test_pixels": len(file["test"]),
            "distance": file.attrs["distance"],
            **(groups._asdict() if (groups := read_groups(file.attrs)) else {}),
            **{
                f"class{i}_{part}": share
                for part in ("labelled", "test")
                for i, share in enumerate(file.attrs[f"{part}_abundances"])
            },
        }
