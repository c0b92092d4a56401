"""NumPy's `.npy`, and archives of it, `.npz` or with any other ending.

rasterio opens neither (tried with 1.4), and spectral has no reader of them.
"""

import zipfile
from pathlib import Path

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, list_archive, read_start

KIND = "NumPy"


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, or an archive that holds some."""
    if read_start(path, 6) == b"\x93NUMPY" or path.suffix == ".npz":
        return True
    return any(name.endswith(".npy") for name in list_archive(path))


def read(path: Path) -> Contents:
    """Read one array, named by the file, or those of an archive.

    Raises
    ------
    UserError
        If an array holds objects: unpickling them may run code.
    """
    try:
        loaded = np.load(path, mmap_mode="r", allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return Contents(path, KIND, {path.stem: loaded})
        with loaded:
            inside = set(loaded.zip.namelist())
            names = [name for name in loaded.files if f"{name}.npy" in inside]
            arrays = {name: loaded[name] for name in names}
            texts = {
                name: [str(word) for word in array.ravel()]
                for name, array in arrays.items()
                if array.dtype.kind == "U"
            }
            numbers = {name: array for name, array in arrays.items() if name not in texts}
            return Contents(path, KIND, numbers, texts=texts)
    except (ValueError, zipfile.BadZipFile, EOFError) as error:
        if "allow_pickle" in str(error) or "Python objects" in str(error):
            raise UserError(
                f"{path} holds objects, which may run code when they are read: write it as an "
                "array of numbers, such as np.save(path, array.astype('float32'))."
            ) from None
        raise UserError(
            f"{path} is cut short or is not a NumPy file ({error}): copy it again."
        ) from None
