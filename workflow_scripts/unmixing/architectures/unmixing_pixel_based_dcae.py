"""Pixel-based deep convolutional autoencoder of Khajehrayeni & Ghassemian (JSTARS 2020)."""

import numpy as np

from unmixing.architectures import Architecture, Network, PatchShape


def build(patch_shape: PatchShape, n_endmembers: int, endmembers: np.ndarray) -> Network:
    """Build an encoder of spectral convolutions and the frozen linear mixing as decoder."""
    from keras import Input, Sequential, layers

    from unmixing.layers.decoder import add_frozen_endmembers

    k, _, bands, _ = patch_shape
    # One row per pixel: on a CPU, the gradient of 3-D pooling counts every value of a tie in full.
    network = Sequential([Input(patch_shape), layers.Reshape((k * k, bands, 1))])
    for filters in (2, 4, 8, 16):
        network.add(layers.Conv2D(filters, (1, 3), activation="relu"))
        network.add(layers.MaxPooling2D((1, 2)))
    network.add(layers.Conv2D(32, (1, 3), activation="relu"))
    network.add(layers.Flatten())
    network.add(layers.Dense(256, activation="relu"))
    network.add(layers.Dense(n_endmembers, activation="relu"))
    network.add(layers.Softmax(name="abundances", dtype="float32"))
    add_frozen_endmembers(network, endmembers, activation="relu")
    return network


ARCHITECTURE = Architecture(
    build=build,
    target="spectrum",
    needs_endmembers=True,
    learning_rate=0.001,
    neighbourhood_size=1,
    minimum_bands=78,
    minimum_neighbourhood_size=1,
    source="Khajehrayeni & Ghassemian, IEEE JSTARS 13, 2020",
)
