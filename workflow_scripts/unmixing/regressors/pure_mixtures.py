"""A regressor trained on mixtures of the purest labelled pixels."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

MOST_A_CLASS = 10
MIXTURES = 1000


class PureMixtures(RegressorMixin, BaseEstimator):
    """Fits a regressor on 1,000 linear mixtures of the k purest labelled pixels of each class.

    With n labelled pixels and p classes, k is n / p rounded down, at least 1 and at most 10. A
    mixture takes one of the k pixels of each class, in shares from a flat Dirichlet distribution.
    It mixes labels like spectra, so its label is right even if no pixel is pure.

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
        self.regressor.fit(
            *mix_purest(spectra, abundances, np.random.default_rng(self.random_state))
        )
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Predict as the regressor does."""
        return self.regressor.predict(spectra)


def mix_purest(
    spectra: np.ndarray, abundances: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Mix the purest pixels.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    abundances : ndarray
        (n, p).
    generator : Generator
        For pixels and shares.

    Returns
    -------
    spectra : (1000, bands) float64
    abundances : (1000, p) float64
    """
    n, p = abundances.shape
    k = min(max(n // p, 1), MOST_A_CLASS)
    purest = np.argsort(-abundances, axis=0, kind="stable")[:k]
    shares = generator.dirichlet(np.ones(p), size=MIXTURES)
    pixels = purest[generator.integers(k, size=shares.shape), np.arange(p)]
    return _mixed(spectra[pixels], shares), _mixed(abundances[pixels], shares)


def _mixed(values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Mix one pixel per class: (m, p, values) by (m, p) -> (m, values)."""
    return np.einsum("mpv,mp->mv", values, shares)
