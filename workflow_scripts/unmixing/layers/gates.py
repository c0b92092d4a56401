"""The gate of the recurrent network; import this module before loading a saved one."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="unmixing")
def hard_sigmoid(x: keras.KerasTensor) -> keras.KerasTensor:
    """Return clip(0.2 x + 0.5, 0, 1), as Keras 2 did; Keras 3 has a slope of 1/6."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)
