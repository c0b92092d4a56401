"""What a program predicts elsewhere, from an exported input, is taken as if it had run here."""

import shutil
import subprocess
import sys

import h5py
import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.splits.condition import Noise
from unmixing.splits.drawing import draw_split
from unmixing.splits.noise import apply_noise
from unmixing.training.exporting import export_input
from unmixing.training.predicted_elsewhere import Measured, read_benchmark, take_predictions
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import CommandSettings, EstimatorSettings
from unmixing.training.trainers import make_job, trainer

from shared import ROOT

EXAMPLES = ROOT / "docs" / "examples" / "commands"
COMMANDS = {
    sys.executable: [sys.executable, "nearest.py"],
    "Rscript": ["Rscript", "ridge.R"],
    "octave-cli": ["octave-cli", "--quiet", "fcls.m"],
}


@pytest.fixture
def asked(small_scene, split):
    return AskedRun(small_scene, split, 5)


def job(command="", k=1):
    return make_job(CommandSettings(command, (), "labels", k, gpu=False), folder=EXAMPLES)


def predict(asked, folder, changes=None):
    """Predict the mean elsewhere, from the exported input; return the file of predictions."""
    given, returned = folder / "given.h5", folder / "returned.h5"
    export_input(job(), asked, given)
    with h5py.File(given) as file:
        mean = file["training/abundances"][()].mean(axis=0)
        answer = {
            "abundances": np.tile(mean, (len(file["test/spectra"]), 1)),
            "identity": file["identity"][()],
        }
    with h5py.File(returned, "w") as file:
        for name, value in (answer | (changes or {})).items():
            if value is not None:
                file[name] = value
    return returned


@pytest.mark.parametrize("program", COMMANDS)
def test_an_example_gives_the_same_elsewhere(asked, tmp_path, program):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    if program == "Rscript" and subprocess.run([program, "-e", "library(hdf5r)"]).returncode:
        pytest.skip("the package hdf5r of R is not installed")
    export_input(job(), asked, tmp_path / "in.h5")
    files = [str(tmp_path / name) for name in ("in.h5", "out.h5")]
    subprocess.run([*COMMANDS[program], *files], cwd=EXAMPLES, check=True)
    taken = take_predictions(job(), asked, tmp_path / "out.h5").predictions
    command = " ".join([*COMMANDS[program], "{input}", "{output}"])
    (run,) = trainer("command")(job(command), [asked])
    np.testing.assert_array_equal(taken.abundances, run.predictions.abundances)
    assert taken.status == "completed"
    assert taken.inference_time > 0 and np.isnan(taken.peak_memory_mb)


def test_an_exported_input_is_in_the_units_of_the_scene(asked, tmp_path):
    scaled = make_job(EstimatorSettings("kernel_ridge_scaled", 1))
    export_input(scaled, asked, tmp_path / "in.h5")
    with h5py.File(tmp_path / "in.h5") as file:
        spectra = asked.scene.cube.reshape(-1, 80)[asked.split.test]
        np.testing.assert_array_equal(file["test/spectra"], spectra)


def test_what_is_not_told_is_not_known(asked, tmp_path):
    run = take_predictions(job(), asked, predict(asked, tmp_path))
    facts = run.predictions
    assert np.isnan([facts.training_time, facts.inference_time, facts.peak_memory_mb]).all()
    assert (facts.n_parameters, facts.epochs, run.history, run.model) == (0, 0, [], None)


def test_what_is_not_told_is_what_snakemake_measured(asked, tmp_path):
    measured = Measured(2.5, 300)
    facts = take_predictions(job(), asked, predict(asked, tmp_path), measured).predictions
    assert (facts.training_time, facts.peak_memory_mb) == (2.5, 300)
    assert np.isnan(facts.inference_time)
    told = predict(asked, tmp_path, {"training_time": 1.5})
    facts = take_predictions(job(), asked, told, measured).predictions
    assert (facts.training_time, facts.peak_memory_mb) == (1.5, 300)


@pytest.mark.parametrize(("written", "memory"), [("170.96", 170.96), ("NA", np.nan)])
def test_a_benchmark_of_snakemake_is_read(tmp_path, written, memory):
    file = tmp_path / "seed0.tsv"
    file.write_text(f"s\th:m:s\tmax_rss\tmax_vms\n1.03\t0:00:01\t{written}\t245.08\n")
    np.testing.assert_equal(read_benchmark(file), Measured(1.03, memory))


def test_predictions_that_are_not_finite_diverged(asked, tmp_path):
    file = predict(asked, tmp_path, {"abundances": np.full((200, 3), np.nan)})
    assert take_predictions(job(), asked, file).predictions.status == "diverged"


def change_run(asked, change):
    """Return a run that differs in one thing from the one that was predicted."""
    scene, split, seed = asked
    if change == "seed":
        return asked._replace(seed=seed + 1)
    if change == "split":
        return asked._replace(split=draw_split(scene.valid, 1, 60, 0.2, 200))
    if change == "noise":
        return asked._replace(scene=apply_noise(scene, split, Noise(snr=20), seed))
    return asked


@pytest.mark.parametrize("change", ["seed", "split", "noise", "neighbourhood"])
def test_what_was_predicted_for_another_run_is_refused(asked, tmp_path, change):
    job_of_other = job(k=3 if change == "neighbourhood" else 1)
    file = predict(asked, tmp_path)
    with pytest.raises(UserError, match="returned.h5: its identity is another than that of this"):
        take_predictions(job_of_other, change_run(asked, change), file)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"identity": None}, "no dataset identity.*copy this number from its input"),
        ({"abundances": None}, "no dataset abundances"),
        ({"abundances": np.zeros((3, 200))}, "It is the other way round"),
        ({"abundances": np.zeros((199, 3))}, r"has the shape \(199, 3\)"),
    ],
)
def test_a_file_that_breaks_the_contract_is_refused(asked, tmp_path, changes, words):
    with pytest.raises(UserError, match=words):
        take_predictions(job(), asked, predict(asked, tmp_path, changes))


def test_a_file_of_another_kind_is_refused(asked, tmp_path):
    (tmp_path / "returned.h5").write_text("abundances")
    with pytest.raises(UserError, match="returned.h5: what the command wrote .* is not HDF5"):
        take_predictions(job(), asked, tmp_path / "returned.h5")
