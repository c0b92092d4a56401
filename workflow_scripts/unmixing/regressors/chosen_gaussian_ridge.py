"""Kernel ridge regression whose width and penalty the validation pixels choose.

Spectra are (n, k * k * bands), the flat neighbourhoods of pixels; abundances are (n, p).
"""

import itertools
from collections.abc import Iterator
from typing import Self

import numpy as np
from scipy import linalg
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin, clone
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.pipeline import make_pipeline

from unmixing.linear_mixing import clip_and_normalise
from unmixing.method import Labelled
from unmixing.regressors.choosing import CHOICE_PIXELS, choose_best, measure_error
from unmixing.regressors.gaussian_ridge import PIXELS_AT_A_TIME, GaussianRidge
from unmixing.regressors.simplex import OnSimplex


class ChosenGaussianRidge(RegressorMixin, BaseEstimator):
    """`GaussianRidge` on the simplex, with the width and penalty of the smallest validation error.

    All candidates share the distances between pixels, and those of one width share their kernels,
    which take longer than all else.

    Parameters
    ----------
    scaler : TransformerMixin
        Scales the spectra.
    gammas, alphas : ndarray
        Widths of the kernel and penalties, each of which is tried with each.
    random_state : int
        See `GaussianRidge`.
    """

    def __init__(
        self,
        scaler: TransformerMixin,
        gammas: np.ndarray,
        alphas: np.ndarray,
        random_state: int = 0,
    ) -> None:
        self.scaler = scaler
        self.gammas = gammas
        self.alphas = alphas
        self.random_state = random_state

    def fit(self, spectra: np.ndarray, abundances: np.ndarray, validation: Labelled) -> Self:
        """Choose on the first 2,000 training pixels, and fit all of them."""
        candidates = [
            GaussianRidge(gamma, alpha, self.random_state)
            for gamma, alpha in itertools.product(self.gammas, self.alphas)
        ]
        scaler = clone(self.scaler)
        compared = scaler.fit_transform(spectra[:CHOICE_PIXELS])
        predicted = self._predict_by_each(
            compared, abundances[:CHOICE_PIXELS], scaler.transform(validation.spectra)
        )
        errors = [measure_error(one, validation.abundances) for one in predicted]
        chosen = choose_best(candidates, errors)
        self.model_ = OnSimplex(make_pipeline(scaler, chosen)).fit(spectra, abundances)
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Predict with what was chosen."""
        predicted: np.ndarray = self.model_.predict(spectra)
        return predicted

    def _predict_by_each(
        self, spectra: np.ndarray, abundances: np.ndarray, wanted: np.ndarray
    ) -> Iterator[np.ndarray]:
        """Predict pixels by every width and penalty, in the order of the candidates."""
        known, asked = np.asarray(spectra, np.float64), np.asarray(wanted, np.float64)
        between = euclidean_distances(known, squared=True)
        # In parts, as `GaussianRidge` predicts them.
        to_known = [
            euclidean_distances(asked[start : start + PIXELS_AT_A_TIME], known, squared=True)
            for start in range(0, len(asked), PIXELS_AT_A_TIME)
        ]
        for gamma in self.gammas:
            kernel = np.exp(-gamma * between)
            kernels = [np.exp(-gamma * distances) for distances in to_known]
            for alpha in self.alphas:
                weights = solve_ridge(kernel, alpha, abundances)
                yield clip_and_normalise(np.concatenate([part @ weights for part in kernels]))


def solve_ridge(kernel: np.ndarray, alpha: float, abundances: np.ndarray) -> np.ndarray:
    """Return the dual coefficients (n, p) of ridge regression with a kernel (n, n).

    As scikit-learn's `KernelRidge`, without its checks and its condition number: by Cholesky's
    decomposition, or by least squares if the penalised kernel is singular.
    """
    penalised = kernel.copy()
    penalised.flat[:: len(kernel) + 1] += alpha
    try:
        # The transpose of a symmetric matrix has its columns in a row, so LAPACK copies nothing.
        factor = linalg.cho_factor(penalised.T, lower=True, check_finite=False)
        weights: np.ndarray = linalg.cho_solve(factor, abundances, check_finite=False)
    except linalg.LinAlgError:
        weights = linalg.lstsq(penalised, abundances)[0]
    return weights
