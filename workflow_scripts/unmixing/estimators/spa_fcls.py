"""Fully constrained least squares with endmembers found by successive projections."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.found_endmembers import FoundEndmembers

    return [FoundEndmembers("spa")]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="label-free; endmembers named by the labelled pixels; transductive: it sees the spectra "
    "of all pixels; Gillis & Vavasis, IEEE TPAMI 36(4), 2014",
    sees="spectra",
    label_free=True,
)
