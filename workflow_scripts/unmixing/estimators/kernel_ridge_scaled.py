"""Kernel ridge regression on what the networks see: spectra that keep their brightness."""

import dataclasses

from unmixing.estimators import kernel_ridge


def candidates(endmembers):
    """List widths and penalties for spectra scaled by the range of the run."""
    import itertools

    import numpy as np

    from unmixing.regressors import GaussianRidge, OnSimplex

    return [
        OnSimplex(GaussianRidge(gamma, alpha))
        for gamma, alpha in itertools.product(np.logspace(-3, 4, 8), np.logspace(-6, 0, 7))
    ]


ESTIMATOR = dataclasses.replace(kernel_ridge.ESTIMATOR, candidates=candidates, scaled=True)
