"""The trainer of commands: a program in any language reads one HDF5 file and writes another."""

import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.machine.memory import watch_memory
from unmixing.machine.programs import quote_lines, run_program
from unmixing.scenes.scene import Scene
from unmixing.training.exchange import Answer, read_answer, write_input
from unmixing.training.protocol import AskedRun, Job, SavedModel, TrainedRun
from unmixing.training.settings import CommandSettings
from unmixing.training.tasks import Prepared, prepare

# What stands for the files of a run, and for the Python of the workflow.
INPUT, OUTPUT, PYTHON = "{input}", "{output}", "{python}"
# Libraries of linear algebra take all cores unless one of these says otherwise.
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "JULIA_NUM_THREADS",
)


def train(job: Job, asked: Iterable[AskedRun]) -> Iterator[TrainedRun]:
    """Run the command for one run after another, each with files of its own."""
    for run in asked:
        with tempfile.TemporaryDirectory(prefix="unmixing-") as folder:
            yield _run(job, run, Path(folder))


TRAINER = train


class Outcome(NamedTuple):
    """What a command returned, its seconds on the clock, and its memory in MiB."""

    answer: Answer
    seconds: float
    memory_mb: float


def run_command(
    job: Job, prepared: Prepared, scene: Scene, test: np.ndarray, folder: Path
) -> Outcome:
    """Run the command once.

    Parameters
    ----------
    test : ndarray
        (n_test,), row-major indices of the pixels to predict.
    folder : Path
        For its input and its output.

    Raises
    ------
    UserError
        If it fails, or does not return what the contract says.
    """
    settings = job.settings
    assert isinstance(settings, CommandSettings) and job.folder is not None
    given, returned = folder / "input.h5", folder / "output.h5"
    write_input(given, prepared, scene, test)
    command = settings.command
    for place, path in ((INPUT, given), (OUTPUT, returned), (PYTHON, sys.executable)):
        command = command.replace(place, shlex.quote(str(path)))
    started = time.perf_counter()
    with watch_memory() as memory:
        variables = dict.fromkeys(THREADS, str(job.threads))
        said = run_program(command, job.folder, variables, job.timeout)
    seconds = time.perf_counter() - started
    try:
        answer = read_answer(returned, len(prepared.tested), scene.n_endmembers)
    except UserError as error:
        raise UserError(f"{error}{quote_lines(said)}") from None
    return Outcome(answer, seconds, memory.whole_mb)


def _run(job: Job, asked: AskedRun, folder: Path) -> TrainedRun:
    prepared = prepare(job, asked)
    answer, seconds, memory_mb = run_command(job, prepared, asked.scene, asked.split.test, folder)
    predictions = prepared.record(answer.abundances, answer.tell_facts(seconds, memory_mb))
    return TrainedRun(predictions, answer.history, _find_model(folder))


def _find_model(folder: Path) -> SavedModel | None:
    """Return the file model.* that the program wrote next to its output, if there is one."""
    for found in sorted(folder.glob("model.*")):
        if found.is_file():
            return SavedModel("".join(found.suffixes), partial(shutil.copyfile, found))
    return None
