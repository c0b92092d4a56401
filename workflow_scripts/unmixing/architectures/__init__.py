"""Networks: one module an architecture, which holds an `ARCHITECTURE`.

A new architecture is a new module here: its file's name is what the config calls it. Modules
import Keras inside `build` only, so that a study can be planned without loading it.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from unmixing import registry


@dataclass(frozen=True)
class Architecture:
    """What the workflow must know of a network to plan, build and train it.

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

    build: Callable
    target: Literal["abundances", "spectrum"]
    learning_rate: float
    neighbourhood_size: int
    minimum_bands: int
    minimum_neighbourhood_size: int
    source: str
    pretrained: Callable | None = None
    freeze_pretrained: bool = False


def names() -> list[str]:
    """List the architectures a config may name."""
    return registry.names(sys.modules[__name__])


def architecture(name: str) -> Architecture:
    """Return the architecture of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.load(sys.modules[__name__], "architecture", name, "ARCHITECTURE").ARCHITECTURE
