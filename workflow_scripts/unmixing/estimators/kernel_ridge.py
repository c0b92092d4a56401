"""Ridge regression with a Gaussian kernel, its width and penalty chosen.

kernel_ridge : Ridge regression with a Gaussian kernel, its width and penalty chosen.
kernel_ridge_scaled : Kernel ridge regression on what the networks see: spectra that keep their
    brightness.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator

SOURCE = "Saunders, Gammerman & Vovk, ICML 1998"


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List widths and penalties for spectra of length one."""
    import itertools

    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors.gaussian_ridge import GaussianRidge
    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(make_pipeline(Normalizer(), GaussianRidge(gamma, alpha)))
        for gamma, alpha in itertools.product(np.logspace(0, 4, 5), np.logspace(-6, 0, 7))
    ]


def scaled_candidates(endmembers: np.ndarray | None) -> Candidates:
    """List widths and penalties for spectra scaled by the range of the run."""
    import itertools

    from unmixing.regressors.gaussian_ridge import GaussianRidge
    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(GaussianRidge(gamma, alpha))
        for gamma, alpha in itertools.product(np.logspace(-3, 4, 8), np.logspace(-6, 0, 7))
    ]


ESTIMATORS = {
    "kernel_ridge": Estimator(candidates=candidates, source=SOURCE),
    "kernel_ridge_scaled": Estimator(candidates=scaled_candidates, scaled=True, source=SOURCE),
}
