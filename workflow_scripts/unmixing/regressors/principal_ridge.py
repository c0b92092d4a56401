"""Ridge regression on the principal components of the whole image, labelled or not."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline

from unmixing.linear_mixing import clip_and_normalise
from unmixing.method import Image
from unmixing.regressors.directions import scale_to_length_one


class PrincipalRidge(RegressorMixin, BaseEstimator):
    """Ridge regression on components of spectra of length one.

    The components come from all pixels of the image: pixels without a label show how spectra
    differ, and the labelled ones what the differences mean.

    Parameters
    ----------
    n_components : int
        At most; fewer if there are fewer bands or pixels.
    alpha : float
        The penalty.
    """

    def __init__(self, n_components: int, alpha: float) -> None:
        self.n_components = n_components
        self.alpha = alpha

    def fit(self, spectra: np.ndarray, abundances: np.ndarray, image: Image) -> Self:
        """Find the components of the image, and fit the labelled pixels on them."""
        number = min(self.n_components, *image.spectra.shape)
        components = PCA(number, svd_solver="covariance_eigh").fit(
            scale_to_length_one(image.spectra)
        )
        ridge = Ridge(self.alpha)
        ridge.fit(components.transform(scale_to_length_one(spectra)), abundances)
        self.model_ = make_pipeline(components, ridge)
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Predict, clip at zero and divide by the sum."""
        return clip_and_normalise(self.model_.predict(scale_to_length_one(spectra)))
