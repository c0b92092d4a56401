"""Methods that are no network: one module an estimator, which holds an `ESTIMATOR`.

A new estimator is a new module here: its file's name is what the config calls it. All of them are
scikit-learn regressors from flat neighbourhoods (n, k * k * bands) to
abundances (n, p). Those that do not end on the simplex by themselves are put there by `OnSimplex`.
Modules import scikit-learn inside `candidates` only, so that a study can be planned without it.
"""

import sys
from dataclasses import dataclass

from unmixing import registry
from unmixing.regressors.estimator import Candidates, Estimator

__all__ = ["Baseline", "Candidates", "Estimator", "estimator", "names"]


@dataclass(frozen=True)
class Baseline(Estimator):
    """An estimator that is meant to predict the mean abundances: its runs do not fail by it."""


def names() -> list[str]:
    """List the estimators a config may name."""
    return registry.names(sys.modules[__name__])


def estimator(name: str) -> Estimator:
    """Return the estimator of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.load(sys.modules[__name__], "estimator", name, "ESTIMATOR").ESTIMATOR
