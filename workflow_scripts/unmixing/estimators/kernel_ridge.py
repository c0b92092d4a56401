"""Ridge regression with a Gaussian kernel, its width and penalty chosen.

kernel_ridge : Ridge regression with a Gaussian kernel, its width and penalty chosen.
kernel_ridge_scaled : Kernel ridge regression on what the networks see: spectra that keep their
    brightness.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator

SOURCE = "Saunders, Gammerman & Vovk, ICML 1998"


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """Take spectra of length one."""
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors.chosen_gaussian_ridge import ChosenGaussianRidge

    return [ChosenGaussianRidge(Normalizer(), np.logspace(0, 4, 5), np.logspace(-6, 0, 7))]


def scaled_candidates(endmembers: np.ndarray | None) -> Candidates:
    """Take spectra scaled by the range of the run."""
    from sklearn.preprocessing import FunctionTransformer

    from unmixing.regressors.chosen_gaussian_ridge import ChosenGaussianRidge

    unchanged = FunctionTransformer()
    return [ChosenGaussianRidge(unchanged, np.logspace(-3, 4, 8), np.logspace(-6, 0, 7))]


ESTIMATORS = {
    "kernel_ridge": Estimator(candidates=candidates, uses_validation=True, source=SOURCE),
    "kernel_ridge_scaled": Estimator(
        candidates=scaled_candidates, uses_validation=True, scaled=True, source=SOURCE
    ),
}
