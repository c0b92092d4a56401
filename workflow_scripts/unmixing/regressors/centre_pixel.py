"""A step that keeps the centre pixel of neighbourhoods."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin


class CentrePixel(TransformerMixin, BaseEstimator):
    """Keeps the centre pixel of flat neighbourhoods."""

    def __init__(self, bands: int) -> None:
        self.bands = bands

    def fit(self, spectra: np.ndarray, abundances: np.ndarray | None = None) -> Self:
        """Learn nothing."""
        return self

    def transform(self, spectra: np.ndarray) -> np.ndarray:
        """Cut the centre out: (n, k * k * bands) -> (n, bands)."""
        start = (spectra.shape[1] - self.bands) // 2
        return spectra[:, start : start + self.bands]

    def __sklearn_is_fitted__(self) -> bool:
        """Tell scikit-learn that there is nothing to fit."""
        return True
