"""Methods that are no network: one module an estimator, which holds an `ESTIMATOR`.

A new estimator is a new module here: its file's name is what the config calls it. All of them are
scikit-learn regressors from flat neighbourhoods (n, k * k * bands) to
abundances (n, p). Those that do not end on the simplex by themselves are put there by `OnSimplex`.
Modules import scikit-learn inside `candidates` only, so that a study can be planned without it.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from unmixing import registry


@dataclass(frozen=True)
class Estimator:
    """What the workflow must know of an estimator to plan and fit it.

    Attributes
    ----------
    candidates : (endmembers) -> list of scikit-learn regressors. `endmembers` is
        (bands, n_endmembers) or None. Of several, the validation pixels choose one.
    needs_endmembers : whether a scene without them is refused
    source : the publication, or how it is meant
    neighbourhood_size : k
    scaled : whether it takes spectra scaled by the range of the run, as networks do; else they are
        in the cube's units
    maximum_endmembers : beyond which it is refused; None has no limit
    """

    candidates: Callable
    needs_endmembers: bool
    source: str
    neighbourhood_size: int = 1
    scaled: bool = False
    maximum_endmembers: int | None = None


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
