"""Labelled pixels of another scene, brought to the bands and endmembers of this one."""

import numpy as np

from learning_curves.errors import UserError, join_items
from unmixing.scenes.resampling import have_same_bands, resample
from unmixing.scenes.scene import Scene
from unmixing.sources.pixels import Pixels
from unmixing.splits.split import Split

# Spectra this many times as bright as the scene's, or as dark, are in other units.
UNITS_APART = 5.0


def borrow_pixels(other: Scene, name: str, scene: Scene) -> Pixels:
    """Return the pixels of another scene as training pixels of this one.

    Parameters
    ----------
    name : str
        Of the other scene, for messages.

    Raises
    ------
    UserError
        If its endmembers have other names, its bands cannot be brought to those of the scene, or
        its spectra are in other units.
    """
    if set(other.names) != set(scene.names):
        raise UserError(
            f"train_on: scene {name} has the endmembers {join_items(other.names)}, and this scene "
            f"{join_items(scene.names)}: give the same surfaces the same names, options: "
            "{names: [...]}."
        )
    order = [other.names.index(endmember) for endmember in scene.names]
    cube = _in_bands_of(scene, other, name)
    _refuse_other_units(cube, np.asarray(scene.cube), name)
    return Pixels(cube, other.abundances[..., order])


def leave_out_same_places(pixels: Pixels, scene: Scene, split: Split) -> Pixels:
    """Leave out the places that a run tests and validates on, where an image shows them too.

    An image with the same labels in every pixel shows the same ground, as two sensors or two years
    do. What was measured at a place would otherwise be trained on and tested. A map predicts all
    pixels, and keeps the places that it trains on.
    """
    if not np.array_equal(pixels.abundances, scene.abundances, equal_nan=True):
        return pixels
    abundances = pixels.abundances.copy()
    used = np.setdiff1d(np.union1d(split.test, split.validation), split.train)
    abundances.reshape(-1, scene.n_endmembers)[used] = np.nan
    return pixels._replace(abundances=abundances)


def _in_bands_of(scene: Scene, other: Scene, name: str) -> np.ndarray:
    ours, theirs = scene.wavelengths, other.wavelengths
    if ours is None or theirs is None:
        if other.shape[2] == scene.shape[2]:
            return np.asarray(other.cube)
        raise UserError(
            f"train_on: scene {name} has {other.shape[2]} bands and this scene {scene.shape[2]}: "
            "give both scenes wavelengths, so that spectra can be resampled."
        )
    if have_same_bands(ours, theirs):
        return np.asarray(other.cube)
    resampled = resample(np.asarray(other.cube).reshape(-1, other.shape[2]), theirs, ours)
    unreached = ~np.isfinite(resampled[other.valid.ravel()]).all(axis=0)
    if unreached.any():
        lengths = [f"{length:.3f}" for length in ours[unreached]]
        raise UserError(
            f"train_on: the spectra of scene {name} do not reach {len(lengths)} bands of this "
            f"scene, at {join_items(lengths)} micrometres: leave these bands out here, options: "
            "{bad_bands: [[first, last]]}."
        )
    return resampled.astype(np.float32).reshape(*other.shape[:2], -1)


def _refuse_other_units(theirs: np.ndarray, ours: np.ndarray, name: str) -> None:
    levels = [float(np.nanmedian(np.abs(cube))) for cube in (theirs, ours)]
    if max(levels) > UNITS_APART * min(levels):
        raise UserError(
            f"train_on: the spectra of scene {name} are {levels[0] / levels[1]:.2g} times as "
            "bright as those of this scene: bring both to reflectance, options: {scale: ...}."
        )
