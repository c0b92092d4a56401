"""Support vector regression with a narrow tube, its kernel and cost chosen."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List widths and costs for spectra of length one."""
    import itertools

    from sklearn.multioutput import MultiOutputRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer
    from sklearn.svm import SVR

    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(
            make_pipeline(
                Normalizer(), MultiOutputRegressor(SVR(gamma=gamma, C=cost, epsilon=0.01))
            )
        )
        for gamma, cost in itertools.product((1, 10, 100), (1, 10, 100))
    ]


ESTIMATOR = Estimator(
    candidates=candidates,
    source="Drucker et al., NIPS 1996",
)
