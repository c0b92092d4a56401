"""Spectra at other wavelengths."""

import numpy as np


def have_same_bands(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Return whether wavelengths are the same to a tenth of a percent."""
    return len(ours) == len(theirs) and np.allclose(ours, theirs, rtol=1e-3)


def resample(spectra: np.ndarray, own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Resample spectra by wavelength; a band is as wide as its distance from the next.

    Parameters
    ----------
    spectra : ndarray
        (n, bands); spectra with a NaN stay NaN.
    own : ndarray
        (bands,) wavelengths of the spectra.
    wanted : ndarray
        (wanted bands,) wavelengths in the same unit.

    Returns
    -------
    (n, wanted bands) float64, NaN in bands that the spectra do not reach
    """
    from spectral import BandResampler

    order, of_wanted = np.argsort(own), np.argsort(wanted)
    resampler = BandResampler(own[order], wanted[of_wanted])
    resampled = np.empty((len(spectra), len(wanted)))
    resampled[:, of_wanted] = spectra[:, order] @ resampler.matrix.T
    return resampled
