"""Regressors that unmix with endmembers found in the image; labels only name them.

Spectra are (n, bands), abundances (n, p), endmembers (bands, p).
"""

from collections.abc import Callable
from typing import Self

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.base import BaseEstimator, RegressorMixin

from unmixing.linear_mixing import clip_and_normalise, fcls, nnls
from unmixing.method import Image
from unmixing.regressors.directions import scale_to_length_one
from unmixing.regressors.endmember_extraction import n_findr, spa, vca

SEARCHES: dict[str, Callable[[np.ndarray, int, np.random.Generator], np.ndarray]] = {
    "vca": vca,
    "n_findr": n_findr,
    "spa": lambda spectra, p, generator: spa(spectra, p),
}


class FoundEndmembers(RegressorMixin, BaseEstimator):
    """FCLS with endmembers found among all pixels.

    They are put into the order in which they best unmix the labelled pixels, or all pixels of an
    image that comes with its truth.

    Parameters
    ----------
    search : str
        "vca", "n_findr" or "spa".
    random_state : int
        For the search.
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
        self.endmembers_ = found[:, match_columns(self._unmixed(spectra, found), abundances)]
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix."""
        return self._unmixed(spectra, self.endmembers_)

    def _searched(self, spectra: np.ndarray) -> np.ndarray:
        return spectra

    def _unmixed(self, spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
        return fcls(spectra, endmembers)


class FoundDirections(FoundEndmembers):
    """NNLS divided by the sum, on spectra of length one, with endmembers found among them."""

    def _searched(self, spectra: np.ndarray) -> np.ndarray:
        directions = scale_to_length_one(spectra)
        # A pixel of zeros has no direction, and would be a vertex at the origin.
        return directions[directions.any(axis=1)]

    def _unmixed(self, spectra: np.ndarray, endmembers: np.ndarray) -> np.ndarray:
        return clip_and_normalise(nnls(scale_to_length_one(spectra), endmembers))


def match_columns(found: np.ndarray, abundances: np.ndarray) -> np.ndarray:
    """Return the order of columns that brings the abundances found nearest to the labels.

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
    # Only the products in the squared error depend on the order.
    products = np.asarray(abundances, np.float64).T @ found
    return linear_sum_assignment(products, maximize=True)[1]
