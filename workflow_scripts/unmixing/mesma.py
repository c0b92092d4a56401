"""Multiple endmember spectral mixture analysis (MESMA).

Roberts, Gardner, Church, Ustin, Scheer & Green, Remote Sensing of Environment 65, 1998.
"""

import itertools
from collections.abc import Iterator

import numpy as np

# Classes in one model, beside shade.
MOST_CLASSES = 3
# Shares of spectra, and of shade, in an admitted model: those of the VIPER tools.
LOWEST, HIGHEST = -0.05, 1.05
DARKEST = 0.8
# A model with one more class must lower the RMSE by this much of the library's brightness.
GAIN = 0.007
# Models that are solved at once, to bound the memory.
AT_ONCE = 2000


def unmix_with_best_models(
    spectra: np.ndarray, library: np.ndarray, classes: np.ndarray
) -> np.ndarray:
    """Unmix each pixel with its best model: one spectrum each of up to three classes, and shade.

    Shares and shade, a spectrum of zeros, sum to one. A model is admitted where its shares lie
    within their bounds. The best of a number of classes has the smallest RMSE; one with more
    classes is taken where it gains enough. A pixel that no model admits is given to the single
    spectrum that fits it best.

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
    shares, cost = _best_single(gram, linear, power)
    bands = len(columns)
    rmse = np.sqrt(np.maximum(cost, 0) / bands)
    enough = GAIN * float(columns.max())
    for count in range(1, min(MOST_CLASSES, len(np.unique(classes))) + 1):
        found, cost = _best_of(gram, linear, power, classes, count)
        found_rmse = np.sqrt(np.maximum(cost, 0) / bands)
        # The first, of single classes, replaces only what no model admits.
        better = found_rmse < rmse - enough if count > 1 else np.isfinite(cost)
        shares[better], rmse[better] = found[better], found_rmse[better]
    return shares


def _best_single(
    gram: np.ndarray, linear: np.ndarray, power: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fit each pixel by the best single spectrum of any brightness: shares (n, m), costs (n,)."""
    scales = np.maximum(linear, 0) / np.diag(gram)
    costs = power[:, None] - scales * linear
    best = np.argmin(costs, axis=1)
    rows = np.arange(len(linear))
    shares = np.zeros(linear.shape)
    shares[rows, best] = scales[rows, best]
    return shares, costs[rows, best]


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
        dark = 1 - solved.sum(axis=2)
        admitted = (
            (solved >= LOWEST).all(axis=2)
            & (solved <= HIGHEST).all(axis=2)
            & (dark >= 0)
            & (dark <= DARKEST)
        )
        costs = np.where(admitted, costs, np.inf)
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
