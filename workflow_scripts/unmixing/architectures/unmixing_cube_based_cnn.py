"""Cube-based CNN of Zhang et al. (GRSL 2018)."""

import numpy as np

from unmixing.architectures import Architecture, Network, PatchShape


def build(patch_shape: PatchShape, n_endmembers: int, endmembers: np.ndarray | None) -> Network:
    """Build four spectral convolutions over a neighbourhood and three dense layers."""
    from keras import Input, Sequential, layers

    network = Sequential([Input(patch_shape)])
    for filters, width, dropout in ((16, 5, 0), (32, 4, 0), (64, 5, 0.2), (128, 4, 0.2)):
        network.add(layers.Conv3D(filters, (1, 1, width), activation="relu"))
        if dropout:
            network.add(layers.Dropout(dropout))
    network.add(layers.Flatten())
    network.add(layers.Dense(192, activation="relu"))
    network.add(layers.Dense(150, activation="relu"))
    network.add(
        layers.Dense(n_endmembers, activation="softmax", name="abundances", dtype="float32")
    )
    return network


ARCHITECTURE = Architecture(
    build=build,
    target="abundances",
    learning_rate=0.001,
    neighbourhood_size=3,
    minimum_bands=15,
    minimum_neighbourhood_size=1,
    source="Zhang et al., IEEE GRSL 15(11), 2018",
)
