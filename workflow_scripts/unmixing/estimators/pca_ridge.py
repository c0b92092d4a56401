"""Semi-supervised ridge regression: the labelled pixels on principal components of all pixels."""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List numbers of components and penalties for spectra of length one."""
    import itertools

    from unmixing.regressors.principal_ridge import PrincipalRidge

    return [
        PrincipalRidge(n_components, alpha)
        for n_components, alpha in itertools.product((5, 10, 20, 40), np.logspace(-6, 0, 4))
    ]


ESTIMATOR = Estimator(
    candidates=candidates,
    source="semi-supervised, transductive: components of the spectra of all pixels; principal "
    "components regression, Massy, JASA 60(309), 1965",
    sees="spectra",
)
