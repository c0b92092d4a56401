"""Support vector regression as published: scikit-learn's defaults, one model per endmember.

It sees flat 3 x 3 neighbourhoods, and its predictions are not put on the simplex: this reproduces
the published errors.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from sklearn.multioutput import MultiOutputRegressor
    from sklearn.svm import SVR

    return [MultiOutputRegressor(SVR())]


ESTIMATOR = Estimator(
    candidates=candidates,
    source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
    neighbourhood_size=3,
    scaled=True,
)
