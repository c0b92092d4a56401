"""Ways to convolve on a card: the same sums in another order, for cuDNN's are slow in float32.

`products` gathers every window and multiplies it with the kernel. `folded` is for convolutions over
neighbourhood and spectrum: the pixels of the small neighbourhood become channels of a convolution
along the spectrum, whose kernel holds zeros where a pixel does not reach another.
"""

from typing import Any

import numpy as np

WAYS = ("cuDNN", "products", "folded")


def folded(layer: Any, inputs: Any, kernel: Any) -> Any:
    """Convolve along the spectrum, with the pixels of the neighbourhood as channels."""
    from keras import ops

    if layer.padding == "same":
        around = [((size - 1) // 2, size // 2) for size in layer.kernel_size]
        inputs = ops.pad(inputs, [(0, 0), *around, (0, 0)])
    _, height, width, bands, channels = inputs.shape
    # A row and a column of zeros, which stand for all that a pixel does not reach.
    bordered = ops.pad(kernel, [(0, 1), (0, 1), (0, 0), (0, 0), (0, 0)])
    down = _reached(height, layer.kernel_size[0], layer.strides[0])
    across = _reached(width, layer.kernel_size[1], layer.strides[1])
    rows, columns = down.shape[1], across.shape[1]
    spread = bordered[down[:, :, None, None], across[None, None]]
    spread = ops.transpose(spread, (4, 0, 2, 5, 1, 3, 6))
    joined, made = height * width * channels, rows * columns * layer.filters
    along = ops.conv(
        ops.reshape(ops.transpose(inputs, (0, 3, 1, 2, 4)), (-1, bands, joined)),
        ops.reshape(spread, (layer.kernel_size[2], joined, made)),
        strides=layer.strides[2],
        padding="valid",
    )
    there = ops.reshape(along, (-1, along.shape[1], rows, columns, layer.filters))
    return ops.transpose(there, (0, 2, 3, 1, 4))


def _reached(length: int, size: int, step: int) -> np.ndarray:
    """Return which row of the kernel meets each input in each window, `size` where none does."""
    offset = np.arange(length)[:, None] - np.arange(0, length - size + 1, step)
    return np.where((offset >= 0) & (offset < size), offset, size)


def convolve_by(way: str) -> None:
    """Have the layers of this process convolve in a way from now on: "cuDNN" leaves them alone."""
    from keras import layers

    from unmixing.training.window_products import CONVOLUTIONS, product

    if way == "products":
        for kind in CONVOLUTIONS:
            kind.convolution_op = product
    elif way == "folded":
        layers.Conv3D.convolution_op = folded
