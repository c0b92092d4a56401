"""Ridge regression on what the networks see: spectra that keep their brightness."""

import dataclasses

import numpy as np

from unmixing.estimators import Candidates, ridge


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List penalties for spectra scaled by the range of the run."""
    from sklearn.linear_model import Ridge

    from unmixing.regressors.simplex import OnSimplex

    return [OnSimplex(Ridge(alpha=alpha, solver="svd")) for alpha in np.logspace(-6, 1, 8)]


ESTIMATOR = dataclasses.replace(ridge.ESTIMATOR, candidates=candidates, scaled=True)
