"""Ridge regression on what the networks see: spectra that keep their brightness."""

import dataclasses

from unmixing.estimators import ridge


def candidates(endmembers):
    """List penalties for spectra scaled by the range of the run."""
    import numpy as np
    from sklearn.linear_model import Ridge

    from unmixing.regressors import OnSimplex

    return [OnSimplex(Ridge(alpha=alpha, solver="svd")) for alpha in np.logspace(-6, 1, 8)]


ESTIMATOR = dataclasses.replace(ridge.ESTIMATOR, candidates=candidates, scaled=True)
