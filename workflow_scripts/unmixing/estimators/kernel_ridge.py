"""Ridge regression with a Gaussian kernel, its width and penalty chosen."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


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


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="Saunders, Gammerman & Vovk, ICML 1998",
)
