"""A scene: a hyperspectral cube and its ground truth, validated, as one HDF5 file."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

from unmixing.errors import UserError
from unmixing.linear_mixing import fitted_endmembers
from unmixing.storage import hdf5_to_read, hdf5_to_write

# Published ground truths sum to one within 1e-11 and hold no negative value; these
# tolerances admit float32 rounding and solvers that stop early, and nothing more.
SUM_TOLERANCE = 1e-3
NEGATIVE_TOLERANCE = 1e-4
# A true reordering fits 1.7 times (Samson) to 3.9 times (Jasper Ridge) better than a wrong one.
REORDERED_FIT_RATIO = 0.9


@dataclass(frozen=True)
class Scene:
    """A hyperspectral image with known abundances.

    Attributes
    ----------
    cube : (height, width, bands) float32, in `units`
    abundances : (height, width, endmembers) float32, fractions that sum to one
    names : names of the endmembers, in the order of `abundances`
    endmembers : (bands, endmembers) float64 in the units of the cube, or None
    wavelengths : (bands,) float64 in micrometres, or None
    units : what the numbers of the cube are, such as "reflectance"
    source : where the scene comes from, for the reader
    input_sha256 : SHA-256 of each file the scene was read from, by its role
    hash : SHA-256 of the arrays, by which a split knows the scene it was drawn from
    """

    cube: np.ndarray
    abundances: np.ndarray
    names: tuple[str, ...]
    endmembers: np.ndarray | None = None
    wavelengths: np.ndarray | None = None
    units: str = "reflectance"
    source: str = ""
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

    @property
    def valid(self) -> np.ndarray:
        """Pixels whose spectrum and abundances are all finite: (height, width) bool."""
        return np.isfinite(self.cube).all(-1) & np.isfinite(self.abundances).all(-1)


def make_scene(
    cube, abundances, names, endmembers=None, wavelengths=None, hash=None, **description
) -> Scene:
    """Build a `Scene` with the data types of the scene file, and its hash if none is known."""
    cube = np.asarray(cube, dtype=np.float32)
    abundances = np.asarray(abundances, dtype=np.float32)
    endmembers = None if endmembers is None else np.asarray(endmembers, dtype=np.float64)
    return Scene(
        cube=cube,
        abundances=abundances,
        names=tuple(names),
        endmembers=endmembers,
        wavelengths=None if wavelengths is None else np.asarray(wavelengths, dtype=np.float64),
        hash=hash or _hash_of(cube, abundances, endmembers),
        **description,
    )


def _hash_of(*arrays: np.ndarray | None) -> str:
    digest = hashlib.sha256()
    for array in arrays:
        if array is not None:
            digest.update(str(array.shape).encode())
            digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()


def validate_scene(scene: Scene) -> None:
    """Refuse a scene that no study could be trusted on.

    Raises
    ------
    UserError
        If shapes disagree, no pixel is finite, the cube is constant, or the abundances are
        negative, do not sum to one, or lie in another pixel order than the cube.
    """
    _check_shapes(scene)
    valid = scene.valid
    if not valid.any():
        raise UserError("every pixel holds a NaN or an infinity: check the cube and abundances.")
    cube, abundances = scene.cube[valid], scene.abundances[valid]
    if cube.min() == cube.max():
        raise UserError(f"the cube is constant ({cube.min():g} everywhere): check how it is read.")
    if scene.endmembers is not None and not np.isfinite(scene.endmembers).all():
        raise UserError("the endmembers hold a NaN or an infinity: mend or leave them out.")
    if abundances.min() < -NEGATIVE_TOLERANCE:
        raise UserError(
            f"the abundances are negative (down to {abundances.min():.4g}): "
            "unmixing labels are fractions of a pixel; clip and renormalise them first."
        )
    excess = np.abs(abundances.sum(-1, dtype=np.float64) - 1).max()
    if excess > SUM_TOLERANCE:
        raise UserError(
            f"the abundances do not sum to one (off by up to {excess:.4g}): "
            "divide each pixel's abundances by their sum first."
        )
    _check_pixel_order(scene)


def _check_shapes(scene: Scene) -> None:
    if scene.cube.ndim != 3 or scene.abundances.ndim != 3:
        raise UserError(
            f"the cube has shape {scene.cube.shape} and the abundances {scene.abundances.shape}: "
            "both must be (height, width, ...)."
        )
    if scene.cube.shape[:2] != scene.abundances.shape[:2]:
        raise UserError(
            f"the cube has {scene.cube.shape[:2]} pixels but the abundances have "
            f"{scene.abundances.shape[:2]}: they must cover the same area."
        )
    if scene.n_endmembers < 2:
        raise UserError("the abundances have one endmember: unmixing needs two or more.")
    if len(scene.names) != scene.n_endmembers:
        raise UserError(f"{len(scene.names)} names were given for {scene.n_endmembers} endmembers.")
    expected = (scene.shape[2], scene.n_endmembers)
    if scene.endmembers is not None and scene.endmembers.shape != expected:
        raise UserError(
            f"the endmembers have shape {scene.endmembers.shape}, but {expected} "
            "(bands, endmembers) fits the cube and the abundances."
        )
    if scene.wavelengths is not None and scene.wavelengths.shape != (scene.shape[2],):
        raise UserError(
            f"{scene.wavelengths.size} wavelengths were given for {scene.shape[2]} bands."
        )


def _check_pixel_order(scene: Scene) -> None:
    """Refuse maps whose flattened order is swapped against the cube's: shapes cannot tell."""
    as_given = linear_fit_error(scene.cube, scene.abundances)
    reordered = reordered_fit_error(scene.cube, scene.abundances)
    if reordered < REORDERED_FIT_RATIO * as_given:
        raise UserError(
            "the abundance maps are transposed against the cube: the least-squares fit of the "
            f"cube is off by {as_given:.4f} as given and by {reordered:.4f} in the other pixel "
            "order. Read one of the two in the other order (row-major against column-major)."
        )


