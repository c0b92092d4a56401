"""The pieces that scikit-learn lacks for unmixing: steps of a pipeline, none of them specific.

Spectra are (n, k * k * bands), the flat neighbourhoods of pixels; abundances are (n, p).
"""

import logging

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin
from sklearn.kernel_approximation import Nystroem
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline

from unmixing.linear_mixing import normalised

EXACT_PIXELS = 8000
PIXELS_AT_A_TIME = 4000
LANDMARKS = 2000


class CentrePixel(TransformerMixin, BaseEstimator):
    """Keeps the centre pixel of flat neighbourhoods."""

    def __init__(self, bands: int):
        self.bands = bands

    def fit(self, spectra, abundances=None):
        """Learn nothing."""
        return self

    def transform(self, spectra):
        """Cut the centre out: (n, k * k * bands) -> (n, bands)."""
        start = (spectra.shape[1] - self.bands) // 2
        return spectra[:, start : start + self.bands]

    def __sklearn_is_fitted__(self):
        """Tell scikit-learn that there is nothing to fit."""
        return True


class OnSimplex(RegressorMixin, BaseEstimator):
    """Puts the predictions of a regressor on the simplex."""

    def __init__(self, regressor):
        self.regressor = regressor

    def fit(self, spectra, abundances):
        """Fit the regressor."""
        self.regressor.fit(spectra, abundances)
        return self

    def predict(self, spectra):
        """Predict, clip at zero and divide by the sum."""
        return normalised(self.regressor.predict(spectra))

    def __sklearn_is_fitted__(self):
        """Leave the question to the regressor."""
        return True


class GaussianRidge(RegressorMixin, BaseEstimator):
    """Ridge regression with a Gaussian kernel whose memory stays within bounds.

    Exact up to 8,000 training pixels, whose kernel takes 0.5 GB; beyond them on 2,000 Nyström
    features (Williams & Seeger, NIPS 2000), which every training pixel still fits.
    """

    def __init__(self, gamma: float, alpha: float):
        self.gamma = gamma
        self.alpha = alpha

    def fit(self, spectra, abundances):
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
            features = Nystroem(gamma=self.gamma, n_components=LANDMARKS, random_state=0)
            self.model_ = make_pipeline(features, Ridge(self.alpha, fit_intercept=False))
        self.model_.fit(np.asarray(spectra, np.float64), abundances)
        return self

    def predict(self, spectra):
        """Predict some pixels at a time: the kernel of all of them would fill the memory."""
        spectra = np.asarray(spectra, np.float64)
        starts = range(0, len(spectra), PIXELS_AT_A_TIME)
        parts = [self.model_.predict(spectra[i : i + PIXELS_AT_A_TIME]) for i in starts]
        return np.concatenate(parts)
