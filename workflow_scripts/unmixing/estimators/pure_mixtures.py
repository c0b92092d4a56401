"""Kernel ridge regression on mixtures of the purest labelled pixels, as if they were a library."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List a few widths and penalties for spectra of length one."""
    import itertools

    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors.gaussian_ridge import GaussianRidge
    from unmixing.regressors.pure_mixtures import PureMixtures
    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(PureMixtures(make_pipeline(Normalizer(), GaussianRidge(gamma, alpha))))
        for gamma, alpha in itertools.product((1, 10, 100), (1e-4, 1e-2, 1))
    ]


ESTIMATOR = Estimator(
    candidates=candidates,
    source="kernel ridge (Saunders, Gammerman & Vovk, ICML 1998) on synthetic mixtures (Okujeni et "
    "al., RSE 137, 2013) of pure pixels",
)