def reordered_fit_error(cube: np.ndarray, abundances: np.ndarray) -> float:
    """Return `linear_fit_error` of the better of both orders in which maps may be misread."""
    height, width, p = abundances.shape
    reorderings = (
        abundances.reshape(width, height, p).transpose(1, 0, 2),
        abundances.transpose(1, 0, 2).reshape(height, width, p),
    )
    return min(linear_fit_error(cube, maps) for maps in reorderings)


def linear_fit_error(cube: np.ndarray, abundances: np.ndarray) -> float:
    """Return the relative residual of the best linear mixing of `cube` from `abundances`.

    The endmembers are free (least squares), so it does not matter how they are scaled.

    Parameters
    ----------
    cube : (height, width, bands)
    abundances : (height, width, endmembers)

    Returns
    -------
    float
        Frobenius norm of the residual over that of the cube, on pixels finite in both.
    """
    finite = np.isfinite(cube).all(-1) & np.isfinite(abundances).all(-1)
    pixels, fractions = cube[finite], abundances[finite]
    return misfit(pixels, fractions, fitted_endmembers(pixels, fractions))


def misfit(spectra: np.ndarray, abundances: np.ndarray, endmembers: np.ndarray) -> float:
    """Return the norm of what mixing leaves unexplained over that of the spectra.

    Parameters
    ----------
    spectra : (n, bands)
    abundances : (n, p)
    endmembers : (bands, p)
    """
    pixels = np.asarray(spectra, np.float64)
    mixed = np.asarray(abundances, np.float64) @ endmembers.T
    return float(np.linalg.norm(pixels - mixed) / np.linalg.norm(pixels))


def write_scene(scene: Scene, path: str | Path) -> None:
    """Write the scene to HDF5."""
    with hdf5_to_write(path) as file:
        file["cube"] = scene.cube
        file["abundances"] = scene.abundances
        for name in ("endmembers", "wavelengths"):
            if getattr(scene, name) is not None:
                file[name] = getattr(scene, name)
        file.attrs["names"] = list(scene.names)
        file.attrs["units"] = scene.units
        file.attrs["source"] = scene.source
        file.attrs["hash"] = scene.hash
        for role, sha256 in scene.input_sha256.items():
            file.attrs[f"sha256_{role}"] = sha256


def read_scene(path: str | Path) -> Scene:
    """Read a scene written by `write_scene`.

    Raises
    ------
    UserError
        If the file is missing, cut short, of another format version, or not a scene.
    """
    with hdf5_to_read(path) as file:
        missing = {"cube", "abundances"} - set(file)
        if missing:
            raise UserError(f"{path} is not a scene: it has no {' and no '.join(sorted(missing))}.")
        return make_scene(
            cube=file["cube"][()],
            abundances=file["abundances"][()],
            names=_names(file),
            endmembers=file["endmembers"][()] if "endmembers" in file else None,
            wavelengths=file["wavelengths"][()] if "wavelengths" in file else None,
            units=file.attrs["units"],
            source=file.attrs["source"],
            hash=file.attrs["hash"],
            input_sha256={
                key.removeprefix("sha256_"): value
                for key, value in file.attrs.items()
                if key.startswith("sha256_")
            },
        )


def read_names(path: str | Path) -> list[str]:
    """Read the names of a scene's endmembers alone."""
    with hdf5_to_read(path) as file:
        return _names(file)


def _names(file: h5py.File) -> list[str]:
    return [str(name) for name in file.attrs["names"]]
