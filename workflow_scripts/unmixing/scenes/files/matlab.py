"""MATLAB's `.mat`, of version 7.3 (HDF5 inside) and before.

rasterio opens none of the older ones (tried with 1.4), spectral has no reader of them, and h5py
alone would take the axes of version 7.3 in the wrong order and its words as numbers.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, read_start
from unmixing.storage import open_hdf5

KIND = "MATLAB"


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, by its first bytes or, before version 5, its ending."""
    return read_start(path, 6) == b"MATLAB" or path.suffix.lower() == ".mat"


def read(path: Path) -> Contents:
    """Read all variables: arrays of numbers, and words from characters and cells."""
    found = list(_of_hdf5(path) if h5py.is_hdf5(path) else _before_hdf5(path))
    return Contents(
        path,
        KIND,
        arrays={name: value for name, value in found if isinstance(value, np.ndarray)},
        texts={name: value for name, value in found if isinstance(value, list)},
        column_major=True,
    )


def _before_hdf5(path: Path) -> Iterator[tuple[str, np.ndarray | list[str]]]:
    from scipy.io import loadmat
    from scipy.io.matlab import MatReadError

    try:
        content = loadmat(path)
    except (MatReadError, ValueError, OSError, TypeError, NotImplementedError) as error:
        raise UserError(
            f"{path} is cut short or is not a MATLAB file ({error}): copy it again, or save it "
            "with -v7."
        ) from None
    for name, value in content.items():
        if name.startswith("__"):
            continue
        if isinstance(value, np.ndarray) and value.dtype.kind in "OUS":
            yield name, [str(np.ravel(word)[0]) for word in np.ravel(value) if np.size(word)]
        elif isinstance(value, np.ndarray):
            yield name, value


def _of_hdf5(path: Path) -> Iterator[tuple[str, np.ndarray | list[str]]]:
    """Read version 7.3: axes are reversed, words are numbers, and cells are references."""
    with open_hdf5(path) as file:
        for name, dataset in file.items():
            if not isinstance(dataset, h5py.Dataset):
                continue
            kind = dataset.attrs.get("MATLAB_class", b"")
            if kind == b"char":
                yield name, [_word(dataset)]
            elif kind == b"cell":
                yield name, [_word(file[reference]) for reference in np.ravel(dataset[()])]
            elif dataset.dtype.kind in "biuf":
                yield name, dataset[()].T


def _word(dataset: Any) -> str:
    return "".join(map(chr, np.ravel(dataset[()].T)))
