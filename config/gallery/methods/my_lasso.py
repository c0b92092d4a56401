"""Lasso on spectra."""

from unmixing.estimators import Estimator


def candidates(endmembers):
    from sklearn.linear_model import Lasso

    from unmixing.regressors.simplex import OnSimplex

    return [OnSimplex(Lasso(alpha, max_iter=10_000)) for alpha in (1e-4, 1e-3)]


ESTIMATOR = Estimator(candidates=candidates, source="unpublished")
