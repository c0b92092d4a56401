"""Networks learn alike on TensorFlow and JAX, and on JAX also alone or with other seeds."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from unmixing.architectures import names
from unmixing.scenes.scene import write_scene

pytestmark = pytest.mark.slow

WORKER = Path(__file__).with_name("train_on_backend.py")
RUNS_WORKER = Path(__file__).with_name("runs_on_jax.py")
# A third of the time would go into optimising programs of four updates.
UNOPTIMISED = {
    "XLA_FLAGS": "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
}


def interpreter(backend):
    """Return a Python with a backend and this package (UNMIXING_JAX_PYTHON names one), or skip."""
    if importlib.util.find_spec(backend):
        return sys.executable
    named = os.environ.get(f"UNMIXING_{backend.upper()}_PYTHON")
    if not named:
        pytest.skip(f"{backend} is not installed, and UNMIXING_{backend.upper()}_PYTHON is not set")
    return named


def printed_by(worker, backend, *arguments, **variables):
    """Run a worker in a process of its own, and return the JSON that it prints, line by line."""
    command = [interpreter(backend), worker, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | variables)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def losses(backend, weights, architectures, **variables):
    """Train architectures for two epochs."""
    return printed_by(WORKER, backend, backend, weights, *architectures, **variables)[-1]


def test_every_architecture_has_the_same_losses_on_both_backends(tmp_path):
    interpreter("jax")
    every = names()
    assert len(every) >= 17
    on_tensorflow = losses("tensorflow", tmp_path, every)
    on_jax = losses("jax", tmp_path, every, **UNOPTIMISED)
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


def runs_on_jax(scene, name, how, rates="0.002", sizes="40,40,40"):
    """Train runs, and return what came of each."""
    tests = {"PYTHONPATH": str(WORKER.parents[1])}
    return printed_by(RUNS_WORKER, "jax", scene, name, how, rates, sizes, **tests)


@pytest.fixture
def scene_file(small_scene, tmp_path):
    interpreter("jax")
    write_scene(small_scene, tmp_path / "scene.h5")
    return tmp_path / "scene.h5"


def test_a_run_comes_out_on_jax_as_it_does_alone(scene_file):
    first, second = runs_on_jax(scene_file, "unmixing_pixel_based_cnn", "alone", sizes="40,50")
    assert first["history"] != second["history"]
    (alone,) = runs_on_jax(scene_file, "unmixing_pixel_based_cnn", "alone", sizes="40")
    assert first == alone


def test_a_network_that_keeps_what_was_trained_first_learns_on_jax(scene_file):
    name = "unmixing_multibranch_transferred"
    for run in runs_on_jax(scene_file, name, "alone", "0.0002", "20,20"):
        assert run["history"][-1]["loss"] < run["history"][0]["loss"]


@pytest.mark.parametrize(
    "name, rates, sizes",
    [
        # Two sizes with smaller last batches; each run chooses a learning rate.
        ("unmixing_pixel_based_cnn", "0.002,1e-7", "40,40,40,50,50"),
        # Learns spectra.
        ("unmixing_pixel_based_dcae", "0.002", "40,40,40"),
        # Neighbourhoods, and branches side by side.
        ("unmixing_branches_1d_2d", "0.002", "40,40"),
        # Dropout; with a larger rate, rounding grows to a hundredth in a few updates.
        ("unmixing_cube_based_cnn", "0.0002", "40,40"),
        # Two stages, which are trained one after another.
        ("unmixing_multibranch_pretrained", "0.002", "20"),
    ],
)
def test_seeds_at_once_come_out_as_they_do_alone_except_for_rounding(
    scene_file, name, rates, sizes
):
    alone = runs_on_jax(scene_file, name, "alone", rates, sizes)
    together = runs_on_jax(scene_file, name, "together", rates, sizes)
    assert len(alone) == len(together) == len(sizes.split(","))
    for one, other in zip(alone, together, strict=True):
        assert one["facts"] == other["facts"]
        assert one["learning_rate"] == other["learning_rate"]
        for ours, theirs in zip(one["history"], other["history"], strict=True):
            assert list(ours) == list(theirs)
            np.testing.assert_allclose(list(ours.values()), list(theirs.values()), rtol=2e-3)
        np.testing.assert_allclose(one["abundances"], other["abundances"], atol=2e-3)
        np.testing.assert_allclose(one["weights"], other["weights"], rtol=2e-3, atol=1e-4)
    assert any(one["history"][0]["val_loss"] != one["history"][-1]["val_loss"] for one in alone)
