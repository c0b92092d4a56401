"""Ridge regression from spectra to abundances.

ridge : Ridge regression from spectra to abundances.
ridge_scaled : Ridge regression on what the networks see: spectra that keep their brightness.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator

SOURCE = "Hoerl & Kennard, Technometrics 12(1), 1970"
PENALTIES = np.logspace(-6, 1, 8)


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List penalties for spectra of length one, whose brightness does not count."""
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(make_pipeline(Normalizer(), Ridge(alpha=alpha, solver="svd")))
        for alpha in PENALTIES
    ]


def scaled_candidates(endmembers: np.ndarray | None) -> Candidates:
    """List penalties for spectra scaled by the range of the run."""
    from sklearn.linear_model import Ridge

    from unmixing.regressors.simplex import OnSimplex

    return [OnSimplex(Ridge(alpha=alpha, solver="svd")) for alpha in PENALTIES]


ESTIMATORS = {
    "ridge": Estimator(candidates=candidates, source=SOURCE),
    "ridge_scaled": Estimator(candidates=scaled_candidates, scaled=True, source=SOURCE),
}
