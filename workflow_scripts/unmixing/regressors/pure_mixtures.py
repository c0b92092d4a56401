"""A regressor trained on mixtures of the purest labelled pixels."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

from unmixing.synthetic_mixtures import mix_in_pairs_and_triples

MOST_A_CLASS = 10


class PureMixtures(RegressorMixin, BaseEstimator):
    """Fits a regressor on mixtures of the k purest labelled pixels of each class.

    These pixels stand for a library. With n labelled pixels and p classes, k is n / p rounded down,
    at least 1 and at most 10. Their labels are mixed like their spectra, so a mixture's label is
    right even if no pixel is pure.

    Parameters
    ----------
    regressor : RegressorMixin
        What is fitted.
    random_state : int
        For the mixtures.
    """

    def __init__(self, regressor: RegressorMixin, random_state: int = 0) -> None:
        self.regressor = regressor
        self.random_state = random_state

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Mix, and fit the mixtures."""
        pixels, classes = find_purest(abundances)
        generator = np.random.default_rng(self.random_state)
        self.regressor.fit(
            *mix_in_pairs_and_triples(spectra[pixels], abundances[pixels], classes, generator)
        )
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Predict as the regressor does."""
        return self.regressor.predict(spectra)


def find_purest(abundances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the purest pixels of each class; a pixel may stand for several.

    Parameters
    ----------
    abundances : ndarray
        (n, p).

    Returns
    -------
    pixels : (k p,) places of the k purest of the first class, then of the second, and so on
    classes : (k p,) the class that each stands for
    """
    n, p = abundances.shape
    k = min(max(n // p, 1), MOST_A_CLASS)
    purest = np.argsort(-abundances, axis=0, kind="stable")[:k]
    return purest.T.ravel(), np.repeat(np.arange(p), k)
