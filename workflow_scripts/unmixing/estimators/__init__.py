"""Methods that are not networks: each file holds an `ESTIMATOR`, or several in `ESTIMATORS`.

A new one is a new file here, or in a folder of the user's. All those here are scikit-learn
regressors from flat neighbourhoods (n, k * k * bands) to abundances (n, p). `OnSimplex` wraps those
whose predictions need not lie on the simplex. Files import scikit-learn only inside `candidates`,
so a study can be planned without it.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from unmixing import registry
from unmixing.method import Method
from unmixing.regressors.estimator import Candidates, Estimator

__all__ = ["Baseline", "Candidates", "Estimator", "estimator", "find_file", "names"]

CONSTANT = "ESTIMATOR"


@dataclass(frozen=True, kw_only=True)
class Baseline(Estimator):
    """An estimator that is meant to predict the mean abundances; doing so is not a failure."""


def names(own: Path | None = None) -> list[str]:
    """List the estimators that a config may name, including those in a folder of the user's."""
    return registry.names(sys.modules[__name__], CONSTANT, own)


def find_file(name: str, own: Path | None = None) -> Path:
    """Return the file of the estimator of this name."""
    return registry.find_file(sys.modules[__name__], "estimator", name, CONSTANT, own)


def estimator(name: str, own: Path | None = None) -> Method:
    """Return the estimator of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.load_plug_in(sys.modules[__name__], "estimator", name, CONSTANT, Method, own)
