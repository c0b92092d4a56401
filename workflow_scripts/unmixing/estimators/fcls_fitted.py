"""Fully constrained least squares with endmembers estimated from the labelled pixels."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.linear_models import FittedEndmembers

    return [FittedEndmembers()]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="least squares for the endmembers; Heinz & Chang, IEEE TGRS 39(3), 2001",
)
