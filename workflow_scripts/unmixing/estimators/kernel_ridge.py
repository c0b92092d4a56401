"""Ridge regression with a Gaussian kernel, its width and penalty chosen."""

from unmixing.estimators import Estimator


def candidates(endmembers):
    """List widths and penalties for spectra of length one."""
    import itertools

    import numpy as np
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors import GaussianRidge, OnSimplex

    return [
        OnSimplex(make_pipeline(Normalizer(), GaussianRidge(gamma, alpha)))
        for gamma, alpha in itertools.product(np.logspace(0, 4, 5), np.logspace(-6, 0, 7))
    ]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="Saunders, Gammerman & Vovk, ICML 1998",
)
