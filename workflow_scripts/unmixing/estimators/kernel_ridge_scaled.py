"""Kernel ridge regression on what the networks see: spectra that keep their brightness."""

import dataclasses

import numpy as np

from unmixing.estimators import Candidates, kernel_ridge


def candidates(endmembers: np.ndarray | None) -> Candidates:
    """List widths and penalties for spectra scaled by the range of the run."""
    import itertools

    from unmixing.regressors.gaussian_ridge import GaussianRidge
    from unmixing.regressors.simplex import OnSimplex

    return [
        OnSimplex(GaussianRidge(gamma, alpha))
        for gamma, alpha in itertools.product(np.logspace(-3, 4, 8), np.logspace(-6, 0, 7))
    ]


ESTIMATOR = dataclasses.replace(kernel_ridge.ESTIMATOR, candidates=candidates, scaled=True)
