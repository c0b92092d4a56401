"""What a kept network of PyTorch predicts, from its weights and the file that builds it."""

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


class TorchPredictor:
    """Predicts patches (n, k, k, bands) in the units of the cube.

    Parameters
    ----------
    model : Path
        The weights.
    limits : tuple of float
        The range that normalised the spectra of the run.
    scene : Scene
        That the network was trained on.
    batch_size : int
        Pixels that are predicted at a time.

    Raises
    ------
    UserError
        If the weights cannot be read, or are those of another network than its file builds.
    """

    def __init__(
        self, model: Path, job: Job, limits: tuple[float, float], scene: Scene, batch_size: int
    ) -> None:
        assert isinstance(job.method, TorchArchitecture)
        self._limits, self._batch_size, self._precision = limits, batch_size, job.precision
        self._gives_spectrum = job.method.target == "spectrum"
        self._device = prepare_torch(job.device, job.threads, job.precision)
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
        self._network = network.to(self._device).eval()

    @torch.no_grad()
    def __call__(self, patches: np.ndarray) -> np.ndarray:
        """Predict abundances: (n, n_endmembers) float32."""
        scaled = normalise(patches, *self._limits)[..., None]
        found = []
        for batch in in_batches(scaled, self._batch_size):
            with mixed_precision(self._precision, self._device):
                output = self._network(torch.from_numpy(batch).to(self._device))
            abundances = output[1] if self._gives_spectrum else output
            found.append(abundances.float().cpu().numpy())
        return np.concatenate(found)
