"""Least squares with endmembers found in the image; labels only name them.

vca_fcls : Fully constrained least squares with endmembers that VCA finds in the image.
nfindr_fcls : Fully constrained least squares with endmembers that N-FINDR finds in the image.
spa_fcls : Fully constrained least squares with endmembers found by successive projections.
vca_nnls : VCA on spectra of length one, then non-negative least squares divided by the sum.
vca_nnls_oracle : VCA and non-negative least squares, the endmembers named by the truth of all
    pixels.
"""

import dataclasses
from functools import partial

import numpy as np

from unmixing.estimators import Candidates, Estimator

VCA = "Nascimento & Bioucas-Dias, IEEE TGRS 43(4), 2005"


def found_endmembers(search: str, endmembers: np.ndarray | None) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.found_endmembers import FoundEndmembers

    return [FoundEndmembers(search)]


def found_directions(search: str, endmembers: np.ndarray | None) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.found_endmembers import FoundDirections

    return [FoundDirections(search)]


def label_free(candidates: partial[Candidates], source: str) -> Estimator:
    """Describe a method that sees the spectra of all pixels."""
    return Estimator(
        candidates=candidates,
        source="label-free; endmembers named by the labelled pixels; transductive: it sees the "
        f"spectra of all pixels; {source}",
        sees="spectra",
        label_free=True,
    )


VCA_NNLS = label_free(partial(found_directions, "vca"), VCA)

ESTIMATORS = {
    "vca_fcls": label_free(partial(found_endmembers, "vca"), VCA),
    "nfindr_fcls": label_free(
        partial(found_endmembers, "n_findr"), "Winter, Proc. SPIE 3753, 1999"
    ),
    "spa_fcls": label_free(
        partial(found_endmembers, "spa"), "Gillis & Vavasis, IEEE TPAMI 36(4), 2014"
    ),
    "vca_nnls": VCA_NNLS,
    "vca_nnls_oracle": dataclasses.replace(
        VCA_NNLS,
        source="an oracle, for reference only: endmembers named by the true abundances of all "
        f"pixels, the tested ones included; {VCA}",
        sees="truth",
    ),
}
