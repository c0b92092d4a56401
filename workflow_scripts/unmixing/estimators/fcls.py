"""Fully constrained least squares, with endmembers brought to the scale of the labelled pixels."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.linear_models import ScaledEndmembers

    return [ScaledEndmembers(endmembers)]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=True,
    source="Heinz & Chang, IEEE TGRS 39(3), 2001",
)
