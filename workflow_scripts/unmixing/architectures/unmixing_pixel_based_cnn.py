"""Pixel-based CNN of Zhang et al. (GRSL 2018)."""

import numpy as np

from unmixing.architectures import Architecture, Network, PatchShape


def build(patch_shape: PatchShape, n_endmembers: int, endmembers: np.ndarray | None) -> Network:
    """Build four spectral convolutions with pooling and three dense layers."""
    from keras import Input, Sequential, layers

    k, _, bands, _ = patch_shape
    # One row per pixel: on a CPU, the gradient of 3-D pooling counts every value of a tie in full.
    network = Sequential([Input(patch_shape), layers.Reshape((k * k, bands, 1))])
    for filters, width in ((3, 5), (6, 4), (12, 5), (24, 4)):
        network.add(layers.Conv2D(filters, (1, width), activation="relu"))
        network.add(layers.MaxPooling2D((1, 2)))
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
    learning_rate=0.01,
    neighbourhood_size=1,
    minimum_bands=66,
    minimum_neighbourhood_size=1,
    source="Zhang et al., IEEE GRSL 15(11), 2018",
)
