"""Reading and writing files: whole or not at all."""

import csv
import fcntl
import hashlib
import logging
import math
import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TextIO

import h5py
import numpy as np

from learning_curves.errors import UserError, join_items
from learning_curves.writing import atomic_write

FORMAT_VERSION = 1
# That of scenes whose numbers are those of their source, with a scale.
SCALED_VERSION = 2
READ_VERSIONS = (FORMAT_VERSION, SCALED_VERSION)
# Attribute of numbers that lie in another file: when that was written.
MODIFIED = "file_modified_ns"
# In bytes: 64 MiB. Larger arrays are not held in memory if they can lie in a file.
LARGE = 2**26


def hold_lock(path: str | Path) -> TextIO:
    """Lock a file until this process ends, however it ends.

    Returns
    -------
    TextIO
        The open file; closing it releases the lock.

    Raises
    ------
    UserError
        If another process holds the lock, or the file cannot be written. A file system without
        locks only causes a warning.
    """
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = open(path, "a")  # noqa: SIM115
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise UserError(
            f"This study is already running (another process holds {path}): "
            "wait for it, or stop it and run the same command again."
        ) from None
    except OSError as error:
        logging.warning(
            "%s cannot be locked (%s): make sure that this study is started only once.",
            path,
            error.strerror,
        )
    return file


@contextmanager
def write_hdf5(path: str | Path) -> Iterator[h5py.File]:
    """Open an HDF5 file for writing that appears under `path` only when it is complete."""
    with atomic_write(path) as temporary, h5py.File(temporary, "w") as file:
        file.attrs["format_version"] = FORMAT_VERSION
        yield file


@contextmanager
def read_hdf5(path: str | Path) -> Iterator[h5py.File]:
    """Open an HDF5 file of this project for reading.

    Raises
    ------
    UserError
        If the file is missing, locked, cut short, or written by another version of the format.
    """
    try:
        file = open_hdf5(path)
    except OSError as error:
        raise UserError(
            f"{path} cannot be read as HDF5 ({error}): delete it and run again."
        ) from error
    with file:
        version = file.attrs.get("format_version")
        if version not in READ_VERSIONS:
            raise UserError(
                f"{path} has format version {version}, this code reads "
                f"{join_items(READ_VERSIONS)}: delete it and run again."
            )
        yield file


def open_hdf5(path: str | Path) -> h5py.File:
    """Open any HDF5 file for reading.

    Raises
    ------
    UserError
        If it does not exist, may not be read, or is open for writing in another program.
    OSError
        If it is not HDF5, or cut short.
    """
    try:
        return h5py.File(path, "r")
    except BlockingIOError:
        raise UserError(
            f"{path} is locked by {_name_holders(path)}: close it there and run again."
        ) from None
    except FileNotFoundError:
        raise UserError(f"{path} is not there.") from None
    except PermissionError:
        raise UserError(f"{path} may not be read by this user: ask its owner.") from None
    except OSError as error:
        # HDF5 marks a file while a program writes it, and a killed program leaves the mark.
        if "already open for write" not in str(error):
            raise
        raise UserError(
            f"{path} is open for writing in {_name_holders(path)}: close it there and run again. "
            f"If that program was killed, `h5clear -s {path}` clears the mark; check the content."
        ) from None


def map_array(dataset: h5py.Dataset) -> np.ndarray:
    """Return an array whose numbers are read from the file only where they are used.

    A dataset in chunks, which has no place in the file, is read at once. The file may be closed or
    replaced by another one: the array stays that of the old one.

    Raises
    ------
    UserError
        If the numbers lie in another file, as `link_array` leaves them, that has changed since.
    """
    path, place = dataset.file.filename, dataset.id.get_offset()
    if dataset.external:
        ((path, place, _),) = dataset.external
        _check_linked(path, dataset)
    if place is None or dataset.size == 0:
        whole: np.ndarray = dataset[()]
        return whole
    mapped = np.memmap(path, dataset.dtype, "r", place, dataset.shape)
    return mapped.view(np.ndarray)


def link_array(file: h5py.File, name: str, array: np.ndarray) -> h5py.Dataset | None:
    """Make a dataset of numbers that stay where they are, in the file that an array maps.

    Returns
    -------
    Dataset or None
        None if the array does not map one stretch of a file.
    """
    mapped: Any = array
    while isinstance(mapped, np.ndarray) and getattr(mapped, "filename", None) is None:
        mapped = mapped.base
    if not isinstance(mapped, np.memmap) or not array.flags.c_contiguous:
        return None
    path = Path(str(mapped.filename)).resolve()
    place = mapped.offset + array.ctypes.data - mapped.ctypes.data
    linked = file.create_dataset(
        name, array.shape, array.dtype, external=[(str(path), place, array.nbytes)]
    )
    linked.attrs[MODIFIED] = path.stat().st_mtime_ns
    return linked


