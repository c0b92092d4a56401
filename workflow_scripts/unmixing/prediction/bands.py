"""The bands of another image, brought to those that a method has learned from."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.prediction.images import Image
from unmixing.scenes.resampling import resample
from unmixing.scenes.scene import Scene

# Relative: wavelengths that differ by less are of the same band.
SAME = 1e-3


class Bands(NamedTuple):
    """How bands of the scene come from those of an image.

    Attributes
    ----------
    used : ndarray
        (n,) numbers, from 0, of the bands of the image that are read.
    weights : ndarray or None
        (bands of the scene, n) float32; None where the used bands are those of the scene.
    note : str
        A sentence for the reader; empty where both have the same bands.
    """

    used: np.ndarray
    weights: np.ndarray | None
    note: str

    def bring(self, cube: np.ndarray) -> np.ndarray:
        """Return a cube (..., n) of used bands in the bands of the scene."""
        return cube if self.weights is None else cube @ self.weights.T


def match_bands(image: Image, scene: Scene, bad_bands: Sequence[Sequence[int]] = ()) -> Bands:
    """Find the bands of a scene in an image: by wavelength, or by their number.

    Where no band of the image has the wavelength of one of the scene, all are resampled from the
    bands that the file does not call bad. A band is as wide as its distance from the next.

    Parameters
    ----------
    image : Image
        The other image.
    scene : Scene
        What a method has learned from.
    bad_bands : sequence of [first, last]
        Bands, from 1, that the scene's options leave out of its file.

    Raises
    ------
    UserError
        If the image does not reach all bands of the scene, or the bands cannot be told.
    """
    bands = scene.shape[2]
    good = np.ones(image.shape[2], bool)
    if image.bad_bands is not None and len(image.bad_bands) == len(good):
        good = ~image.bad_bands
    own, wanted = image.wavelengths, scene.wavelengths
    if own is None or wanted is None:
        of_scene = [band - 1 for first, last in bad_bands for band in range(first, last + 1)]
        counted = np.flatnonzero(good), np.arange(len(good))
        readings = [*counted, *(np.setdiff1d(used, of_scene) for used in counted)]
        return _by_number(image.path, readings, bands, own is None)
    nearest = np.abs(own[:, None] - wanted).argmin(axis=0)
    if np.allclose(own[nearest], wanted, rtol=SAME, atol=0) and len(set(nearest)) == bands:
        left_out = len(own) - bands
        note = f"{left_out} of its {len(own)} bands are not among those of the scene"
        return Bands(nearest, None, note if left_out else "")
    return _by_wavelength(image.path, own, np.flatnonzero(good), wanted)


def _by_number(path: Path, readings: Sequence[np.ndarray], wanted: int, image_lacks: bool) -> Bands:
    which = "the image" if image_lacks else "the scene"
    for used in readings:
        if len(used) == wanted:
            return Bands(used, None, f"its bands are taken in their order: {which} names none")
    raise UserError(
        f"{path} has {max(map(len, readings))} bands and the scene {wanted}, without those left "
        f"out of it, and {which} has no wavelengths to find them by: write the wavelengths into "
        "its file, or give it the same bands."
    )


def _by_wavelength(path: Path, own: np.ndarray, good: np.ndarray, wanted: np.ndarray) -> Bands:
    # Each band alone tells how much of it goes into those of the scene.
    weights = resample(np.eye(len(good)), own[good], wanted).T
    unreached = ~np.isfinite(weights).all(axis=1)
    if unreached.any():
        low, high = wanted[unreached].min(), wanted[unreached].max()
        raise UserError(
            f"{path} has bands from {own[good].min():.3g} to {own[good].max():.3g} micrometres "
            f"and does not reach {unreached.sum()} bands of the scene ({low:.3g} to {high:.3g}): "
            "leave these out of the scene, options: {bad_bands: [[first, last]]}, or the image."
        )
    needed = (weights != 0).any(axis=0)
    note = (
        f"its {len(own)} bands are others and are resampled to the {len(wanted)} of the scene by "
        "wavelength"
    )
    return Bands(good[needed], weights[:, needed].astype(np.float32), note)
