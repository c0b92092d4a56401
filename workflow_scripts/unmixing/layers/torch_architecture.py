"""What the workflow must know about a network that is written in PyTorch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from unmixing.layers.architecture import Architecture, PatchShape

if TYPE_CHECKING:
    import torch

Rows: TypeAlias = list[dict[str, Any]]


class Pixels(NamedTuple):
    """Pixels that train or validate, on the device of the network.

    Attributes
    ----------
    patches : Tensor
        (n, k, k, bands, 1) float32, scaled spectra.
    targets : Tensor
        (n, numbers) float32, what the network learns to output.
    """

    patches: "torch.Tensor"
    targets: "torch.Tensor"


@dataclass(frozen=True, kw_only=True)
class TorchArchitecture(Architecture):
    """A network that is written in PyTorch, as its file describes it.

    Attributes
    ----------
    build : callable
        (patch_shape, n_endmembers, endmembers) -> torch.nn.Module. It takes patches
        (n, *patch_shape), that is (n, k, k, bands, 1), and returns abundances (n, n_endmembers).
        If its target is the spectrum, it returns the pair of that, (n, bands), and the abundances.
    fit : callable or None
        (network, training, validation, settings) -> history. It trains the network in place of the
        project's loop, on `Pixels`, with the learning rate of `settings`, a `NetworkSettings`, and
        leaves the weights to predict with. The history has a row for each epoch, with "epoch",
        "loss" and "val_loss". None trains as Keras networks are.
    """

    trainer: str = "torch"
    build: Callable[[PatchShape, int, Any], "torch.nn.Module"]
    fit: "Callable[[torch.nn.Module, Pixels, Pixels, Any], Rows] | None" = None
