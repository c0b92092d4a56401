"""Networks: each file holds an `ARCHITECTURE`, or several in `ARCHITECTURES`.

A new architecture is a new file here, or in a folder of the user's. Files import Keras, or
PyTorch, only inside `build`, so a study can be planned without loading it.
"""

import sys

from unmixing import registry
from unmixing.layers.architecture import Architecture, Network, PatchShape
from unmixing.layers.torch_architecture import TorchArchitecture

__all__ = [
    "Architecture",
    "Network",
    "PatchShape",
    "TorchArchitecture",
    "architecture",
    "find_file",
    "names",
]

KIND = registry.Kind(sys.modules[__name__], "architecture", "ARCHITECTURE", Architecture)
architecture, find_file, names = KIND.load, KIND.find_file, KIND.names
