"""Predictions put on the simplex: fractions of a pixel that sum to one."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

from unmixing.linear_mixing import clip_and_normalise


class OnSimplex(RegressorMixin, BaseEstimator):
    """Puts the predictions of a regressor on the simplex."""

    def __init__(self, regressor: RegressorMixin) -> None:
        self.regressor = regressor

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Fit the regressor."""
        self.regressor.fit(spectra, abundances)
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Predict, clip at zero and divide by the sum."""
        return clip_and_normalise(self.regressor.predict(spectra))

    def __sklearn_is_fitted__(self) -> bool:
        """Leave the question to the regressor."""
        return True
