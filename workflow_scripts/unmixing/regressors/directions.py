"""Spectra without their brightness."""

import numpy as np


def of_length_one(spectra: np.ndarray) -> np.ndarray:
    """Divide spectra (n, bands) by their lengths, in float64; one of zeros stays so."""
    # Snakemake reads how scenes are arranged, and this module with it, for every job.
    from sklearn.preprocessing import normalize

    directions: np.ndarray = normalize(np.asarray(spectra, np.float64))
    return directions
