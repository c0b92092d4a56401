"""What the workflow must know of a network to plan, build and train it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import keras

Network: TypeAlias = "keras.Model"
PatchShape = tuple[int, int, int, int]
Target = Literal["abundances", "spectrum"]


@dataclass(frozen=True)
class Architecture:
    """A network, as its module describes it.

    Attributes
    ----------
    build : (patch_shape, n_endmembers, endmembers) -> keras.Model. `patch_shape` is
        (k, k, bands, 1); `endmembers` is (bands, n_endmembers) or None. One layer is named
        "abundances" and returns them.
    target : what the network learns to output: "abundances" (mean squared error) or the "spectrum"
        of the centre pixel (spectral information divergence), which takes no labels but needs
        the endmembers
    learning_rate, neighbourhood_size : defaults of a model entry
    minimum_bands, minimum_neighbourhood_size : below which its layers do not fit
    source : the publication
    pretrained : (network, n_endmembers) -> keras.Model that shares layers with the network and is
        trained before it, on the same targets; it may return several estimates of them side by
        side. None trains the network alone
    freeze_pretrained : whether the layers that were trained first keep their weights from then on
    """

    build: Callable[[PatchShape, int, Any], Network]
    target: Target
    learning_rate: float
    neighbourhood_size: int
    minimum_bands: int
    minimum_neighbourhood_size: int
    source: str
    pretrained: Callable[[Network, int], Network] | None = None
    freeze_pretrained: bool = False
