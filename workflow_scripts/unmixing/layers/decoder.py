"""The decoder of an autoencoder that unmixes: linear mixing with known endmembers."""

import numpy as np
from keras import Sequential, layers


def add_frozen_endmembers(network: Sequential, endmembers: np.ndarray, activation: str) -> None:
    """Append the layer that mixes abundances into a spectrum and is never trained.

    Parameters
    ----------
    network : Sequential
        Whose last layer outputs (n, n_endmembers) abundances.
    endmembers : ndarray
        (bands, n_endmembers).
    activation : str
        Of the mixed spectrum.
    """
    bands = len(endmembers)
    mixing = layers.Dense(
        bands, activation=activation, trainable=False, name="spectrum", dtype="float32"
    )
    network.add(mixing)
    mixing.set_weights([endmembers.T, np.zeros(bands)])
