"""Which device, how many threads, and the same result twice: set before Keras is imported."""

import os
import resource
from pathlib import Path

from unmixing.errors import UserError


def prepare_keras(backend: str, device: str, precision: str, threads: int, seed: int) -> None:
    """Import Keras on a backend, set up for one deterministic run.

    Parameters
    ----------
    backend : "tensorflow"
    device : "auto" (a GPU if one is visible), "cpu" or "gpu"
    precision : a Keras dtype policy, "float32" or "mixed_bfloat16"
    threads : that one operation may use on the CPU
    seed : of every random generator

    Raises
    ------
    UserError
        If a GPU is asked for and none is visible.
    """
    os.environ["KERAS_BACKEND"] = backend
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import keras
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if device == "gpu" and not gpus:
        raise UserError(
            "device is 'gpu' but TensorFlow sees none: install requirements-gpu.txt, check "
            "CUDA_VISIBLE_DEVICES, or set device to 'auto' or 'cpu'."
        )
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)
    keras.config.set_dtype_policy(precision)


def gpu_is_visible() -> bool:
    """Say whether a job that may choose would take a GPU here, without loading a framework."""
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES") == ""
    return not hidden and any(Path("/dev").glob("nvidia[0-9]*"))


def peak_memory_mb() -> float:
    """Return the largest resident size of this process so far, in MiB.

    Linux is asked for this program's own: its `getrusage` counts what was before `exec` too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
