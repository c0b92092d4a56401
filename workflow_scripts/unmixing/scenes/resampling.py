"""Spectra at other wavelengths."""

import numpy as np


def have_same_bands(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Return whether wavelengths are the same to a tenth of a percent."""
    return len(ours) == len(theirs) and np.allclose(ours, theirs, rtol=1e-3)


def resample(spectra: np.ndarray, own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Resample spectra (n, bands) by wavelength; a band is as wide as its distance from the next.

    `own` wavelengths (bands,) and `wanted` ones are in the same unit. The spectra (n, wanted bands)
    are float64, NaN in bands that they do not reach; spectra with a NaN stay NaN.
    """
    from spectral import BandResampler

    order, of_wanted = np.argsort(own), np.argsort(wanted)
    resampler = BandResampler(own[order], wanted[of_wanted])
    resampled = np.empty((len(spectra), len(wanted)))
    resampled[:, of_wanted] = spectra[:, order] @ resampler.matrix.T
    return resampled
