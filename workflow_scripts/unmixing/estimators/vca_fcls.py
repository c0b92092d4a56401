"""Fully constrained least squares with endmembers that VCA finds in the image."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.found_endmembers import FoundEndmembers

    return [FoundEndmembers("vca")]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="label-free; endmembers named by the labelled pixels; transductive: it sees the spectra "
    "of all pixels; Nascimento & Bioucas-Dias, IEEE TGRS 43(4), 2005",
    sees="spectra",
    label_free=True,
)
