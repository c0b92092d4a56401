"""The branches of the multi-branch CNN, and the head that joins them.

Each branch takes (n, k, k, bands, 1) patches and returns a block of features (n, ...), not yet
flat. `multibranch` has its name and the smallest patch that its layers fit.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import keras
from keras import layers

from unmixing.layers.architecture import PatchShape

Tensor: TypeAlias = keras.KerasTensor
Branch: TypeAlias = Callable[[Tensor], Tensor]


def branch_1d(patches: Tensor) -> Tensor:
    """Convolve along the spectrum, with the pixels of the neighbourhood as channels."""
    _, k, _, bands, _ = patches.shape
    block = layers.Permute((2, 1))(layers.Reshape((k * k, bands))(patches))
    for filters, width in ((16, 9), (32, 7), (32, 5)):
        block = layers.Conv1D(filters, width, activation="relu")(block)
        block = layers.MaxPooling1D(2)(block)
    return block


def branch_2d(patches: Tensor) -> Tensor:
    """Convolve over the neighbourhood, with the bands as channels."""
    _, k, _, bands, _ = patches.shape
    block = layers.Reshape((k, k, bands))(patches)
    for filters, padding in ((16, "same"), (32, "same"), (64, "same"), (128, "valid")):
        block = layers.Conv2D(filters, (2, 2), padding=padding, activation="relu")(block)
    return layers.Conv2D(256, (2, 2), activation="relu")(block)


def branch_3d(patches: Tensor) -> Tensor:
    """Convolve over neighbourhood and spectrum at once."""
    block = patches
    for _ in range(3):
        block = _pair(block)
    return block


def branch_3d_reduced(patches: Tensor) -> Tensor:
    """Convolve over neighbourhood and spectrum, and reduce both at the end."""
    return _reduced(branch_3d(patches))


def branch_3d_residual(patches: Tensor) -> Tensor:
    """Like `branch_3d_reduced`, but add the spectra and the previous block after every pair."""
    tile = layers.Concatenate()([patches] * 32)
    block = layers.Add()([_pair(patches), tile])
    for _ in range(2):
        block = layers.Add()([_pair(block), block, tile])
    return _reduced(block)


def _pair(block: Tensor) -> Tensor:
    block = layers.Conv3D(16, (2, 2, 9), padding="same", activation="relu")(block)
    return layers.Conv3D(32, (2, 2, 5), padding="same", activation="relu")(block)


def _reduced(block: Tensor) -> Tensor:
    block = layers.Conv3D(16, (2, 2, 9), strides=(1, 1, 4), activation="relu")(block)
    return layers.Conv3D(32, (2, 2, 5), strides=(1, 1, 2), activation="relu")(block)


def join_branches(
    patch_shape: PatchShape, n_endmembers: int, branches: Sequence[Branch]
) -> keras.Model:
    """Join branches by two dense layers and a softmax.

    Parameters
    ----------
    branches : Sequence[Branch]
        Functions of this module.

    Returns
    -------
    keras.Model
        The layer of each branch's flat features is named "features_{i}".
    """
    patches = keras.Input(patch_shape)
    features = [
        layers.Flatten(name=f"features_{i}")(branch(patches)) for i, branch in enumerate(branches)
    ]
    block = layers.Concatenate()(features) if len(features) > 1 else features[0]
    for units in (512, 64):
        block = layers.Dense(units, activation="relu")(block)
    return keras.Model(patches, _abundances(n_endmembers)(block))


def separate_branches(network: keras.Model, n_endmembers: int) -> keras.Model:
    """Return the branches of a joined network, each with a softmax of its own, side by side.

    The layers are shared: training one trains both.

    Returns
    -------
    keras.Model
        (n, k, k, bands, 1) -> (n, branches * n_endmembers)
    """
    features = [layer for layer in network.layers if layer.name.startswith("features_")]
    alone = [
        layers.Dense(n_endmembers, activation="softmax", dtype="float32")(layer.output)
        for layer in features
    ]
    return keras.Model(network.inputs, layers.Concatenate(dtype="float32")(alone))


def _abundances(n_endmembers: int) -> layers.Layer:
    return layers.Dense(n_endmembers, activation="softmax", name="abundances", dtype="float32")
