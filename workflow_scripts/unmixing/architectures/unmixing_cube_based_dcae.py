"""Cube-based deep convolutional autoencoder of Khajehrayeni & Ghassemian (JSTARS 2020)."""

import numpy as np

from unmixing.architectures import Architecture, Network, PatchShape


def build(patch_shape: PatchShape, n_endmembers: int, endmembers: np.ndarray) -> Network:
    """Build an encoder of spectral-spatial convolutions and the frozen linear mixing as decoder."""
    from keras import Input, Sequential, layers

    from unmixing.layers.decoder import add_frozen_endmembers

    network = Sequential([Input(patch_shape)])
    for filters, side in ((16, 3), (32, 3), (64, 1), (128, 1)):
        network.add(layers.Conv3D(filters, (side, side, 3), activation="relu"))
    network.add(layers.Flatten())
    network.add(layers.Dense(256, activation="relu"))
    network.add(layers.Dropout(0.2))
    network.add(layers.Dense(n_endmembers, activation="relu"))
    network.add(layers.Softmax(name="abundances", dtype="float32"))
    add_frozen_endmembers(network, endmembers, activation="linear")
    return network


ARCHITECTURE = Architecture(
    build=build,
    target="spectrum",
    needs_endmembers=True,
    learning_rate=0.0005,
    neighbourhood_size=5,
    minimum_bands=9,
    minimum_neighbourhood_size=5,
    source="Khajehrayeni & Ghassemian, IEEE JSTARS 13, 2020",
)
