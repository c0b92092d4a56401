"""What the workflow must know of a method that is no network to plan and fit it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from sklearn.base import RegressorMixin

Candidates: TypeAlias = "list[RegressorMixin]"


class Image(NamedTuple):
    """What a run gives to a method that sees more than its labelled pixels.

    Attributes
    ----------
    spectra : (n, k * k * bands), all valid pixels of the scene, those it is tested on included
    truth : (n, p), their abundances, or None where the method must not see them
    seed : of the run, for what the method draws
    """

    spectra: np.ndarray
    truth: np.ndarray | None
    seed: int


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
    sees : what it is given beside its labelled pixels: nothing ("labels"), the "spectra" of all
        valid pixels (it is transductive), or also their true abundances ("truth": an oracle, for
        reference only). The latter two are fitted by `fit(spectra, abundances, image)` with an
        `Image`
    label_free : whether labels only name what it finds, so that its error does not fall with them
    """

    candidates: Callable[[Any], Candidates]
    needs_endmembers: bool
    source: str
    neighbourhood_size: int = 1
    scaled: bool = False
    sees: Literal["labels", "spectra", "truth"] = "labels"
    label_free: bool = False
