"""Support vector regression as published: the defaults of scikit-learn, one an endmember.

On flat 3 x 3 neighbourhoods and not put on the simplex: this reproduces the published errors.
"""

from unmixing.estimators import Estimator


def candidates(endmembers):
    """List one: nothing is tuned."""
    from sklearn.multioutput import MultiOutputRegressor
    from sklearn.svm import SVR

    return [MultiOutputRegressor(SVR())]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
    neighbourhood_size=3,
    scaled=True,
)
