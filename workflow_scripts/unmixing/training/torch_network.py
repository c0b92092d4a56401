"""A network of PyTorch that is fed with pixel indices, and what it minimises."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import torch

from unmixing.layers.architecture import Target
from unmixing.layers.torch_architecture import Pixels
from unmixing.splits.patches import locate_patches
from unmixing.training.torch_setup import mixed_precision

EPSILON = 1e-7
METRICS = {"abundances": "aRMSE", "spectrum": "rRMSE"}


class FedNetwork:
    """A network, with the scaled cube of its scene on its device.

    Parameters
    ----------
    network : Module
        Takes patches (n, k, k, bands, 1).
    padded : ndarray
        (height + k - 1, width + k - 1, bands) float32, scaled.
    targets : ndarray
        (pixels, numbers) float32, of every pixel of the scene.
    neighbourhood_size : int
        k.
    """

    def __init__(
        self,
        network: torch.nn.Module,
        padded: np.ndarray,
        targets: np.ndarray,
        target: Target,
        neighbourhood_size: int,
        precision: str,
        device: torch.device,
    ) -> None:
        k, width, bands = neighbourhood_size, padded.shape[1], padded.shape[2]
        self.network = network.to(device)
        self.device, self.metric, self._target = device, METRICS[target], target
        self._patch_shape = (k, k, bands, 1)
        self._locate = partial(locate_patches, width=width - k + 1, neighbourhood_size=k)
        self.feed(padded)
        self._targets = torch.from_numpy(targets).to(device)
        self._mixed = partial(mixed_precision, precision, device)

    def feed(self, padded: np.ndarray) -> None:
        """Take pixels from another scaled cube of the same shape."""
        self._spectra = torch.from_numpy(padded.reshape(-1, padded.shape[2])).to(self.device)

    def pixels(self, indices: np.ndarray) -> Pixels:
        """Gather the patches and targets of pixels: (n,) row-major indices."""
        places = torch.from_numpy(self._locate(indices)).to(self.device)
        patches = self._spectra[places.long()].reshape(-1, *self._patch_shape)
        return Pixels(patches, self._targets[torch.from_numpy(indices).long().to(self.device)])

    def losses(self, pixels: Pixels) -> tuple[torch.Tensor, torch.Tensor]:
        """Return loss and metric of each pixel: (n,), (n,)."""
        with self._mixed():
            output = self.network(pixels.patches)
        if self._target == "spectrum":
            output = output[0]
        output = output.float()
        squared = (output - pixels.targets).square().mean(dim=1)
        if self._target == "abundances":
            return squared, squared.detach().sqrt()
        return spectral_information_divergence(pixels.targets, output), squared.detach().sqrt()

    def combine(self, losses: torch.Tensor) -> torch.Tensor:
        """Combine the losses of a batch as the reference does."""
        return losses.mean() if self._target == "abundances" else losses.sum()

    @torch.no_grad()
    def measure(self, indices: np.ndarray, batch_size: int) -> np.ndarray:
        """Return the means of loss and metric over pixels."""
        self.network.eval()
        sums = torch.zeros(2, device=self.device)
        for batch in in_batches(indices, batch_size):
            sums += torch.stack([values.sum() for values in self.losses(self.pixels(batch))])
        return (sums / len(indices)).cpu().numpy()

    @torch.no_grad()
    def predict(self, indices: np.ndarray, batch_size: int) -> np.ndarray:
        """Predict the abundances of pixels: (n, n_endmembers) float32."""
        self.network.eval()
        found = []
        for batch in in_batches(indices, batch_size):
            with self._mixed():
                output = self.network(self.pixels(batch).patches)
            abundances = output[1] if self._target == "spectrum" else output
            found.append(abundances.float().cpu().numpy())
        return np.concatenate(found)


def in_batches(indices: np.ndarray, batch_size: int) -> Iterator[np.ndarray]:
    """Yield indices in batches; the last may be smaller."""
    for start in range(0, len(indices), batch_size):
        yield indices[start : start + batch_size]


def spectral_information_divergence(truth: torch.Tensor, predicted: torch.Tensor) -> torch.Tensor:
    """Compute the divergence of each row in bits, as `losses` does for Keras: -> (n,)."""
    p, q = _distribution(truth), _distribution(predicted)
    return ((p - q) * (p.log2() - q.log2())).sum(dim=1)


def _distribution(spectra: torch.Tensor) -> torch.Tensor:
    positive = spectra.clamp(min=0)
    total = positive.sum(dim=1, keepdim=True).clamp(min=EPSILON)
    return positive / total + EPSILON
