"""The losses that networks minimise, one value per sample."""

import keras
from keras import ops

EPSILON = 1e-7


def mean_squared_error(truth: keras.KerasTensor, predicted: keras.KerasTensor) -> keras.KerasTensor:
    """Compute the mean squared error of each row: (n, m), (n, m) -> (n,)."""
    return ops.mean(ops.square(predicted - truth), axis=-1)


def root_mean_squared_error(
    truth: keras.KerasTensor, predicted: keras.KerasTensor
) -> keras.KerasTensor:
    """Compute the root mean squared error of each row: (n, m), (n, m) -> (n,)."""
    return ops.sqrt(mean_squared_error(truth, predicted))


def spectral_information_divergence(
    truth: keras.KerasTensor, predicted: keras.KerasTensor
) -> keras.KerasTensor:
    """Compute the spectral information divergence of each row in bits: (n, m), (n, m) -> (n,).

    Rows are scaled to sum to one and shifted by 1e-7, as in the reference. Negative values, which
    occur in pixels darker than every training pixel, count as zero: the divergence stays finite.
    """
    p, q = _distribution(truth), _distribution(predicted)
    return ops.sum((p - q) * (ops.log2(p) - ops.log2(q)), axis=-1)


def _distribution(spectra: keras.KerasTensor) -> keras.KerasTensor:
    positive = ops.maximum(spectra, 0.0)
    total = ops.maximum(ops.sum(positive, axis=-1, keepdims=True), EPSILON)
    return positive / total + EPSILON
