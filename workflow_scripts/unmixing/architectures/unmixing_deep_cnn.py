"""The deep 3-D CNN of the reference (most likely published as WS-AE)."""

import numpy as np

from unmixing.architectures import Architecture, Network, PatchShape


def build(patch_shape: PatchShape, n_endmembers: int, endmembers: np.ndarray | None) -> Network:
    """Build five convolutions over neighbourhood and spectrum and a linear layer."""
    from keras import Input, Sequential, layers

    network = Sequential([Input(patch_shape)])
    network.add(layers.Conv3D(32, (2, 2, 7), padding="same", activation="relu"))
    for filters in (64, 128, 256):
        network.add(layers.Conv3D(filters, (2, 2, 5), padding="same", activation="relu"))
    network.add(layers.Conv3D(512, (2, 2, 5), activation="relu"))
    network.add(layers.Flatten())
    network.add(layers.Dense(n_endmembers))
    network.add(layers.Softmax(name="abundances", dtype="float32"))
    return network


ARCHITECTURE = Architecture(
    build=build,
    target="abundances",
    learning_rate=0.001,
    neighbourhood_size=3,
    minimum_bands=5,
    minimum_neighbourhood_size=3,
    source="the reference implementation",
)
