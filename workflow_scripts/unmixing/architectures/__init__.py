"""Networks: a file an architecture, which holds an `ARCHITECTURE`, or several in `ARCHITECTURES`.

A new architecture is a new file here, or in a folder of the user's. Files import Keras inside of
`build` only, so that a study can be planned without loading it.
"""

import sys
from pathlib import Path

from unmixing import registry
from unmixing.layers.architecture import Architecture, Network, PatchShape

__all__ = ["Architecture", "Network", "PatchShape", "architecture", "file_of", "names"]

CONSTANT = "ARCHITECTURE"


def names(own: Path | None = None) -> list[str]:
    """List the architectures a config may name, with those of a folder of the user's."""
    return registry.names(sys.modules[__name__], CONSTANT, own)


def file_of(name: str, own: Path | None = None) -> Path:
    """Return the file of the architecture of this name."""
    return registry.file_of(sys.modules[__name__], "architecture", name, CONSTANT, own)


def architecture(name: str, own: Path | None = None) -> Architecture:
    """Return the architecture of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.plug_in(
        sys.modules[__name__], "architecture", name, CONSTANT, Architecture, own
    )
