"""How the labels of a whole scene mix its cube, some pixels at a time.

A cube fills much of a laptop's memory: copies of it in float64, as least squares makes them, are
not to be had at once.
"""

from collections.abc import Callable, Iterator

import numpy as np

PIXELS_AT_ONCE = 4096


def refitted_endmembers(spectra: np.ndarray, abundances: np.ndarray) -> np.ndarray:
    """Endmembers that best mix spectra from abundances, as `fit_endmembers` fits them.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    abundances : ndarray
        (n, p).

    Returns
    -------
    (bands, p) float64
    """
    labels = np.asarray(abundances, np.float64)
    inverse = np.linalg.pinv(labels, rcond=max(labels.shape) * np.finfo(np.float64).eps)
    fitted = np.zeros((labels.shape[1], spectra.shape[1]))
    for some in _parts(len(spectra)):
        fitted += inverse[:, some] @ spectra[some].astype(np.float64)
    return fitted.T


def share_unexplained(spectra: np.ndarray, abundances: np.ndarray, endmembers: np.ndarray) -> float:
    """Return the norm of what mixing leaves unexplained over that of the spectra.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    abundances : ndarray
        (n, p).
    endmembers : ndarray
        (bands, p).
    """
    left = whole = 0.0
    for some in _parts(len(spectra)):
        pixels = spectra[some].astype(np.float64)
        whole += float(np.sum(pixels**2))
        left += float(np.sum((pixels - abundances[some] @ endmembers.T) ** 2))
    return float(np.sqrt(left / whole)) if whole else np.nan


def by_parts(predict: Callable[[np.ndarray], np.ndarray], spectra: np.ndarray) -> np.ndarray:
    """Predict spectra (n, bands) some at a time: (n, p)."""
    return np.concatenate([predict(spectra[some]) for some in _parts(len(spectra))])


def _parts(n: int) -> Iterator[slice]:
    return (slice(start, start + PIXELS_AT_ONCE) for start in range(0, n, PIXELS_AT_ONCE))
