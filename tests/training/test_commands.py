"""A command in any language is given what the contract says, and what it does wrong is said."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.scene import changed
from unmixing.splits.condition import Noise
from unmixing.splits.noise import apply_noise
from unmixing.training.exchange import write_input
from unmixing.training.job_files import write_run
from unmixing.training.predictions import read_predictions
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import CommandSettings
from unmixing.training.tasks import prepare
from unmixing.training.trainers import make_job, trainer

from shared import ROOT

EXAMPLES = ROOT / "docs" / "examples" / "commands"
PYTHON = "{python}"
MEANS = """
import os, sys, h5py, numpy as np
with h5py.File(sys.argv[1]) as given:
    mean = given["training/abundances"][()].mean(axis=0)
    n_test = len(given["test/spectra"])
predicted = np.tile(mean, (n_test, 1))
with h5py.File(sys.argv[2], "w") as returned:
    CHANGED
    returned["abundances"] = predicted
"""


def settings(command=f"{PYTHON} run.py {{input}} {{output}}", k=1, sees="labels"):
    return CommandSettings(command, (), sees, k, gpu=False)


def runs_of(of_command, folder, *asked, **machine):
    job = make_job(of_command, folder=folder, **machine)
    return trainer("command")(job, asked)


@pytest.fixture
def run_program(small_scene, split, tmp_path):
    """Return a function that runs a program which predicts the mean, with a change of it."""

    def run_it(changes, **machine):
        (tmp_path / "run.py").write_text(MEANS.replace("CHANGED", changes))
        return next(runs_of(settings(), tmp_path, AskedRun(small_scene, split, 5), **machine))

    return run_it


@pytest.mark.parametrize("k", [1, 3])
def test_a_command_is_given_what_the_contract_says(small_scene, split, tmp_path, k):
    scene = changed(
        small_scene, library=2 * small_scene.endmembers, library_classes=("a", "bä", "c")
    )
    scene = apply_noise(scene, split, Noise(snr=20, label_noise=0.1), seed=5)
    job = make_job(settings(k=k, sees="spectra"), threads=2)
    write_input(tmp_path / "in.h5", prepare(job, AskedRun(scene, split, 5)), scene, split.test)
    pixels = scene.cube.reshape(-1, 80)
    with h5py.File(tmp_path / "in.h5") as file:
        datasets = {name: file[name] for name in file if isinstance(file[name], h5py.Dataset)}
        numbers = {name: stored[()] for name, stored in datasets.items()}
        for name in ("training", "validation"):
            where = getattr(split, name.replace("training", "train"))
            np.testing.assert_array_equal(file[name]["pixels"], where)
            np.testing.assert_array_equal(file[name]["spectra"], pixels[where])
            np.testing.assert_array_equal(file[name]["abundances"], scene.labels[where])
        np.testing.assert_array_equal(file["test/spectra"], pixels[split.test])
        assert "abundances" not in file["test"]
        np.testing.assert_array_equal(file["image/spectra"], pixels)
        assert "abundances" not in file["image"]
        assert ("patches" in file["test"]) == (k > 1)
        if k > 1:
            first = split.test[0]
            row, column = divmod(int(first), scene.shape[1])
            neighbour = file["test/patches"][0, 1, 2]
            inside = column + 1 < scene.shape[1]
            expected = scene.cube[row, column + 1] if inside else np.zeros(80)
            np.testing.assert_array_equal(neighbour, expected)
        for name in ("endmembers", "wavelengths", "library"):
            np.testing.assert_array_equal(file[name], getattr(scene, name))
        assert [name.decode().strip() for name in file["names"]] == list(scene.names)
        assert [name.decode() for name in file["library_classes"]] == ["a", "bä", "c"]
    wanted = {"seed": 5, "threads": 2, "height": 24, "width": 20, "neighbourhood_size": k}
    assert {name: numbers[name] for name in wanted} == wanted
    assert numbers["device"] == b"cpu"
    labelled = np.concatenate([pixels[split.train], np.zeros((k - 1, 80))])
    assert numbers["minimum"] <= labelled.min() and numbers["maximum"] >= labelled.max()


def test_what_it_returns_is_recorded(run_program, small_scene, split):
    returns = """
    returned["parameters"], returned["epochs"] = 12, 2
    returned["training_time"] = 3.5
    returned["history/loss"], returned["history/val_loss"] = [2.0, 1.0], [3.0, 2.5]
    open(os.path.join(os.path.dirname(sys.argv[2]), "model.rds"), "w").write("a model")
    """
    run = run_program(returns)
    mean = small_scene.labels[split.train].mean(axis=0)
    np.testing.assert_allclose(run.predictions.abundances, np.tile(mean, (200, 1)), rtol=1e-6)
    facts = run.predictions
    assert (facts.n_parameters, facts.epochs, facts.training_time) == (12, 2, 3.5)
    assert np.isnan(facts.inference_time)
    assert run.history == [
        {"epoch": 1, "loss": 2.0, "val_loss": 3.0},
        {"epoch": 2, "loss": 1.0, "val_loss": 2.5},
    ]


def test_its_model_and_its_history_are_kept_next_to_its_predictions(small_scene, split, tmp_path):
    model = 'open(os.path.join(os.path.dirname(sys.argv[2]), "model.tar.gz"), "w")'
    (tmp_path / "run.py").write_text(MEANS.replace("CHANGED", model))
    for run in runs_of(settings(), tmp_path, AskedRun(small_scene, split, 5)):
        write_run(run, tmp_path / "predictions.h5", keep_model=True)
    assert (tmp_path / "model.tar.gz").exists()
    assert read_predictions(tmp_path / "predictions.h5").training_time > 0.01


def test_memory_and_threads_are_those_of_the_program(run_program):
    before = peak_memory_mb()
    use = """
    assert {os.environ[name] for name in ("OMP_NUM_THREADS", "JULIA_NUM_THREADS")} == {"3"}
    block = np.ones(60_000_000)
    import time; time.sleep(0.3)
    """
    run = run_program(use, threads=3)
    assert run.predictions.peak_memory_mb > before + 8 * 60e6 / 2**20


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "print('a last word'); sys.exit(3)",
            r"ended with status 3: .*run\.py(.|\n)*  a last word",
        ),
        ("raise ValueError('no such band')", "ended with status 1(.|\n)*ValueError: no such band"),
        ("os.kill(os.getpid(), 9)", "by the signal SIGKILL, perhaps for want of memory"),
        ("os.remove(sys.argv[2]); os._exit(0)", r"wrote no \{output\}\.\nIt printed nothing"),
        ("open(sys.argv[2], 'w').write('x'); os._exit(0)", "is not HDF5"),
        ("returned['other'] = 1; returned.close(); sys.exit()", "no dataset abundances: .* other"),
        ("predicted = predicted[:7]", r"shape \(7, 3\), and must have \(200, 3\)"),
        ("predicted = predicted.T", "the other way round: .* write 3 rows and 200 columns"),
        ("predicted = 'soil'", "abundances in the command's output is not an array"),
        ("returned['epochs'] = -1", "epochs in the command's output is not one number"),
        ("returned['history'] = [1]", "history .* not a group with the datasets loss and val_loss"),
    ],
)
def test_what_goes_wrong_ends_in_a_sentence(run_program, change, words):
    with pytest.raises(UserError, match=words):
        run_program(change)


def test_long_lines_are_quoted_in_part(run_program):
    with pytest.raises(UserError, match="the end") as raised:
        run_program("print('x' * 100_000, 'the end'); sys.exit(3)")
    assert len(str(raised.value)) < 2000


def test_numbers_that_are_not_finite_are_a_diverged_run(run_program):
    run = run_program("predicted[3] = np.nan")
    assert run.predictions.status == "diverged"


def test_a_program_that_hangs_is_stopped_with_all_that_it_started(run_program):
    hang = """
    import subprocess
    other = subprocess.Popen(["sleep", "600"])
    print(other.pid, flush=True)
    other.wait()
    """
    started = time.monotonic()
    with pytest.raises(UserError, match=r"longer than its timeout, 0\.03 minutes") as raised:
        run_program(hang, timeout=0.03)
    assert time.monotonic() - started < 60
    pid = re.search(r"^  (\d+)$", str(raised.value), re.M)[1]
    # The kernel takes a moment to end what it has killed.
    while is_alive(pid) and time.monotonic() - started < 60:
        time.sleep(0.05)
    assert not is_alive(pid)


def is_alive(pid: str) -> bool:
    """Tell whether a process still does something."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(
    ("command", "program", "error"),
    [
        (f"{PYTHON} nearest.py", None, 0.1),
        ("Rscript ridge.R", "Rscript", 0.06),
        ("octave-cli --quiet fcls.m", "octave-cli", 0.2),
        ("julia nearest.jl", "julia", 0.1),
    ],
)
def test_an_example_of_the_docs_unmixes(small_scene, split, command, program, error):
    if program and not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    if program == "Rscript":
        asked = subprocess.run([program, "-e", "library(hdf5r)"], capture_output=True)
        if asked.returncode:
            pytest.skip("the package hdf5r of R is not installed")
    asked = AskedRun(small_scene, split, 5)
    run = next(runs_of(settings(f"{command} {{input}} {{output}}"), EXAMPLES, asked))
    truth = small_scene.labels[split.test]
    assert np.sqrt(np.mean((run.predictions.abundances - truth) ** 2)) < error
    assert run.predictions.inference_time > 0
