"""What is not a measurement is taken out of a scene, with a note on all of it."""

import dataclasses

import numpy as np

from unmixing.scenes.cube import Cube, StoredCube, keep_bands, keep_rows
from unmixing.scenes.fractions import summing_to_one
from unmixing.scenes.no_data import empty_bands, without_no_data
from unmixing.scenes.scene import Scene, changed
from unmixing.scenes.wavelengths import in_micrometres


def cleaned(scene: Scene) -> Scene:
    """Take out numbers that stand for no data, empty bands and labels that are all zero.

    Returns
    -------
    The scene itself where there are none, else another with notes. Its wavelengths are in
    micrometres.

    Raises
    ------
    UserError
        If the wavelengths are none of light.
    """
    # Stored numbers were looked through when they were read, before they are scaled.
    looked_through = isinstance(scene.cube, StoredCube)
    cube, notes = (scene.cube, []) if looked_through else without_no_data(np.asarray(scene.cube))
    kept, of_bands = _kept_bands(cube)
    abundances, of_labels = _labelled(scene.abundances)
    lengths = scene.wavelengths
    # Another number of wavelengths than bands is refused later, with both numbers.
    if lengths is not None and len(lengths) == len(kept):
        lengths = in_micrometres(lengths)[kept]
    if not (found := notes + of_bands + of_labels):
        return dataclasses.replace(scene, wavelengths=lengths)
    return changed(
        scene,
        cube=keep_bands(cube, kept),
        abundances=abundances,
        endmembers=keep_rows(scene.endmembers, kept),
        library=keep_rows(scene.library, kept),
        wavelengths=lengths,
        notes=(*scene.notes, *found),
    )


def left_out(scene: Scene) -> str:
    """Say how many pixels are neither learned from nor tested on, and why; empty if none is."""
    measured = scene.measured
    counts = {
        "without a spectrum (a NaN, an infinity or no data in a band)": np.sum(~measured),
        "with a spectrum and without labels": np.sum(measured & ~scene.valid),
    }
    return ", ".join(f"{count:,} pixels {why}" for why, count in counts.items() if count)


def _kept_bands(cube: Cube) -> tuple[np.ndarray, list[str]]:
    """Return the bands that hold something: (bands,) bool."""
    empty = empty_bands(cube)
    if not empty.any():
        return ~empty, []
    return ~empty, [f"bands {ranges(np.flatnonzero(empty) + 1)} hold no number and are left out"]


def _labelled(abundances: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Make NaN the labels of pixels that are all zero, and fractions of percentages."""
    if abundances.ndim != 3:
        return abundances, []
    unlabelled = (abundances == 0).all(axis=-1)
    if not unlabelled.any():
        return summing_to_one(abundances)
    labels = abundances.copy()
    labels[unlabelled] = np.nan
    count = int(unlabelled.sum())
    labels, notes = summing_to_one(labels)
    return labels, [
        f"{count} pixels have abundances that are all 0: they count as not labelled",
        *notes,
    ]


def ranges(numbers: np.ndarray) -> str:
    """Write whole numbers in ranges: [1, 2, 3, 7] as "1-3, 7"."""
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
