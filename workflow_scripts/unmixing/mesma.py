"""Multiple endmember spectral mixture analysis (MESMA).

Roberts, Gardner, Church, Ustin, Scheer & Green, Remote Sensing of Environment 65, 1998.
"""

import itertools
from collections.abc import Iterator

import numpy as np

# Classes in one model, in addition to shade.
MOST_CLASSES = 3
# A model with one more class must lower the RMSE by this much of the library's highest value. The
# 0.007 of the VIPER tools leaves most pixels of dark scenes to single spectra.
GAIN = 0.001
# Models that are solved at once, to bound the memory.
AT_ONCE = 2000


def unmix_with_best_models(
    spectra: np.ndarray, library: np.ndarray, classes: np.ndarray
) -> np.ndarray:
    """Unmix each pixel with its best model: one spectrum each of up to three classes, and shade.

    Shade, a spectrum of zeros, makes up for brightness, which is not bounded: pixels may be darker
    or brighter than the library. A model is admitted where no share is negative. The best of a
    number of classes has the smallest RMSE; one with more classes is taken where it gains enough.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    library : ndarray
        (bands, m).
    classes : ndarray
        (m,).

    Returns
    -------
    (n, m) float64, the shares of the chosen model, without shade
    """
    pixels, columns = np.asarray(spectra, np.float64), np.asarray(library, np.float64)
    gram, linear = columns.T @ columns, pixels @ columns
    power = np.sum(pixels**2, axis=1)
    enough = GAIN * float(columns.max())
    shares, rmse = np.zeros(linear.shape), np.full(len(pixels), np.inf)
    for count in range(1, min(MOST_CLASSES, len(np.unique(classes))) + 1):
        found, cost = _best_of(gram, linear, power, classes, count)
        found_rmse = np.sqrt(np.maximum(cost, 0) / len(columns))
        better = found_rmse < rmse - enough
        shares[better], rmse[better] = found[better], found_rmse[better]
    return shares


def _best_of(
    gram: np.ndarray, linear: np.ndarray, power: np.ndarray, classes: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares (n, m) and costs (n,) of the best admitted models of a number of classes.

    The cost is infinite where no model is admitted.
    """
    n = len(linear)
    shares, cost = np.zeros(linear.shape), np.full(n, np.inf)
    for models in _models(classes, count):
        inverse = np.linalg.pinv(gram[models[:, :, None], models[:, None, :]], hermitian=True)
        solved = np.einsum("kij,nkj->nki", inverse, linear[:, models])
        costs = power[:, None] - np.einsum("nki,nki->nk", solved, linear[:, models])
        costs = np.where((solved >= 0).all(axis=2), costs, np.inf)
        best = np.argmin(costs, axis=1)
        rows = np.arange(n)
        better = rows[costs[rows, best] < cost]
        chosen = best[better]
        shares[better] = 0
        shares[better[:, None], models[chosen]] = solved[better, chosen]
        cost[better] = costs[better, chosen]
    return shares, cost


def _models(classes: np.ndarray, count: int) -> Iterator[np.ndarray]:
    """Yield all choices of one spectrum from each of some classes, as places (models, count)."""
    places = [np.flatnonzero(classes == one) for one in np.unique(classes)]
    for some in itertools.combinations(places, count):
        grid = np.stack(np.meshgrid(*some, indexing="ij"), axis=-1).reshape(-1, count)
        yield from np.array_split(grid, -(-len(grid) // AT_ONCE))
