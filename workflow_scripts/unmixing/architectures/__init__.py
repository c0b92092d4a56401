"""Networks: each file holds an `ARCHITECTURE`, or several in `ARCHITECTURES`.

A new architecture is a new file here, or in a folder of the user's. Files import Keras only inside
`build`, so a study can be planned without loading it.
"""

import sys
from pathlib import Path

from unmixing import registry
from unmixing.layers.architecture import Architecture, Network, PatchShape

__all__ = ["Architecture", "Network", "PatchShape", "architecture", "find_file", "names"]

CONSTANT = "ARCHITECTURE"


def names(own: Path | None = None) -> list[str]:
    """List the architectures that a config may name, including those in a folder of the user's."""
    return registry.names(sys.modules[__name__], CONSTANT, own)


def find_file(name: str, own: Path | None = None) -> Path:
    """Return the file of the architecture of this name."""
    return registry.find_file(sys.modules[__name__], "architecture", name, CONSTANT, own)


def architecture(name: str, own: Path | None = None) -> Architecture:
    """Return the architecture of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.load_plug_in(
        sys.modules[__name__], "architecture", name, CONSTANT, Architecture, own
    )
