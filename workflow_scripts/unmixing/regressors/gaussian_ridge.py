"""Kernel ridge regression whose memory stays within bounds.

Spectra are (n, k * k * bands), the flat neighbourhoods of pixels; abundances are (n, p).
"""

import logging
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.kernel_approximation import Nystroem
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline

EXACT_PIXELS = 8000
PIXELS_AT_A_TIME = 4000
LANDMARKS = 2000


class GaussianRidge(RegressorMixin, BaseEstimator):
    """Ridge regression with a Gaussian kernel whose memory stays within bounds.

    It is exact up to 8,000 training pixels, whose kernel takes 0.5 GB. Beyond that it uses 2,000
    Nyström features (Williams & Seeger, NIPS 2000), still fitted to every training pixel.

    Parameters
    ----------
    gamma, alpha : float
        The kernel's width and the penalty.
    random_state : int
        For the pixels that the features are made of.
    """

    def __init__(self, gamma: float, alpha: float, random_state: int = 0) -> None:
        self.gamma = gamma
        self.alpha = alpha
        self.random_state = random_state

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Fit exactly or on features."""
        if len(spectra) <= EXACT_PIXELS:
            self.model_ = KernelRidge(kernel="rbf", gamma=self.gamma, alpha=self.alpha)
        else:
            logging.warning(
                "The kernel of %d training pixels would take %.0f GB: approximated by %d features",
                len(spectra),
                8e-9 * len(spectra) ** 2,
                LANDMARKS,
            )
            features = Nystroem(
                gamma=self.gamma, n_components=LANDMARKS, random_state=self.random_state
            )
            self.model_ = make_pipeline(features, Ridge(self.alpha, fit_intercept=False))
        self.model_.fit(np.asarray(spectra, np.float64), abundances)
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Predict in parts: the kernel of all pixels would fill the memory."""
        spectra = np.asarray(spectra, np.float64)
        starts = range(0, len(spectra), PIXELS_AT_A_TIME)
        parts = [self.model_.predict(spectra[i : i + PIXELS_AT_A_TIME]) for i in starts]
        return np.concatenate(parts)
