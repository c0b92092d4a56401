"""How alike the autoencoder trains in PyTorch and in Keras, from the same first weights.

python benchmarks/torch_from_keras.py [seeds]: Samson, 150 labelled pixels, the settings of the
study; all training pixels fit into a batch, so that their order decides nothing. Needs PyTorch, and
Samson in the folder that UNMIXING_DATA names.
"""

import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from unmixing.scenes.scene import Scene
from unmixing.splits.drawing import draw_split
from unmixing.training.protocol import AskedRun, Job
from unmixing.training.settings import NetworkSettings
from unmixing.training.trainers import make_job, trainer

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples" / "methods"
IN_KERAS, IN_TORCH = "unmixing_pixel_based_dcae", "unmixing_torch_dcae"
LABELLED, VALIDATING, TESTED = 150, 0.1, 3025
SETTINGS = NetworkSettings(
    architecture=IN_KERAS,
    neighbourhood_size=1,
    learning_rate=0.001,
    batch_size=256,
    updates=None,
    epochs=100,
    patience=15,
    shuffle=True,
    steps_per_execution=32,
)


def set_weights(network: Any, weights: Sequence[np.ndarray]) -> None:
    """Give a network of an example the weights of the same network in Keras."""
    layers = [layer for layer in getattr(network, "encoder", network) if hasattr(layer, "weight")]
    filters = 1
    for layer, kernel, bias in zip(layers, weights[::2], weights[1::2], strict=False):
        ordered = order_as_torch(kernel, filters, is_convolution=layer.weight.ndim == 4)
        layer.weight.data.copy_(layer.weight.new_tensor(ordered))
        layer.bias.data.copy_(layer.bias.new_tensor(bias))
        filters = len(layer.weight)


def order_as_torch(kernel: np.ndarray, filters: int, is_convolution: bool) -> np.ndarray:
    """Return a kernel of Keras with its axes as PyTorch has them.

    Parameters
    ----------
    filters : int
        Of the layer before it.
    """
    if is_convolution:
        kernel = kernel.reshape(-1, *kernel.shape[-2:])
        return kernel.transpose(2, 1, 0)[:, :, None, :]
    if filters != len(kernel):
        # Before it, Keras flattens (length, filters), and PyTorch (filters, length).
        by_length = kernel.reshape(-1, filters, kernel.shape[-1])
        kernel = by_length.transpose(1, 0, 2).reshape(kernel.shape)
    return kernel.T


def begin_with(job: Job, weights: Sequence[np.ndarray]) -> Job:
    """Return a job in PyTorch whose networks begin with weights of Keras."""
    method: Any = job.method

    def build(*shape: Any) -> Any:
        network = method.build(*shape)
        set_weights(network, weights)
        return network

    return dataclasses.replace(job, method=dataclasses.replace(method, build=build))


def measure_errors(scene: Scene, seed: int) -> tuple[float, float]:
    """Return the RMSE of Keras and of PyTorch."""
    # They import Keras, which is set up by then.
    from unmixing.training.compiled_network import build_parts
    from unmixing.training.keras_setup import begin_run

    in_keras = make_job(SETTINGS)
    in_torch = make_job(dataclasses.replace(SETTINGS, architecture=IN_TORCH), EXAMPLES)
    split = draw_split(scene.valid, seed, LABELLED, VALIDATING, TESTED)
    begin_run(seed)
    jobs = in_keras, begin_with(in_torch, build_parts(in_keras, scene).network.get_weights())
    truth = scene.labels[split.test]
    first, second = (
        np.sqrt(np.mean((run.predictions.abundances - truth) ** 2))
        for job in jobs
        for run in trainer(job.method.trainer, EXAMPLES)(job, [AskedRun(scene, split, seed)])
    )
    return float(first), float(second)


if __name__ == "__main__":
    from torch_networks import read_samson

    from unmixing.training.keras_setup import prepare_keras

    prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
    samson, n_seeds = read_samson(), int(sys.argv[1]) if len(sys.argv) > 1 else 30
    errors = np.array([measure_errors(samson, seed) for seed in range(n_seeds)])
    ratios = np.log(errors[:, 1] / errors[:, 0])
    reach = stats.t.ppf(0.95, n_seeds - 1) * stats.sem(ratios)
    mean, low, high = np.exp(ratios.mean() + np.array([0, -reach, reach]))
    print(f"mean RMSE {errors[:, 0].mean():.3f} in Keras, {errors[:, 1].mean():.3f} in PyTorch")
    print(f"ratio {mean:.3f} ({low:.3f} to {high:.3f})")
