"""The recurrent network of the reference, which reads a spectrum band by band."""

import numpy as np

from unmixing.architectures import Architecture, Network, PatchShape


def build(patch_shape: PatchShape, n_endmembers: int, endmembers: np.ndarray | None) -> Network:
    """Build four GRU layers over the spectrum and a softmax."""
    from keras import Input, Sequential, layers

    from unmixing.layers.gates import hard_sigmoid

    k, _, bands, _ = patch_shape
    network = Sequential([Input(patch_shape), layers.Reshape((k * k, bands))])
    network.add(layers.Permute((2, 1)))
    for units in (8, 32, 128, 512):
        network.add(
            layers.GRU(
                units,
                return_sequences=units < 512,
                reset_after=False,
                recurrent_activation=hard_sigmoid,
            )
        )
    network.add(
        layers.Dense(n_endmembers, activation="softmax", name="abundances", dtype="float32")
    )
    return network


ARCHITECTURE = Architecture(
    build=build,
    target="abundances",
    learning_rate=0.001,
    neighbourhood_size=1,
    minimum_bands=1,
    minimum_neighbourhood_size=1,
    source="the reference implementation",
)
