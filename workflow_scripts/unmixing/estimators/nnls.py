"""Non-negative least squares with the scene's endmembers, divided by the sum; sees no label."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.linear_models import PeakNormalised

    return [PeakNormalised(endmembers)]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=True,
    source="Lawson & Hanson, Solving Least Squares Problems, 1974",
)
