"""HDF5 and NetCDF: every dataset, under its path in the file."""

from functools import cached_property
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.cube import SCALE, divide_rows
from unmixing.scenes.files.contents import Contents, last_word, read_start
from unmixing.scenes.files.netcdf_grids import find_grid
from unmixing.storage import LARGE, map_array, open_hdf5, unpack_array

KIND = "HDF5"
# Numbers that stand for none, by NetCDF's conventions and by NEON's.
MISSING = ("_FillValue", "missing_value", "Data_Ignore_Value")
# NEON divides by it, where NetCDF multiplies by its own.
NEON_SCALE = "Scale_Factor"
CHANGING = {*MISSING, "scale_factor", "add_offset", NEON_SCALE}
# EMIT's list of bands, 1 where one is good.
GOOD_BANDS = "good_wavelengths"


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, by its first bytes."""
    return read_start(path, 3) == b"CDF" or h5py.is_hdf5(path)


def read(path: Path) -> Contents:
    """Read what datasets hold; numbers that a dataset calls missing become NaN, others scaled."""
    return _netcdf3(path) if not h5py.is_hdf5(path) else _hdf5(path)


def _hdf5(path: Path) -> Contents:
    arrays: dict[str, Any] = {}
    texts = {}
    unit = ""
    try:
        file = open_hdf5(path)
    except OSError as error:
        raise UserError(f"{path} cannot be read as HDF5 ({error}): copy it again.") from None
    # Such a scene's numbers are not yet those of its spectra.
    if isinstance(file.get("cube"), h5py.Dataset) and SCALE in file["cube"].attrs:
        raise UserError(
            f"{path} is a scene file of this project: read it with `format: hdf5` (role scene) in "
            "the entry of the scene."
        )

    def visit(name: str, found: Any) -> None:
        if not isinstance(found, h5py.Dataset):
            return
        if found.dtype.kind in "OSU":
            texts[name] = [_text(word) for word in np.ravel(found[()])]
        else:
            arrays[name] = Dataset(found)

    file.visititems(visit)
    if "names" in file.attrs:
        texts["names"] = [_text(word) for word in np.ravel(file.attrs["names"])]
    good = next((name for name in arrays if last_word(name) == GOOD_BANDS), None)
    bad = None if good is None else np.ravel(np.asarray(arrays.pop(good))) == 0
    for name in arrays:
        if last_word(name).lower().startswith("wavelength"):
            unit = _text(file[name].attrs.get("units", ""))
    place, axis = find_grid(path, arrays)
    return Contents(
        path,
        KIND,
        arrays,
        texts=texts,
        wavelength_unit=unit,
        bands_axis=axis,
        bad_bands=bad,
        georeference=place,
    )


def _netcdf3(path: Path) -> Contents:
    from scipy.io import netcdf_file

    with netcdf_file(path, mmap=False) as file:
        arrays = {
            name: _scaled(variable.data, variable._attributes)
            for name, variable in file.variables.items()
        }
    place, axis = find_grid(path, arrays)
    return Contents(path, KIND, arrays, bands_axis=axis, georeference=place)


class Dataset:
    """A dataset that is read when it is made an array."""

    def __init__(self, dataset: h5py.Dataset) -> None:
        self._dataset = dataset
        self.shape, self.dtype, self.ndim = dataset.shape, dataset.dtype, dataset.ndim

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """Read the dataset."""
        return np.array(self._whole, dtype) if copy else np.asarray(self._whole, dtype)

    def __getitem__(self, part: Any) -> np.ndarray:
        """Read a part."""
        return _scaled(self._dataset[part], dict(self._dataset.attrs))

    @cached_property
    def _whole(self) -> np.ndarray:
        """All of it: of a large one chunk by chunk, or where it lies, if that is in one piece."""
        dataset, attributes = self._dataset, dict(self._dataset.attrs)
        changes = attributes.keys() & CHANGING
        if dataset.dtype.kind not in "iuf" or dataset.nbytes <= LARGE:
            return self[()]
        if dataset.chunks is None and not changes:
            return map_array(dataset)
        parts = list(dataset.iter_chunks() if dataset.chunks else divide_rows(dataset))
        kinds = {self[part].dtype for part in parts if changes}
        read = ((part, self[part]) for part in parts)
        return unpack_array(dataset.shape, np.result_type(*(kinds or {dataset.dtype})), read)


def _scaled(values: np.ndarray, attributes: dict[str, Any]) -> np.ndarray:
    """Apply NetCDF's conventions: missing values, then scale and offset."""
    missing = [attributes[key] for key in MISSING if key in attributes]
    scale, offset = attributes.get("scale_factor", 1.0), attributes.get("add_offset", 0.0)
    if NEON_SCALE in attributes:
        scale = 1 / attributes[NEON_SCALE]
    plain = np.all(scale == 1) and np.all(offset == 0)
    if values.dtype.kind not in "iuf" or (not missing and plain):
        return values
    absent = np.isin(values, [number for value in missing for number in np.ravel(value)])
    if plain and not absent.any():
        return values
    numbers = np.asarray(values, np.float32) * np.float32(np.ravel(scale)[0])
    return np.where(absent, np.float32(np.nan), numbers + np.float32(np.ravel(offset)[0]))


def _text(word: Any) -> str:
    return word.decode(errors="replace") if isinstance(word, bytes) else str(np.ravel(word)[0])
