"""Batches of pixels and targets for either backend of Keras."""

from typing import Any, NamedTuple

import keras
import numpy as np


class Batches(NamedTuple):
    """What Keras's `fit` and `evaluate` take.

    Attributes
    ----------
    data : tuple[Any, ...]
        A dataset, or arrays.
    options : dict[str, Any]
        How to make batches of the data.
    unordered : bool
        Whether `fit` is to shuffle the data.
    """

    data: tuple[Any, ...]
    options: dict[str, Any]
    unordered: bool


def make_batches(
    indices: np.ndarray, targets: np.ndarray, batch_size: int, shuffled_by: int | None = None
) -> Batches:
    """Return batches of pixels and their targets.

    TensorFlow gets a dataset: from arrays, Keras makes four iterators per epoch, some 14 ms each,
    which is most of an epoch with few pixels.

    Parameters
    ----------
    indices : ndarray
        (n,) int32, row-major indices of pixels.
    targets : ndarray
        (pixels, numbers) float32, of every pixel of the scene.
    shuffled_by : int or None
        Seed of a new order in each epoch; None keeps the order of the indices.
    """
    arrays = (indices, targets[indices])
    if keras.config.backend() == "tensorflow":
        return Batches((_dataset(arrays, batch_size, shuffled_by),), {}, False)
    return Batches(arrays, {"batch_size": batch_size}, shuffled_by is not None)


def _dataset(arrays: tuple[np.ndarray, ...], batch_size: int, shuffled_by: int | None) -> Any:
    import tensorflow as tf

    dataset = tf.data.Dataset.from_tensor_slices(arrays)
    if shuffled_by is not None:
        dataset = dataset.shuffle(len(arrays[0]), seed=shuffled_by)
    options = tf.data.Options()
    # These optimisations take longer than the batches of an epoch.
    options.autotune.enabled = False
    options.experimental_optimization.apply_default_optimizations = False
    return dataset.batch(batch_size).prefetch(1).with_options(options)
