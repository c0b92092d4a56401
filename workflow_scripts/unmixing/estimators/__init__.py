"""Methods that are not networks: each file holds an `ESTIMATOR`, or several in `ESTIMATORS`.

A new one is a new file here, or in a folder of the user's. All those here are scikit-learn
regressors from flat neighbourhoods (n, k * k * bands) to abundances (n, p). `OnSimplex` wraps those
whose predictions need not lie on the simplex. Files import scikit-learn only inside `candidates`,
so a study can be planned without it.
"""

import sys
from dataclasses import dataclass

from unmixing import registry
from unmixing.method import Method
from unmixing.regressors.estimator import Candidates, Estimator

__all__ = ["Baseline", "Candidates", "Estimator", "estimator", "find_file", "names"]

KIND = registry.Kind(sys.modules[__name__], "estimator", "ESTIMATOR", Method)
estimator, find_file, names = KIND.load, KIND.find_file, KIND.names


@dataclass(frozen=True, kw_only=True)
class Baseline(Estimator):
    """An estimator that is meant to predict the mean abundances; doing so is not a failure."""
