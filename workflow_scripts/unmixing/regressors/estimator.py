"""What the workflow must know of a method that is no network to plan and fit it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from sklearn.base import RegressorMixin

Candidates: TypeAlias = "list[RegressorMixin]"


@dataclass(frozen=True)
class Estimator:
    """An estimator, as its module describes it.

    Attributes
    ----------
    candidates : (endmembers) -> list of scikit-learn regressors. `endmembers` is
        (bands, n_endmembers) or None. Of several, the validation pixels choose one.
    needs_endmembers : whether a scene without them is refused
    source : the publication, or how it is meant
    neighbourhood_size : k
    scaled : whether it takes spectra scaled by the range of the run, as networks do; else they are
        in the cube's units
    """

    candidates: Callable[[Any], Candidates]
    needs_endmembers: bool
    source: str
    neighbourhood_size: int = 1
    scaled: bool = False
