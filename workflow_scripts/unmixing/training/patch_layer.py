"""The layer that feeds a network by pixel index, from a cube in device memory."""

import keras
import numpy as np
from keras import layers, ops

from learning_curves.errors import UserError
from unmixing.splits.patches import locate_patches


class PatchLayer(layers.Layer):
    """Gathers the neighbourhoods of pixels from a padded cube.

    Parameters
    ----------
    padded : ndarray
        (height + 2 r, width + 2 r, bands) float32, r = neighbourhood_size // 2.
    neighbourhood_size : int
        Odd.

    Call with (n,) int32 row-major pixel indices of the unpadded scene; returns
    (n, k, k, bands, 1) float32.
    """

    def __init__(self, padded: np.ndarray, neighbourhood_size: int) -> None:
        super().__init__(dtype="float32", trainable=False)
        height, self.padded_width, bands = padded.shape
        self.width = self.padded_width - neighbourhood_size + 1
        self.patch_shape = (neighbourhood_size, neighbourhood_size, bands, 1)
        # As a variable it is an argument of what JAX compiles, which then serves every seed's cube.
        spectra = ops.convert_to_tensor(padded.reshape(-1, bands))
        self.spectra = self.add_weight(spectra.shape, initializer=lambda *_, **__: spectra)
        self.offsets = locate_patches(np.zeros(1, np.int32), self.width, neighbourhood_size)

    def fill(self, padded: np.ndarray) -> None:
        """Gather from another cube of the same shape."""
        self.spectra.assign(padded.reshape(self.spectra.shape))

    @property
    def weights(self) -> list[keras.Variable]:
        """Return none, so that restoring the best weights does not touch the cube."""
        return []

    def call(self, indices: keras.KerasTensor) -> keras.KerasTensor:
        """Gather the patches."""
        corners = indices // self.width * self.padded_width + indices % self.width
        patches = ops.take(self.spectra, ops.expand_dims(corners, 1) + self.offsets, axis=0)
        return ops.reshape(patches, (-1, *self.patch_shape))

    def compute_output_spec(self, indices: keras.KerasTensor) -> keras.KerasTensor:
        """Tell Keras the shape without running the layer."""
        return keras.KerasTensor((indices.shape[0], *self.patch_shape), dtype="float32")


def feed_by_index(network: keras.Model, patches: PatchLayer) -> keras.Model:
    """Return a model that shares the network's weights and takes pixel indices."""
    indices = keras.Input((), dtype="int32")
    return keras.Model(indices, network(patches(indices)))


def extract_abundance_network(network: keras.Model) -> keras.Model:
    """Return the part of a network, trained or loaded, that ends in the abundances.

    Raises
    ------
    UserError
        If no layer has that name.
    """
    if "abundances" not in [layer.name for layer in network.layers]:
        raise UserError(
            "the network has no layer named 'abundances', whose output would be predicted: give "
            "one of its layers that name."
        )
    return keras.Model(network.inputs, network.get_layer("abundances").output)
