"""Convolutions as products of windows with the kernel: the same sums in another order.

A program of many seeds convolves with as many kernels, for which libraries only have grouped
convolutions: on a GPU they were 4 to 5 times as slow as these products (benchmarks/).
"""

import itertools
from functools import partial
from typing import Any

import keras
from keras import layers, ops

CONVOLUTIONS = (layers.Conv1D, layers.Conv2D, layers.Conv3D)


def convolve_by_products(network: keras.Model) -> None:
    """Make the convolutions of a network gather windows."""
    for layer in network._flatten_layers():
        if type(layer) in CONVOLUTIONS and _is_plain(layer):
            layer.convolution_op = partial(convolve, layer)


def _is_plain(layer: Any) -> bool:
    """Say whether a layer is of the common kind; others are left alone."""
    return (
        layer.groups == 1
        and layer.padding in ("valid", "same")
        and layer.data_format == "channels_last"
        and set(layer.dilation_rate) == {1}
        and (layer.padding == "valid" or set(layer.strides) == {1})
    )


def convolve(layer: Any, inputs: Any, kernel: Any) -> Any:
    """Convolve: (n, *lengths, channels) -> (n, *windows, filters)."""
    sizes, steps = layer.kernel_size, layer.strides
    if layer.padding == "same":
        around = [((size - 1) // 2, size // 2) for size in sizes]
        inputs = ops.pad(inputs, [(0, 0), *around, (0, 0)])
    lengths = inputs.shape[1:-1]
    counts = [
        (length - size) // step + 1
        for length, size, step in zip(lengths, sizes, steps, strict=True)
    ]
    shifted = [
        inputs[:, *map(_windows, first, steps, counts)]
        for first in itertools.product(*map(range, sizes))
    ]
    return ops.matmul(ops.concatenate(shifted, axis=-1), ops.reshape(kernel, (-1, layer.filters)))


def _windows(first: int, step: int, count: int) -> slice:
    """Select what one entry of the kernel meets along an axis."""
    return slice(first, first + step * (count - 1) + 1, step)
