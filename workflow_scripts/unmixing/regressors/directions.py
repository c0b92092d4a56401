"""Spectra without their brightness."""

import numpy as np


def scale_to_length_one(spectra: np.ndarray) -> np.ndarray:
    """Divide spectra (n, bands) by their lengths, in float64; spectra of zeros stay zero.

    As scikit-learn's `normalize`, which takes a second to import.
    """
    directions = np.array(spectra, np.float64)
    lengths = np.sqrt(np.einsum("ij,ij->i", directions, directions))
    directions /= np.where(lengths == 0, 1, lengths)[:, None]
    return directions
