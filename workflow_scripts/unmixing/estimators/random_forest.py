"""A random forest that predicts all abundances at once."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List one forest: its size matters little beyond a few hundred trees."""
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from unmixing.regressors.simplex import OnSimplex

    forest = RandomForestRegressor(n_estimators=200, max_features="sqrt")
    return [OnSimplex(make_pipeline(Normalizer(), forest))]


ESTIMATOR = Estimator(
    candidates=candidates,
    source="Breiman, Machine Learning 45, 2001",
)
