"""Device, threads, precision and determinism of PyTorch."""

import contextlib
import logging
import os

import torch

from learning_curves.errors import UserError

# NVIDIA's library of products is deterministic only with a buffer of its own.
CUBLAS_BUFFER = ":4096:8"


def prepare_torch(device: str, threads: int, precision: str) -> torch.device:
    """Set PyTorch up for deterministic runs, and return where they train.

    Parameters
    ----------
    device : str
        "auto" (a GPU if one is visible), "cpu" or "gpu".
    threads : int
        That one operation may use on the CPU.
    precision : str
        "float32", "tf32" or "mixed_bfloat16".

    Raises
    ------
    UserError
        If it sees no GPU although one is asked for.
    """
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = CUBLAS_BUFFER
    there = torch.cuda.is_available()
    if device == "gpu" and not there:
        raise UserError(
            "device is 'gpu' but PyTorch sees none: install its build for CUDA "
            "(docs/your_method.md), check CUDA_VISIBLE_DEVICES, or set device to 'auto' or 'cpu'."
        )
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.benchmark = False
    torch.set_float32_matmul_precision("high" if precision == "tf32" else "highest")
    torch.backends.cudnn.allow_tf32 = precision == "tf32"
    chosen = torch.device("cuda" if there and device != "cpu" else "cpu")
    logging.info("PyTorch on %s", "a GPU" if chosen.type == "cuda" else "the CPU")
    return chosen


def mixed_precision(
    precision: str, device: torch.device
) -> contextlib.AbstractContextManager[None]:
    """Return a context in which layers compute in bfloat16 where the precision says so."""
    if precision != "mixed_bfloat16":
        return contextlib.nullcontext()
    context: contextlib.AbstractContextManager[None] = torch.autocast(device.type, torch.bfloat16)
    return context
