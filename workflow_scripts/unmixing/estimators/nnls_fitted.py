"""Non-negative least squares with endmembers and a brightness a pixel fitted to the labels."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.linear_models import FittedEndmembersAndScales

    return [FittedEndmembersAndScales()]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="the scaled form of Drumetz et al., IEEE TIP 25(8), 2016, with one scale a pixel",
)
