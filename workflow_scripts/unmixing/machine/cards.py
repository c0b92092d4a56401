"""Which cards a process may use, and whether trainings take one."""

import ctypes.util
import importlib.metadata
import importlib.util
import itertools
import os
from pathlib import Path


def visible_gpus() -> list[str]:
    """Return the cards this process may use, as CUDA_VISIBLE_DEVICES names them."""
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        cards = [card.strip() for card in named.split(",") if card.strip()]
        # CUDA ignores what follows an entry that is no card, such as -1.
        return list(itertools.takewhile(lambda card: not card.startswith("-"), cards))
    # CUDA counts from zero whatever the numbers of the files, as in a container with some cards.
    return [str(card) for card, _ in enumerate(Path("/dev").glob("nvidia[0-9]*"))]


def trains_on_card(device: str, backend: str) -> bool:
    """Say whether trainings take a card here, without loading a framework.

    Where `device` leaves the choice, there must be a card, and a build of the backend that can
    use one.
    """
    if device != "auto":
        return device == "gpu"
    if not visible_gpus() or not any(Path("/dev").glob("nvidia[0-9]*")):
        return False
    if backend == "jax":
        return importlib.util.find_spec("jax_plugins") is not None
    return _is_installed("tensorflow") and (
        _is_installed("nvidia-cudnn-cu12") or ctypes.util.find_library("cudnn") is not None
    )


def _is_installed(distribution: str) -> bool:
    return bool(list(importlib.metadata.distributions(name=distribution)))
