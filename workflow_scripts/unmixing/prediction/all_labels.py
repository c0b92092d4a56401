"""The split that a map is made with: all labels are learned, and every spectrum is predicted."""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene
from unmixing.splits.sizes import Size, as_count
from unmixing.splits.split import Split


def use_all_labels(scene: Scene, seed: int, val_size: Size) -> Split:
    """Divide all labelled pixels into training and validation, and predict all with a spectrum.

    Parameters
    ----------
    seed : int
        Of the permutation of the labelled pixels, whose first validate, as in the reference.
    val_size : int or float
        How many of them validate, as a count or a fraction.

    Raises
    ------
    UserError
        If none would train or none validate.
    """
    labelled = np.flatnonzero(scene.valid).astype(np.int32)
    labelled = labelled[np.random.RandomState(seed).permutation(len(labelled))]
    n_validation = as_count(val_size, len(labelled))
    if not 0 < n_validation < len(labelled):
        raise UserError(
            f"{len(labelled)} pixels are labelled, of which {n_validation} would validate with "
            f"val_size {val_size}: label more, or change val_size."
        )
    return Split(
        train=labelled[n_validation:],
        validation=labelled[:n_validation],
        test=find_spectra(scene),
    )


def find_spectra(scene: Scene) -> np.ndarray:
    """Return the row-major indices of all pixels with a spectrum: (n,) int32."""
    return np.flatnonzero(scene.measured).astype(np.int32)
