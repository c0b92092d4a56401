"""Fully constrained least squares with endmembers estimated from the labelled pixels."""

from unmixing.estimators import Estimator
from unmixing.linear_mixing import MAXIMUM_ENDMEMBERS


def candidates(endmembers):
    """List one: nothing is tuned."""
    from unmixing.linear_models import FittedEndmembers

    return [FittedEndmembers()]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="least squares for the endmembers; Heinz & Chang, IEEE TGRS 39(3), 2001",
    maximum_endmembers=MAXIMUM_ENDMEMBERS,
)
