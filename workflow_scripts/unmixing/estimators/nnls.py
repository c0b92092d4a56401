"""Non-negative least squares with the scene's endmembers, divided by the sum; sees no label."""

from unmixing.estimators import Estimator
from unmixing.linear_mixing import MAXIMUM_ENDMEMBERS


def candidates(endmembers):
    """List one: nothing is tuned."""
    from unmixing.linear_models import PeakNormalised

    return [PeakNormalised(endmembers)]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=True,
    source="Lawson & Hanson, Solving Least Squares Problems, 1974",
    maximum_endmembers=MAXIMUM_ENDMEMBERS,
)
