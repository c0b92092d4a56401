"""What the networks minimise, one value a sample."""

import keras
from keras import ops

EPSILON = 1e-7


def mean_squared_error(truth: keras.KerasTensor, predicted: keras.KerasTensor) -> keras.KerasTensor:
    """Mean squared error of each row: (n, m), (n, m) -> (n,)."""
    return ops.mean(ops.square(predicted - truth), axis=-1)


def root_mean_squared_error(
    truth: keras.KerasTensor, predicted: keras.KerasTensor
) -> keras.KerasTensor:
    """Root mean squared error of each row: (n, m), (n, m) -> (n,)."""
    return ops.sqrt(mean_squared_error(truth, predicted))


def spectral_information_divergence(
    truth: keras.KerasTensor, predicted: keras.KerasTensor
) -> keras.KerasTensor:
    """Spectral information divergence of each row in bits: (n, m), (n, m) -> (n,).

    Rows are scaled to sum one and shifted by 1e-7, as in the reference. Negative values, which a
    pixel darker than every training pixel has, count as zero: the divergence stays finite.
    """
    p, q = _distribution(truth), _distribution(predicted)
    return ops.sum((p - q) * (ops.log2(p) - ops.log2(q)), axis=-1)


def _distribution(spectra: keras.KerasTensor) -> keras.KerasTensor:
    positive = ops.maximum(spectra, 0.0)
    total = ops.maximum(ops.sum(positive, axis=-1, keepdims=True), EPSILON)
    return positive / total + EPSILON
