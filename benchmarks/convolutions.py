"""Ways to convolve on a card: the same sums in another order, for cuDNN's are slow in float32.

`products` gathers every window and multiplies it with the kernel. `folded` is for convolutions over
neighbourhood and spectrum: the pixels of the small neighbourhood become channels of a convolution
along the spectrum, whose kernel holds zeros where a pixel does not reach another.
"""

import itertools
from typing import Any, Protocol

import numpy as np

WAYS = ("cuDNN", "products", "folded")


class Convolution(Protocol):
    """What a way has to know of a layer."""

    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: str
    filters: int


def products(layer: Convolution, inputs: Any, kernel: Any) -> Any:
    """Convolve by one product of all windows with the kernel."""
    from keras import ops

    inputs = ops.pad(inputs, [(0, 0), *_around(layer), (0, 0)])
    counts = _counts(layer, inputs.shape[1:-1])
    shifted = [
        inputs[:, *(slice(first, first + step * count, step) for first, step, count in window)]
        for window in (
            list(zip(firsts, layer.strides, counts, strict=True))
            for firsts in itertools.product(*map(range, layer.kernel_size))
        )
    ]
    return ops.matmul(ops.concatenate(shifted, axis=-1), ops.reshape(kernel, (-1, layer.filters)))


def folded(layer: Convolution, inputs: Any, kernel: Any) -> Any:
    """Convolve along the spectrum, with the pixels of the neighbourhood as channels."""
    from keras import ops

    inputs = ops.pad(inputs, [(0, 0), *_around(layer), (0, 0)])
    _, height, width, bands, channels = inputs.shape
    rows, columns, _ = _counts(layer, (height, width, bands))
    # A row and a column of zeros, which stand for all that a pixel does not reach.
    bordered = ops.pad(kernel, [(0, 1), (0, 1), (0, 0), (0, 0), (0, 0)])
    down = _reached(height, rows, layer.kernel_size[0], layer.strides[0])
    across = _reached(width, columns, layer.kernel_size[1], layer.strides[1])
    spread = bordered[down[:, :, None, None], across[None, None]]
    spread = ops.transpose(spread, (4, 0, 2, 5, 1, 3, 6))
    along = ops.conv(
        ops.reshape(ops.transpose(inputs, (0, 3, 1, 2, 4)), (-1, bands, height * width * channels)),
        ops.reshape(
            spread,
            (layer.kernel_size[2], height * width * channels, rows * columns * layer.filters),
        ),
        strides=layer.strides[2],
        padding="valid",
    )
    there = ops.reshape(along, (-1, along.shape[1], rows, columns, layer.filters))
    return ops.transpose(there, (0, 2, 3, 1, 4))


def _around(layer: Convolution) -> list[tuple[int, int]]:
    """Return how many zeros stand before and after each axis."""
    if layer.padding == "valid":
        return [(0, 0)] * len(layer.kernel_size)
    assert set(layer.strides) == {1}
    return [((size - 1) // 2, size // 2) for size in layer.kernel_size]


def _counts(layer: Convolution, shape: tuple[int, ...]) -> list[int]:
    """Return how many windows there are along each axis of padded inputs."""
    sizes = zip(shape, layer.kernel_size, layer.strides, strict=True)
    return [(length - size) // step + 1 for length, size, step in sizes]


def _reached(length: int, windows: int, size: int, step: int) -> np.ndarray:
    """Return which row of the kernel meets each input in each window, `size` where none does."""
    offset = np.arange(length)[:, None] - step * np.arange(windows)
    return np.where((offset >= 0) & (offset < size), offset, size)


def convolve_by(way: str) -> None:
    """Have the layers of this process convolve in a way from now on: "cuDNN" leaves them alone."""
    from keras import layers

    if way == "products":
        for kind in (layers.Conv1D, layers.Conv2D, layers.Conv3D):
            kind.convolution_op = products
    elif way == "folded":
        layers.Conv3D.convolution_op = folded
