"""The HDF5 files between a run and a program of any language (docs/commands.md).

Texts have a fixed length, and numbers lie in datasets, not in attributes: so Octave reads the file
too. Languages that count their axes the other way round find them reversed.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np

from learning_curves.errors import UserError, join_items
from unmixing.scenes.scene import Scene
from unmixing.storage import FORMAT_VERSION
from unmixing.training.protocol import Rows
from unmixing.training.tasks import Prepared

NUMBERS = {"parameters": "n_parameters", "epochs": "epochs", "updates": "updates"}
TIMES = ("training_time", "inference_time")
LOSSES = ("loss", "val_loss")
IDENTITY = "identity"
# Every language has whole numbers of so many bytes exactly, also those that only know float64.
BYTES_OF_IDENTITY = 6


class Answer(NamedTuple):
    """What a program returns.

    Attributes
    ----------
    abundances : ndarray
        (n_test, p) float32.
    facts : Mapping[str, float]
        Of `NUMBERS` and `TIMES`, those that it gives.
    history : Rows
        One row per epoch.
    """

    abundances: np.ndarray
    facts: Mapping[str, float]
    history: Rows

    def tell_facts(self, seconds: float, memory_mb: float) -> dict[str, float]:
        """Return the facts of `Predictions`; a program that tells no time trained all its seconds.

        A count that is not given is 0, and a time NaN.
        """
        counts = {field: int(self.facts.get(name, 0)) for name, field in NUMBERS.items()}
        times = {name: self.facts.get(name, math.nan) for name in TIMES}
        if not set(TIMES) & set(self.facts):
            times["training_time"] = seconds
        return counts | times | {"peak_memory_mb": memory_mb}


def identify(prepared: Prepared, test: np.ndarray) -> int:
    """Return a number for all that decides a run: its pixels, spectra, labels and seed.

    Parameters
    ----------
    test : ndarray
        (n_test,), row-major indices of the pixels to predict.
    """
    task = prepared.task
    digest = hashlib.sha256(str(task.seed).encode())
    for pixels in (task.training, task.validation):
        for array in (pixels.pixels, pixels.spectra, pixels.abundances):
            digest.update(array.tobytes())
    digest.update(test.tobytes())
    for spectra in prepared.divide_test():
        digest.update(spectra.tobytes())
    return int.from_bytes(digest.digest()[:BYTES_OF_IDENTITY], "big")


def write_input(path: Path, prepared: Prepared, scene: Scene, test: np.ndarray) -> None:
    """Write all that a program is given in a run.

    Parameters
    ----------
    scene : Scene
        Of the run; only what every method may know of it is written.
    test : ndarray
        (n_test,), row-major indices of the pixels to predict.
    """
    task = prepared.task
    k = task.job.settings.neighbourhood_size
    height, width, bands = scene.shape
    with h5py.File(path, "w") as file:
        for name, value in {
            "format_version": FORMAT_VERSION,
            IDENTITY: identify(prepared, test),
            "seed": task.seed,
            "threads": task.job.threads,
            "height": height,
            "width": width,
            "neighbourhood_size": k,
            "minimum": prepared.limits[0],
            "maximum": prepared.limits[1],
        }.items():
            file[name] = value
        file["device"] = _text([task.job.device])[0]
        file["units"] = _text([scene.units])[0]
        file["names"] = _text(scene.names)
        for name in ("endmembers", "wavelengths", "library"):
            if getattr(scene, name) is not None:
                file[name] = getattr(scene, name)
        if scene.library_classes:
            file["library_classes"] = _text(scene.library_classes)
        for name, pixels in (("training", task.training), ("validation", task.validation)):
            _write_pixels(file, name, pixels.spectra, pixels.pixels, k, bands)
            file[f"{name}/abundances"] = pixels.abundances
        _write_pixels(file, "test", prepared.test, test, k, bands)
        if task.image is not None:
            _write_pixels(file, "image", task.image.spectra, task.image.pixels, k, bands)
            if task.image.truth is not None:
                file["image/abundances"] = task.image.truth


def read_answer(path: Path, n_test: int, n_endmembers: int) -> Answer:
    """Read what a program returned.

    Raises
    ------
    UserError
        If there is no such file, it is not HDF5, or it does not hold what the contract says.
    """
    if not path.exists():
        raise UserError("the command ended without an error, and wrote no {output}.")
    with _opened(path) as file:
        if "abundances" not in file:
            there = f": it holds {join_items(sorted(file))}" if len(file) else ": it is empty"
            raise UserError(f"the command's output has no dataset abundances{there}.")
        abundances = _read_abundances(file, (n_test, n_endmembers))
        facts = {name: _read_number(file, name) for name in (*NUMBERS, *TIMES) if name in file}
        return Answer(abundances, facts, _read_history(file))


def check_identity(path: Path, wanted: int) -> None:
    """Refuse what was predicted from the input of another run.

    Raises
    ------
    UserError
        If the file cannot be read, tells no identity, or another.
    """
    with _opened(path) as file:
        if IDENTITY not in file:
            raise UserError(
                "the command's output has no dataset identity, so nobody can tell what it "
                "predicts: let the program copy this number from its input."
            )
        if _read_number(file, IDENTITY) != wanted:
            raise UserError(
                "its identity is another than that of this run: it was predicted for other pixels, "
                "labels, noise or another seed, or from another version of the scene. Export the "
                "input of this run again, and predict from that."
            )


@contextmanager
def _opened(path: Path) -> Iterator[h5py.File]:
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise UserError(f"what the command wrote as {{output}} is not HDF5 ({error}).") from None
    with file:
        yield file


def _write_pixels(
    file: h5py.File, group: str, flat: np.ndarray, pixels: np.ndarray, k: int, bands: int
) -> None:
    """Write the spectra of pixels and, where a neighbourhood is seen, their patches."""
    patches = flat.reshape(-1, k, k, bands)
    file[f"{group}/spectra"] = patches[:, k // 2, k // 2]
    file[f"{group}/pixels"] = pixels.astype(np.int32)
    if k > 1:
        file[f"{group}/patches"] = patches


def _text(texts: Iterable[str]) -> np.ndarray:
    """Return texts of one length, in UTF-8; Octave reads no texts that are marked as such."""
    return np.array([text.encode() or b" " for text in texts], np.bytes_)


def _read(file: h5py.File, name: str) -> np.ndarray:
    """Read an array, as it is or in the group that Octave's `save` makes of a variable."""
    found = file[name]
    if isinstance(found, h5py.Group) and "value" in found:
        found = found["value"]
    if not isinstance(found, h5py.Dataset) or found.dtype.kind not in "fiub":
        raise UserError(f"{name} in the command's output is not an array of real numbers.")
    return np.asarray(found[()])


