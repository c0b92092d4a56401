"""Which GPUs a process may use, and whether trainings take one."""

import ctypes.util
import importlib.metadata
import importlib.util
import itertools
import os
from pathlib import Path


def visible_gpus() -> list[str]:
    """Return the GPUs that this process may use, as CUDA_VISIBLE_DEVICES names them."""
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        gpus = [gpu.strip() for gpu in named.split(",") if gpu.strip()]
        # CUDA ignores what follows an invalid entry, such as -1.
        return list(itertools.takewhile(lambda gpu: not gpu.startswith("-"), gpus))
    # CUDA counts from zero, whatever the numbers of the files in a container with some of the GPUs.
    return [str(number) for number, _ in enumerate(Path("/dev").glob("nvidia[0-9]*"))]


def trains_on_gpu(device: str, backend: str) -> bool:
    """Say whether trainings take a GPU here, without loading a framework.

    A backend is one of Keras, or "torch".

    With the device "auto" there must be a GPU, and a build of the backend that can use one.
    """
    if device != "auto":
        return device == "gpu"
    if not visible_gpus() or not any(Path("/dev").glob("nvidia[0-9]*")):
        return False
    if backend == "jax":
        return importlib.util.find_spec("jax_plugins") is not None
    if backend == "torch":
        return any("+cpu" not in version for version in _versions("torch"))
    return _is_installed("tensorflow") and (
        _is_installed("nvidia-cudnn-cu12") or ctypes.util.find_library("cudnn") is not None
    )


def _is_installed(distribution: str) -> bool:
    return bool(_versions(distribution))


def _versions(distribution: str) -> list[str]:
    return [found.version for found in importlib.metadata.distributions(name=distribution)]
