"""Linear mixing inverted by least squares, with endmembers that are given or fitted.

fcls : Fully constrained least squares, with endmembers brought to the scale of the labelled pixels.
fcls_fitted : Fully constrained least squares with endmembers estimated from the labelled pixels.
nnls : Non-negative least squares with the scene's endmembers, divided by the sum; sees no label.
nnls_fitted : Non-negative least squares with endmembers and a brightness a pixel fitted to the
    labels.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator

HEINZ_AND_CHANG = "Heinz & Chang, IEEE TGRS 39(3), 2001"


def scaled_endmembers(endmembers: np.ndarray) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.linear_models import ScaledEndmembers

    return [ScaledEndmembers(endmembers)]


def fitted_endmembers(endmembers: np.ndarray | None) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.linear_models import FittedEndmembers

    return [FittedEndmembers()]


def peak_normalised(endmembers: np.ndarray) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.linear_models import PeakNormalised

    return [PeakNormalised(endmembers)]


def fitted_endmembers_and_scales(endmembers: np.ndarray | None) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.linear_models import FittedEndmembersAndScales

    return [FittedEndmembersAndScales()]


ESTIMATORS = {
    "fcls": Estimator(candidates=scaled_endmembers, needs_endmembers=True, source=HEINZ_AND_CHANG),
    "fcls_fitted": Estimator(
        candidates=fitted_endmembers,
        source=f"least squares for the endmembers; {HEINZ_AND_CHANG}",
    ),
    "nnls": Estimator(
        candidates=peak_normalised,
        needs_endmembers=True,
        source="Lawson & Hanson, Solving Least Squares Problems, 1974",
    ),
    "nnls_fitted": Estimator(
        candidates=fitted_endmembers_and_scales,
        source="the scaled form of Drumetz et al., IEEE TIP 25(8), 2016, with one scale a pixel",
    ),
}
