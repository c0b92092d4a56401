"""Methods that are not networks: a file holds an `ESTIMATOR`, or several in `ESTIMATORS`.

A new one is a new file here, or in a folder of the user's. All of those here are scikit-learn
regressors from flat neighbourhoods (n, k * k * bands) to abundances (n, p). Those that do not end
on the simplex by themselves are put there by `OnSimplex`. Files import scikit-learn inside of
`candidates` only, so that a study can be planned without it.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from unmixing import registry
from unmixing.method import Method
from unmixing.regressors.estimator import Candidates, Estimator

__all__ = ["Baseline", "Candidates", "Estimator", "estimator", "file_of", "names"]

CONSTANT = "ESTIMATOR"


@dataclass(frozen=True, kw_only=True)
class Baseline(Estimator):
    """An estimator that is meant to predict the mean abundances: its runs do not fail by it."""


def names(own: Path | None = None) -> list[str]:
    """List the estimators a config may name, with those of a folder of the user's."""
    return registry.names(sys.modules[__name__], CONSTANT, own)


def file_of(name: str, own: Path | None = None) -> Path:
    """Return the file of the estimator of this name."""
    return registry.file_of(sys.modules[__name__], "estimator", name, CONSTANT, own)


def estimator(name: str, own: Path | None = None) -> Method:
    """Return the estimator of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.plug_in(sys.modules[__name__], "estimator", name, CONSTANT, Method, own)
