"""Ridge regression from spectra to abundances."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List penalties for spectra of length one, so that brightness does not count."""
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(make_pipeline(Normalizer(), Ridge(alpha=alpha, solver="svd")))
        for alpha in np.logspace(-6, 1, 8)
    ]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="Hoerl & Kennard, Technometrics 12(1), 1970",
)
