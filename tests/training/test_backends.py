"""Networks learn alike on TensorFlow and on JAX, from equal weights."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from unmixing.architectures import names

BACKENDS = {"tensorflow": "tensorflow", "jax": "jax"}
WORKER = Path(__file__).with_name("train_on_backend.py")


def interpreter(backend):
    """Return a Python with a backend and this package (UNMIXING_JAX_PYTHON names one), or skip."""
    if importlib.util.find_spec(backend):
        return sys.executable
    named = os.environ.get(f"UNMIXING_{backend.upper()}_PYTHON")
    if not named:
        pytest.skip(f"{backend} is not installed, and UNMIXING_{backend.upper()}_PYTHON is not set")
    return named


def losses(backend, weights, architectures, **variables):
    """Train architectures for two epochs in a process of its own."""
    command = [interpreter(backend), WORKER, backend, weights, *architectures]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | variables)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_architecture_has_the_same_losses_on_both_backends(tmp_path):
    interpreter("jax")
    every = names()
    assert len(every) >= 17
    on_tensorflow = losses("tensorflow", tmp_path, every)
    on_jax = losses("jax", tmp_path, every)
    for name in every:
        np.testing.assert_allclose(on_jax[name], on_tensorflow[name], rtol=2e-3, err_msg=name)
        assert on_jax[name][0] != on_jax[name][1], f"{name} did not learn"


def test_one_compilation_serves_every_seed(tmp_path):
    interpreter("jax")
    compiled = tmp_path / "compiled"
    cache = {
        "JAX_COMPILATION_CACHE_DIR": str(compiled),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }
    pair = ["unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"]
    first = losses("jax", tmp_path, pair, **cache)
    programs = {file.name for file in compiled.glob("*step*")}
    assert programs
    # In another order each is trained on another cube.
    second = losses("jax", tmp_path, pair[::-1], **cache)
    assert first != second
    assert {file.name for file in compiled.glob("*step*")} == programs
