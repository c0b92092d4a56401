"""VCA on spectra of length one, then non-negative least squares divided by the sum."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List one: nothing is tuned."""
    from unmixing.regressors.found_endmembers import FoundDirections

    return [FoundDirections("vca")]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=False,
    source="label-free; endmembers named by the labelled pixels; transductive: it sees the spectra "
    "of all pixels; Nascimento & Bioucas-Dias, IEEE TGRS 43(4), 2005",
    sees="spectra",
    label_free=True,
)
