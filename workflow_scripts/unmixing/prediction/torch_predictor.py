"""What a kept network of PyTorch predicts, from its weights and the file that builds it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from learning_curves.errors import UserError
from unmixing.layers.torch_architecture import TorchArchitecture
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalise
from unmixing.training.protocol import Job
from unmixing.training.torch_network import in_batches
from unmixing.training.torch_setup import mixed_precision, prepare_torch


def read_weights(
    model: Path, job: Job, limits: tuple[float, float], scene: Scene, batch_size: int
) -> Callable[[np.ndarray], np.ndarray]:
    """Return what predicts patches (n, k, k, bands) in the units of the cube: (n, p) float32.

    `limits` normalised the spectra of the run, on `scene`.

    Raises
    ------
    UserError
        If the weights cannot be read, or are those of another network than its file builds.
    """
    assert isinstance(job.method, TorchArchitecture)
    gives_spectrum = job.method.target == "spectrum"
    device = prepare_torch(job.device, job.threads, job.precision)
    k, bands = job.settings.neighbourhood_size, scene.shape[2]
    network = job.method.build((k, k, bands, 1), scene.n_endmembers, scene.endmembers)
    try:
        network.load_state_dict(torch.load(model, weights_only=True))
    except Exception as error:
        # PyTorch names no common class of what is wrong with a file.
        raise UserError(
            f"{model} does not hold the weights of the network that {job.file} builds "
            f"({str(error).splitlines()[0]}): train it again."
        ) from error
    network.to(device).eval()

    @torch.no_grad()
    def predict(patches: np.ndarray) -> np.ndarray:
        scaled = normalise(patches, *limits)[..., None]
        found = []
        for batch in in_batches(scaled, batch_size):
            with mixed_precision(job.precision, device):
                output = network(torch.from_numpy(batch).to(device))
            abundances = output[1] if gives_spectrum else output
            found.append(abundances.float().cpu().numpy())
        return np.concatenate(found)

    return predict
