"""Regressors that unmix with endmembers found in the image, which labels only name.

Spectra are (n, bands), abundances (n, p), endmembers (bands, p).
"""

from collections.abc import Callable
from typing import Self

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.base import BaseEstimator, RegressorMixin

from unmixing.linear_mixing import fcls, nnls, normalised
from unmixing.method import Image
from unmixing.regressors.directions import of_length_one
from unmixing.regressors.endmember_extraction import n_findr, spa, vca

SEARCHES: dict[str, Callable[[np.ndarray, int, np.random.Generator], np.ndarray]] = {
    "vca": vca,
    "n_findr": n_findr,
    "spa": lambda spectra, p, generator: spa(spectra, p),
}


class FoundEndmembers(RegressorMixin, BaseEstimator):
    """FCLS with endmembers found among all pixels.

    They are put into the order in which they unmix the labelled pixels best; where the image
    comes with its truth, all of its pixels.

    Parameters
    ----------
    search : str
        "vca", "n_findr" or "spa".
    random_state : int
        Of what the search draws.
    """

    def __init__(self, search: str, random_state: int = 0) -> None:
        self.search = search
        self.random_state = random_state

    def fit(self, spectra: np.ndarray, abundances: np.ndarray, image: Image) -> Self:
        """Find endmembers in the image, and name them."""
        pixels = self._searched(image.spectra)
        generator = np.random.default_rng(self.random_state)
        rows = SEARCHES[self.search](pixels, abundances.shape[1], generator)
        found = pixels[rows].T.astype(np.float64)
        if image.truth is not None:
            spectra, abundances = image.spectra, image.truth
        self.endmembers_ = found[:, order_of(self._unmixed(spectra, found), abundances)]
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix."""
        return self._unmixed(spectra, self.endmembers_)

    def _searched(self, spectra: np.ndarray) -> np.ndarray:
        return spectra

    def _unmixed(self, spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
        return fcls(spectra, endmembers)


class FoundDirections(FoundEndmembers):
    """NNLS divided by the sum, on spectra of length one, with endmembers found among those."""

    def _searched(self, spectra: np.ndarray) -> np.ndarray:
        directions = of_length_one(spectra)
        # A pixel of zeros has no direction, and would be a vertex at the origin.
        return directions[directions.any(axis=1)]

    def _unmixed(self, spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
        return normalised(nnls(of_length_one(spectra), endmembers))


def order_of(found: np.ndarray, abundances: np.ndarray) -> np.ndarray:
    """Return the order of columns in which abundances found are nearest to the labels.

    Parameters
    ----------
    found : ndarray
        (n, p), in any order of columns.
    abundances : ndarray
        (n, p).

    Returns
    -------
    (p,) the column of `found` for each of `abundances`
    """
    # Of the squared error, only the products depend on the order.
    products = np.asarray(abundances, np.float64).T @ found
    return linear_sum_assignment(products, maximize=True)[1]
