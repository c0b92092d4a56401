"""Spectra without their brightness."""

import numpy as np


def scale_to_length_one(spectra: np.ndarray) -> np.ndarray:
    """Divide spectra (n, bands) by their lengths, in float64; spectra of zeros stay zero."""
    # Imported here, since every job of Snakemake imports this module.
    from sklearn.preprocessing import normalize

    directions: np.ndarray = normalize(np.asarray(spectra, np.float64))
    return directions
