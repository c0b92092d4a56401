"""A scene: a hyperspectral cube and its ground truth, as one HDF5 file."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import ArrayLike

from learning_curves.errors import UserError
from unmixing.scenes.cube import (
    SCALE,
    Cube,
    StoredCube,
    divide_rows,
    find_finite,
    find_range,
    is_finite_at,
    load_small,
    look_through,
    spectra_at,
)
from unmixing.scenes.georeference import Georeference
from unmixing.storage import LARGE, SCALED_VERSION, link_array, map_array, read_hdf5, write_hdf5

# Arrays of a scene that not every one has.
OPTIONAL = ("endmembers", "wavelengths", "library")
COMPRESSED = {"compression": "gzip", "shuffle": True}


@dataclass(frozen=True)
class SceneFacts:
    """What a method must know of a scene before it sees it.

    Attributes
    ----------
    n_pixels : int
        Valid ones.
    bands : int
        Of the cube.
    n_endmembers : int or None
        Of the abundances, or None where it is not known yet.
    has_endmembers : bool
        Whether the scene has their spectra.
    is_image : bool
        Whether pixels have neighbours.
    """

    n_pixels: int
    bands: int
    n_endmembers: int | None
    has_endmembers: bool
    is_image: bool = True


@dataclass(frozen=True)
class Layer:
    """What is known of every pixel of a scene, such as its plot or its date.

    Attributes
    ----------
    values : ndarray
        (height, width), numbers. Where they stand for names, the places of these, or
        -1.
    names : tuple of str
        What the values stand for; empty where they are meant as numbers.
    """

    values: np.ndarray
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A hyperspectral image with known abundances.

    Attributes
    ----------
    cube : Cube
        (height, width, bands) float32, in `units`: an array, or what reads pixels from a file.
    abundances : ndarray
        (height, width, endmembers) float32, fractions that sum to one.
    names : tuple[str, ...]
        Names of the endmembers, in the order of `abundances`.
    endmembers : ndarray or None
        (bands, endmembers) float64 in the units of the cube, or None.
    wavelengths : ndarray or None
        (bands,) float64 in micrometres, or None.
    library : ndarray or None
        (bands, n) float64, spectra of a library of which each endmember has one or more, or None.
    library_classes : tuple[str, ...]
        Of each spectrum of the library: names of endmembers, or of other surfaces.
    units : str
        What the numbers of the cube are, such as "reflectance".
    source : str
        Where the scene comes from, for the reader.
    is_image : bool
        Whether pixels have places; False for a table of spectra, a pixel a row.
    notes : tuple[str, ...]
        What was found out when the scene was read, a sentence each, for the reader.
    normalisation_range : tuple[float, float] or None
        (minimum, maximum) that spectra are scaled by in every run, or None for the range of the
        run's training pixels.
    georeference : Georeference or None
        Where the image lies on the earth, or None.
    layers : Mapping[str, Layer]
        What else is known of every pixel, by names that only those who use a layer know.
    input_sha256 : dict[str, str]
        SHA-256 of each file the scene was read from, by its role.
    hash : str
        SHA-256 of the arrays, by which a split knows the scene it was drawn from.
    """

    cube: Cube
    abundances: np.ndarray
    names: tuple[str, ...]
    endmembers: np.ndarray | None = None
    wavelengths: np.ndarray | None = None
    library: np.ndarray | None = None
    library_classes: tuple[str, ...] = ()
    units: str = "reflectance"
    source: str = ""
    is_image: bool = True
    notes: tuple[str, ...] = ()
    normalisation_range: tuple[float, float] | None = None
    georeference: Georeference | None = None
    layers: Mapping[str, Layer] = field(default_factory=dict)
    input_sha256: dict[str, str] = field(default_factory=dict)
    hash: str = ""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and number of bands."""
        return self.cube.shape

    @property
    def n_endmembers(self) -> int:
        """Number of endmembers."""
        return self.abundances.shape[-1]

    @cached_property
    def valid(self) -> np.ndarray:
        """Pixels whose spectrum and abundances are all finite: (height, width) bool, read-only."""
        # Only the spectra of labelled pixels are looked at, which may be few of a large image.
        valid: np.ndarray = np.isfinite(self.abundances).all(-1)
        valid[valid] = is_finite_at(self.cube, np.flatnonzero(valid))
        valid.flags.writeable = False
        return valid

    @cached_property
    def valid_range(self) -> tuple[float, float]:
        """The smallest and the largest number of the spectra of valid pixels."""
        return find_range(self.cube, np.flatnonzero(self.valid))

    @cached_property
    def measured(self) -> np.ndarray:
        """Pixels whose spectrum is finite, labelled or not: (height, width) bool."""
        return find_finite(self.cube)

    def spectra_at(self, pixels: np.ndarray) -> np.ndarray:
        """Return the spectra of pixels (n,), counted row by row: (n, bands) float32."""
        return spectra_at(self.cube, pixels)

    @property
    def labels(self) -> np.ndarray:
        """Abundances of every pixel, row by row: (pixels, endmembers) float32."""
        return self.abundances.reshape(-1, self.n_endmembers)

    @property
    def facts(self) -> SceneFacts:
        """What a method must know of the scene."""
        return SceneFacts(
            n_pixels=int(self.valid.sum()),
            bands=self.shape[2],
            n_endmembers=self.n_endmembers,
            has_endmembers=self.endmembers is not None,
            is_image=self.is_image,
        )


def make_scene(
    cube: ArrayLike | Cube,
    abundances: ArrayLike,
    names: Iterable[str],
    endmembers: ArrayLike | None = None,
    wavelengths: ArrayLike | None = None,
    library: ArrayLike | None = None,
    library_classes: Iterable[str] = (),
    layers: Mapping[str, Layer] | None = None,
    hash: str | None = None,
    **description: Any,
) -> Scene:
    """Build a `Scene` with the data types of the scene file, and its hash if none is known."""
    if not isinstance(cube, StoredCube):
        # Row by row in memory, so that no later step copies a cube to see its pixels in a row.
        cube = np.asarray(cube, dtype=np.float32, order="C")
    abundances = np.asarray(abundances, dtype=np.float32, order="C")
    endmembers, wavelengths, library = (
        None if array is None else np.asarray(array, dtype=np.float64)
        for array in (endmembers, wavelengths, library)
    )
    classes = tuple(map(str, library_classes))
    return Scene(
        cube=cube,
        abundances=abundances,
        names=tuple(map(str, names)),
        endmembers=endmembers,
        wavelengths=wavelengths,
        library=library,
        library_classes=classes,
        layers=layers or {},
        hash=hash or _hash_of(cube, [abundances, endmembers, library], layers or {}, classes),
        **description,
    )


def outline(valid: np.ndarray) -> Scene:
    """Return a scene of which nothing is known but which pixels are valid: (height, width) bool."""
    return Scene(
        cube=np.where(valid, 0, np.nan)[..., None], abundances=np.zeros((*valid.shape, 0)), names=()
    )


def changed(scene: Scene, **changes: Any) -> Scene:
    """Return a scene with other arrays, and the hash of these."""
    kept = {part.name: getattr(scene, part.name) for part in fields(scene)}
    return make_scene(**kept | changes | {"hash": None})


def _hash_of(
    cube: Cube,
    arrays: Iterable[np.ndarray | None],
    layers: Mapping[str, Layer],
    classes: tuple[str, ...],
) -> str:
    digest = hashlib.sha256(str(cube.shape).encode())
    for _, spectra in look_through(cube):
        digest.update(np.ascontiguousarray(spectra).data)
    for array in arrays:
        if array is not None:
            digest.update(str(array.shape).encode())
            digest.update(np.ascontiguousarray(array).data)
    for name, layer in sorted(layers.items()):
        digest.update(repr((name, layer.names, layer.values.dtype.str)).encode())
        digest.update(np.ascontiguousarray(layer.values).data)
    if classes:
        digest.update(repr(classes).encode())
    return digest.hexdigest()


def write_scene(scene: Scene, path: str | Path) -> None:
    """Write the scene to HDF5."""
    with write_hdf5(path) as file:
        _write_cube(scene.cube, file)
        # Most pixels of a large image have no label.
        file.create_dataset("abundances", data=scene.abundances, **COMPRESSED)
        for name in OPTIONAL:
            if getattr(scene, name) is not None:
                file[name] = getattr(scene, name)
        if scene.library_classes:
            file["library_classes"] = list(scene.library_classes)
        for name, layer in scene.layers.items():
            stored = file.create_dataset(f"layers/{name}", data=layer.values, **COMPRESSED)
            stored.attrs["names"] = list(layer.names)
        file.attrs["names"] = list(scene.names)
        file.attrs["units"] = scene.units
        file.attrs["source"] = scene.source
        file.attrs["hash"] = scene.hash
        file.attrs["is_image"] = scene.is_image
        file.attrs["notes"] = list(scene.notes)
        if scene.georeference is not None:
            file.attrs["transform"] = scene.georeference.transform
            file.attrs["crs"] = scene.georeference.crs
        if scene.normalisation_range is not None:
            file.attrs["normalisation_range"] = scene.normalisation_range
        for role, sha256 in scene.input_sha256.items():
            file.attrs[f"sha256_{role}"] = sha256


def _write_cube(cube: Cube, file: h5py.File) -> None:
    """Write whole numbers of one or two bytes as they are, with their scale, and others as float32.

    They are not compressed, so that a file mapped into memory gives the pixels that are asked for.
    A large image whose own file does so is not copied.
    """
    if not (isinstance(cube, StoredCube) and cube.is_short and cube.is_finite):
        spectra = file.create_dataset("cube", cube.shape, np.float32)
        for rows in divide_rows(cube):
            spectra[rows] = cube[rows]
        return
    numbers = None
    if cube.bands is None and cube.stored.nbytes > LARGE:
        numbers = link_array(file, "cube", cube.stored)
    if numbers is None:
        numbers = file.create_dataset("cube", cube.shape, cube.stored.dtype.newbyteorder("="))
        for rows in divide_rows(cube):
            numbers[rows] = cube.cut(rows)
    numbers.attrs[SCALE] = cube.divided_by
    file.attrs["format_version"] = SCALED_VERSION
    if cube.without is not None:
        file.create_dataset("without_spectrum", data=cube.without, **COMPRESSED)


def _read_cube(file: h5py.File) -> Cube:
    stored = file["cube"]
    numbers = map_array(stored)
    if SCALE not in stored.attrs:
        return numbers
    without = file["without_spectrum"][()] if "without_spectrum" in file else None
    return load_small(StoredCube(numbers, float(stored.attrs[SCALE]), without))


def read_scene(path: str | Path) -> Scene:
    """Read a scene written by `write_scene`; of its cube, what is used is read when it is used.

    Raises
    ------
    UserError
        If the file is missing, cut short, of another format version, or not a scene.
    """
    with read_hdf5(path) as file:
        missing = {"cube", "abundances"} - set(file)
        if missing:
            raise UserError(f"{path} is not a scene: it has no {' and no '.join(sorted(missing))}.")
        return make_scene(
            cube=_read_cube(file),
            abundances=file["abundances"][()],
            names=_names(file),
            **{name: file[name][()] if name in file else None for name in OPTIONAL},
            library_classes=(
                file["library_classes"].asstr()[()] if "library_classes" in file else ()
            ),
            layers={
                name: Layer(stored[()], tuple(map(str, stored.attrs["names"])))
                for name, stored in file.get("layers", {}).items()
            },
            units=file.attrs["units"],
            source=file.attrs["source"],
            # Files of before have neither.
            is_image=bool(file.attrs.get("is_image", True)),
            notes=tuple(map(str, file.attrs.get("notes", ()))),
            normalisation_range=(
                tuple(map(float, file.attrs["normalisation_range"]))
                if "normalisation_range" in file.attrs
                else None
            ),
            georeference=(
                Georeference(tuple(map(float, file.attrs["transform"])), str(file.attrs["crs"]))
                if "transform" in file.attrs
                else None
            ),
            hash=file.attrs["hash"],
            input_sha256={
                key.removeprefix("sha256_"): value
                for key, value in file.attrs.items()
                if key.startswith("sha256_")
            },
        )


def read_names(path: str | Path) -> list[str]:
    """Read the names of a scene's endmembers alone."""
    with read_hdf5(path) as file:
        return _names(file)


def _names(file: h5py.File) -> list[str]:
    return [str(name) for name in file.attrs["names"]]
