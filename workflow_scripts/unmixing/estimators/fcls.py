"""Fully constrained least squares, with endmembers brought to the scale of the labelled pixels."""

from unmixing.estimators import Estimator
from unmixing.linear_mixing import MAXIMUM_ENDMEMBERS


def candidates(endmembers):
    """List one: nothing is tuned."""
    from unmixing.linear_models import ScaledEndmembers

    return [ScaledEndmembers(endmembers)]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=True,
    source="Heinz & Chang, IEEE TGRS 39(3), 2001",
    maximum_endmembers=MAXIMUM_ENDMEMBERS,
)
