"""Networks: one module an architecture, which holds an `ARCHITECTURE`.

A new architecture is a new module here: its file's name is what the config calls it. Modules
import Keras inside `build` only, so that a study can be planned without loading it.
"""

import sys

from unmixing import registry
from unmixing.layers.architecture import Architecture, Network, PatchShape

__all__ = ["Architecture", "Network", "PatchShape", "architecture", "names"]


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
