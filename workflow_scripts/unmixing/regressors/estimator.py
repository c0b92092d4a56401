"""What the workflow must know about a scikit-learn regressor to plan and fit it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from unmixing.method import Method

if TYPE_CHECKING:
    from sklearn.base import RegressorMixin

Candidates: TypeAlias = "list[RegressorMixin]"


@dataclass(frozen=True, kw_only=True)
class Estimator(Method):
    """A method made of scikit-learn regressors, as its file describes it.

    Every parameter `random_state` of a regressor is set to the seed of the run.

    Attributes
    ----------
    candidates : callable
        (endmembers) -> list of scikit-learn regressors. `endmembers` is (bands, n_endmembers) or
        None. The validation pixels choose one of several. They are fitted by
        `fit(spectra, abundances)`, and by `fit(spectra, abundances, image=...)` with an `Image`
        where the method sees more than labels.
    uses_validation : bool
        Whether `fit` also takes `validation=...`, the validation pixels as `Labelled`.
    uses_library : bool
        Whether `fit` also takes `library=...`, the `LibrarySpectra` of the scene.
    """

    trainer: str = "scikit_learn"
    candidates: Callable[[Any], Candidates]
    uses_validation: bool = False
    uses_library: bool = False
