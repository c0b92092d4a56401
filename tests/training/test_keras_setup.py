"""Keras is set up as a run asks, whatever the user's own settings of Keras."""

import json
import os
import subprocess
import sys

import pytest

from shared import ROOT

pytestmark = pytest.mark.slow

# Trains two epochs of two batches, and prints every loss and a digest of the predictions.
TRAIN = """
import hashlib
from unmixing.training.keras_setup import prepare_keras

prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
from shared import simulated, trained_for

endmembers = {"soil": "soil", "grass": "canopy"}
scene = simulated(shape=(12, 12, 70), endmembers=endmembers, spectra_per_endmember=2, snr=40)
for name in ("unmixing_pixel_based_cnn", "unmixing_cube_based_dcae"):
    run = trained_for(4, scene, 30, name)
    print([row["loss"] for row in run.history])
    print(hashlib.sha256(run.predictions.abundances.tobytes()).hexdigest())
"""
SETTINGS = {
    "floatx": "float16",
    "epsilon": 0.1,
    "backend": "jax",
    "image_data_format": "channels_first",
    "nnx_enabled": True,
}
VARIABLES = {
    "KERAS_BACKEND": "jax",
    "KERAS_MAX_EPOCHS": "1",
    "KERAS_MAX_STEPS_PER_EPOCH": "1",
    "KERAS_NNX_ENABLED": "true",
}


def test_float32_is_not_rounded_on_a_gpu(keras):
    tensorflow = pytest.importorskip("tensorflow")
    assert not tensorflow.config.experimental.tensor_float_32_execution_enabled()


def trained(home, **variables):
    """Train in a process of its own, with a home and variables, and return what it prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KERAS_")}
    paths = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT / "workflow_scripts", ROOT / "tests")))}
    done = subprocess.run(
        [sys.executable, "-c", TRAIN],
        capture_output=True,
        text=True,
        env=clean | paths | {"HOME": str(home)} | variables,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_a_users_settings_of_keras_change_nothing(tmp_path):
    pytest.importorskip("tensorflow")
    plain, own = tmp_path / "plain", tmp_path / "own"
    plain.mkdir()
    (own / ".keras").mkdir(parents=True)
    (own / ".keras" / "keras.json").write_text(json.dumps(SETTINGS))
    wanted = trained(plain)
    assert len(wanted) == 4
    assert wanted[0].count(",") == 1
    assert trained(own) == wanted
    assert trained(plain, KERAS_HOME=str(own / ".keras"), **VARIABLES) == wanted
    assert not (plain / ".keras").exists()