def _read_abundances(file: h5py.File, shape: tuple[int, int]) -> np.ndarray:
    abundances = _read(file, "abundances").astype(np.float32)
    if abundances.shape == shape:
        return abundances
    hint = ""
    if abundances.shape == shape[::-1]:
        hint = (
            " It is the other way round: R, MATLAB, Octave and Julia count axes from the other "
            f"end, so write {shape[1]} rows and {shape[0]} columns there."
        )
    raise UserError(
        f"abundances in the command's output has the shape {abundances.shape}, and must have "
        f"{shape}: a row for each test pixel, a column for each endmember.{hint}"
    )


def _read_number(file: h5py.File, name: str) -> float:
    value = _read(file, name)
    if value.size != 1 or not np.isfinite(value).all() or value.item() < 0:
        raise UserError(f"{name} in the command's output is not one number of 0 or more.")
    return float(value.item())


def _read_history(file: h5py.File) -> Rows:
    """Read a group of columns, each with a number per epoch."""
    if "history" not in file:
        return []
    group: Any = file["history"]
    if isinstance(group, h5py.Group) and isinstance(group.get("value"), h5py.Group):
        group = group["value"]
    if not isinstance(group, h5py.Group) or not set(LOSSES) <= set(group):
        raise UserError(
            "history in the command's output is not a group with the datasets loss and val_loss."
        )
    columns = {name: _read(group, name).ravel().tolist() for name in group}
    if len({len(values) for values in columns.values()}) != 1:
        raise UserError("the datasets of history in the command's output differ in length.")
    order = [*LOSSES, *sorted(set(columns) - {*LOSSES, "epoch"})]
    return [
        {"epoch": epoch + 1} | {name: columns[name][epoch] for name in order}
        for epoch in range(len(columns["loss"]))
    ]