def _check_linked(path: str, dataset: h5py.Dataset) -> None:
    """Refuse numbers in another file if it is missing, or was written since they were linked."""
    holder = dataset.file.filename
    if not Path(path).is_file():
        raise UserError(
            f"{path} is not there, and {holder} holds no copy of its numbers: put it back, or "
            f"delete {holder} and run again with the file where it is now."
        )
    if Path(path).stat().st_mtime_ns != dataset.attrs[MODIFIED]:
        raise UserError(
            f"{path} was written after {holder}, which holds no copy of its numbers: delete "
            f"{holder} and run again."
        )


def _take_room(file: IO[bytes], size: int) -> None:
    """Take the room of a mapped file; writing where none is left would end the process."""
    try:
        os.posix_fallocate(file.fileno(), 0, size)
    except OSError as error:
        raise UserError(
            f"a large image needs {size / 2**30:.1f} GiB for a time in {tempfile.gettempdir()} "
            f"({error.strerror}): make room there, or name another folder by the environment "
            "variable TMPDIR."
        ) from None


def unpack_array(
    shape: tuple[int, ...], dtype: np.dtype, parts: Iterable[tuple[Any, np.ndarray]]
) -> np.ndarray:
    """Make an array of its parts, which are read one after another.

    A large one lies in a temporary file that ends with the process, and is mapped into memory.

    Parameters
    ----------
    parts : iterable
        Where a part lies, and its numbers.
    """
    if np.prod(shape) * dtype.itemsize <= LARGE:
        array = np.empty(shape, dtype)
    else:
        with tempfile.TemporaryFile() as file:
            _take_room(file, math.prod(shape) * dtype.itemsize)
            array = np.memmap(file, dtype, "w+", 0, shape).view(np.ndarray)
    for place, numbers in parts:
        array[place] = numbers
        release_pages(array)
    return array


def find_map(array: Any) -> mmap.mmap | None:
    """Return the map of a file that an array looks into, or None."""
    while isinstance(array, np.ndarray):
        array = array.base
    return array if isinstance(array, mmap.mmap) else None


def release_pages(array: Any) -> None:
    """Let go of the pages of a mapped file, which would count as memory until the end."""
    mapped = find_map(array)
    if mapped is not None:
        mapped.madvise(mmap.MADV_DONTNEED)


def _name_holders(path: str | Path) -> str:
    """Name the processes that have a file open, as far as this user may see them."""
    file = Path(path).stat()
    names = []
    for process in Path("/proc").glob("[0-9]*"):
        # The process may have ended, or belong to another user.
        with suppress(OSError):
            if any(os.path.samestat(file, opened.stat()) for opened in (process / "fd").iterdir()):
                name = (process / "comm").read_text(errors="replace").strip()
                names.append(f"{name} (process {process.name})")
    return " and ".join(names) or "another program"


def write_rows(rows: list[dict[str, Any]], path: str | Path) -> None:
    """Write rows with the same keys as CSV; a NaN is left empty."""
    with atomic_write(path) as temporary, open(temporary, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: "" if value != value else value for key, value in row.items()})


def compute_sha256(path: str | Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compute_git_id(path: str | Path) -> str:
    """Return the id that git gives a file's content, as hexadecimal digits."""
    digest = hashlib.sha1(f"blob {Path(path).stat().st_size}\0".encode(), usedforsecurity=False)
    with open(path, "rb") as file:
        while chunk := file.read(2**20):
            digest.update(chunk)
    return digest.hexdigest()


def check_file(path: str | Path, sha256: str | None, git_blob: str | None) -> None:
    """Refuse a file that is not the expected one; a digest of None is not checked.

    Raises
    ------
    UserError
        If a digest differs.
    """
    for kind, expected, digest in (
        ("SHA-256", sha256, compute_sha256),
        ("git id", git_blob, compute_git_id),
    ):
        if expected is not None and digest(path) != expected:
            raise UserError(
                f"{path} has the {kind} {digest(path)}, but the config expects {expected}: it is "
                "another version or cut short. Delete it to download it again, or fix the config."
            )
