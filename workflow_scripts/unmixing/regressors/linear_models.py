"""Regressors that invert linear mixing; they differ in where their endmembers come from.

Spectra are (n, bands), abundances (n, p), endmembers (bands, p).
"""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

from learning_curves.errors import UserError
from unmixing.linear_mixing import clip_and_normalise, fcls, fit_endmembers, is_shade, nnls

SCALE_UPDATES = 100


class FullyConstrained(RegressorMixin, BaseEstimator):
    """FCLS with given endmembers, used as they are."""

    def __init__(self, endmembers: np.ndarray) -> None:
        self.endmembers = endmembers

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Learn nothing."""
        self.endmembers_ = self.endmembers
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix."""
        return fcls(spectra, self.endmembers_)


class ScaledEndmembers(FullyConstrained):
    """FCLS with given endmembers, the scale of each fitted to the labelled pixels."""

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Find the non-negative scales with which the labels best mix the spectra."""
        labels = np.asarray(abundances, np.float64)
        gram = (labels.T @ labels) * (self.endmembers.T @ self.endmembers)
        linear = np.einsum("np,nb,bp->p", labels, spectra, self.endmembers, optimize=True)
        root = np.linalg.cholesky(gram + 1e-12 * np.trace(gram) * np.eye(len(gram)))
        scales = nnls(np.linalg.solve(root, linear)[None], root.T)[0]
        self.endmembers_ = self.endmembers * scales
        return self


class PeakNormalised(FullyConstrained):
    """NNLS with given endmembers, each divided by its peak, and abundances by their sum.

    Shade has no peak: it counts as zeros, and pixels get none of it.
    """

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Divide each endmember by its peak."""
        peaks = self.endmembers.max(axis=0)
        bright = (peaks > 0) & ~is_shade(self.endmembers)
        self.endmembers_ = np.where(bright, self.endmembers, 0) / np.where(bright, peaks, 1)
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix."""
        return clip_and_normalise(nnls(spectra, self.endmembers_))


class FittedEndmembers(RegressorMixin, BaseEstimator):
    """FCLS with the endmembers that best mix the training spectra from their abundances."""

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Estimate the endmembers by least squares."""
        self.endmembers_ = fit_endmembers(spectra, abundances)
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix."""
        return fcls(spectra, self.endmembers_)


class FittedEndmembersAndScales(RegressorMixin, BaseEstimator):
    """NNLS with endmembers fitted to the labels, and a brightness for each pixel.

    A pixel is s M a with a scale s; least squares fit M and the scales in turn.
    """

    def fit(self, spectra: np.ndarray, abundances: np.ndarray) -> Self:
        """Estimate endmembers and, for the training pixels, scales."""
        scales = np.linalg.norm(spectra, axis=1)
        _refuse_dark_classes(scales, abundances)
        for _ in range(SCALE_UPDATES):
            endmembers = fit_endmembers(spectra, scales[:, None] * abundances)
            mixed = abundances @ endmembers.T
            scales = np.sum(mixed * spectra, axis=1) / np.sum(mixed**2, axis=1)
            scales /= scales.mean()
        self.endmembers_ = endmembers
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix: the sum of a pixel's NNLS abundances is its scale."""
        return clip_and_normalise(nnls(spectra, self.endmembers_))


def _refuse_dark_classes(brightness: np.ndarray, abundances: np.ndarray) -> None:
    """Refuse labels of an endmember whose every labelled pixel is zero in all bands."""
    labelled = np.asarray(abundances).sum(axis=0) > 0
    seen = (brightness[:, None] * abundances).sum(axis=0) > 0
    for i in np.flatnonzero(labelled & ~seen):
        raise UserError(
            f"every labelled pixel that holds endmember {i} (counted from 0) has a spectrum of "
            "zeros, so its spectrum cannot be estimated: take those pixels out of the labels."
        )
