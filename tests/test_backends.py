"""Networks learn alike on TensorFlow and on JAX, from equal weights."""

import importlib.util
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from conftest import ROOT
from unmixing.architectures import names

BACKENDS = {"tensorflow": "tensorflow", "jax": "jax"}
WORKER = ROOT / "tests" / "train_on_backend.py"


def interpreter(backend):
    """Return a Python that has a backend, or skip: UNMIXING_JAX_PYTHON may name one with JAX."""
    if importlib.util.find_spec(backend):
        return sys.executable
    named = os.environ.get(f"UNMIXING_{backend.upper()}_PYTHON")
    if not named:
        pytest.skip(f"{backend} is not installed, and UNMIXING_{backend.upper()}_PYTHON is not set")
    return named


def losses(backend, weights, architectures, **variables):
    """Train architectures for two epochs in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "workflow_scripts")} | variables
    command = [interpreter(backend), WORKER, backend, weights, *architectures]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
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
