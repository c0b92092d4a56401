"""Device, threads, precision and determinism of Keras, set before it is imported."""

import gc
import importlib
import logging
import os
from pathlib import Path

from learning_curves.errors import UserError


def prepare_keras(backend: str, device: str, threads: int, precision: str) -> None:
    """Import Keras on a backend, set up for deterministic runs.

    Parameters
    ----------
    backend : str
        "tensorflow" or "jax".
    device : str
        "auto" (a GPU if one is visible), "cpu" or "gpu".
    threads : int
        That one operation may use on the CPU.
    precision : str
        "float32", "tf32" or "mixed_bfloat16".

    Raises
    ------
    UserError
        If the backend is not installed, or sees no GPU although one is asked for.
    """
    _name_backend(backend)
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
        os.environ["JAX_PLATFORMS"] = "cpu"
    try:
        n_gpus = PREPARE[backend](threads, precision == "tf32")
    except ModuleNotFoundError as error:
        raise UserError(
            f"backend is '{backend}' and {error.name} is not installed: install "
            "requirements-jax.txt for jax, requirements.txt for tensorflow."
        ) from None
    if device == "gpu" and not n_gpus:
        raise UserError(
            f"device is 'gpu' but {backend} sees none: install {GPU_INSTALLS[backend]}, check "
            "CUDA_VISIBLE_DEVICES, or set device to 'auto' or 'cpu'."
        )
    logging.info("%s on %s", backend, "a GPU" if n_gpus else "the CPU")
    if device == "auto" and not n_gpus and any(Path("/dev").glob("nvidia[0-9]*")):
        logging.warning(
            "There is a GPU, but %s trains without it: with %s, jobs ask for it.",
            backend,
            GPU_INSTALLS[backend],
        )
    keras = importlib.import_module("keras")
    keras.config.set_dtype_policy("float32" if precision == "tf32" else precision)


def import_tensorflow() -> None:
    """Import TensorFlow and Keras on it: what jobs share that are forked afterwards."""
    _name_backend("tensorflow")
    importlib.import_module("tensorflow")
    importlib.import_module("keras")


def _name_backend(backend: str) -> None:
    """Keep a user's own settings of Keras (data format, epsilon, caps on epochs) out of runs."""
    for name in [name for name in os.environ if name.startswith("KERAS_")]:
        del os.environ[name]
    # A folder without a settings file, where Keras cannot make one.
    os.environ["KERAS_HOME"] = os.devnull
    os.environ["KERAS_BACKEND"] = backend
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def begin_run(seed: int) -> None:
    """Seed every random generator, whatever ran before in this process."""
    import keras

    keras.utils.set_random_seed(seed)


def forget_runs() -> None:
    """Free what Keras keeps of earlier networks."""
    import keras

    precision = keras.config.dtype_policy()
    keras.utils.clear_session()
    # Clearing the session resets the policy.
    keras.config.set_dtype_policy(precision)
    if keras.config.backend() == "tensorflow":
        _forget_gradients()
    gc.collect()


def _forget_gradients() -> None:
    """Free the graphs of earlier runs, with all their weights.

    TensorFlow registers a gradient for each graph that an optimiser is part of, and never drops
    it (tensorflow/tensorflow#80895).
    """
    from tensorflow.python.framework import ops

    registered = ops.gradient_registry._registry
    for name in [name for name in registered if name.startswith("CustomGradient-")]:
        del registered[name]


def _prepare_tensorflow(threads: int, tf32: bool) -> int:
    """Set TensorFlow up, and count the GPUs it sees."""
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    tf.config.experimental.enable_tensor_float_32_execution(tf32)
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    return len(gpus)


def _prepare_jax(threads: int, tf32: bool) -> int:
    """Set JAX up, and count the GPUs it sees."""
    os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"
    os.environ["PJRT_NPROC"] = str(threads)
    flags = os.environ.get("XLA_FLAGS", "")
    os.environ["XLA_FLAGS"] = f"{flags} --xla_gpu_deterministic_ops=true".strip()
    import jax

    jax.config.update("jax_default_matmul_precision", "tensorfloat32" if tf32 else "float32")
    return len(jax.devices()) if jax.default_backend() == "gpu" else 0


GPU_INSTALLS = {
    "tensorflow": "requirements-gpu.txt",
    "jax": "JAX's CUDA libraries (docs/gpus.md)",
}
PREPARE = {"tensorflow": _prepare_tensorflow, "jax": _prepare_jax}
