"""Spectra without their brightness."""

import numpy as np
from sklearn.preprocessing import normalize


def of_length_one(spectra: np.ndarray) -> np.ndarray:
    """Divide spectra (n, bands) by their lengths, in float64; one of zeros stays so."""
    directions: np.ndarray = normalize(np.asarray(spectra, np.float64))
    return directions
