"""What the workflow must know about a network to plan, build and train it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from unmixing.method import Method

if TYPE_CHECKING:
    import keras

Network: TypeAlias = "keras.Model"
PatchShape = tuple[int, int, int, int]
Target = Literal["abundances", "spectrum"]


@dataclass(frozen=True, kw_only=True)
class Architecture(Method):
    """A network, as its file describes it. It takes scaled spectra.

    Attributes
    ----------
    build : callable
        (patch_shape, n_endmembers, endmembers) -> keras.Model. `patch_shape` is (k, k, bands, 1);
        `endmembers` is (bands, n_endmembers) or None. One layer is named "abundances" and returns
        them.
    target : str
        What the network learns to output: "abundances" (mean squared error) or the "spectrum" of
        the centre pixel (spectral information divergence), which takes no labels.
    learning_rate : float
        For a model entry that sets none.
    minimum_neighbourhood_size : int
        Smallest neighbourhood that its layers fit.
    pretrained : callable or None
        (network, n_endmembers) -> keras.Model that shares layers with the network and is trained
        before it, on the same targets; it may return several estimates of them side by side. None
        trains the network alone.
    freeze_pretrained : bool
        Whether the layers that were trained first are frozen from then on.
    """

    trainer: str = "keras"
    scaled: bool = True
    build: Callable[[PatchShape, int, Any], Network]
    target: Target
    learning_rate: float
    minimum_neighbourhood_size: int = 1
    pretrained: Callable[[Network, int], Network] | None = None
    freeze_pretrained: bool = False
