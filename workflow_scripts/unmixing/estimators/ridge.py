"""Ridge regression from spectra to abundances."""

from unmixing.estimators import Estimator


def candidates(endmembers):
    """List penalties for spectra of length one, so that brightness does not count."""
    import numpy as np
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors import OnSimplex

    return [
        OnSimplex(make_pipeline(Normalizer(), Ridge(alpha=alpha, solver="svd")))
        for alpha in np.logspace(-6, 1, 8)
    ]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="Hoerl & Kennard, Technometrics 12(1), 1970",
)
