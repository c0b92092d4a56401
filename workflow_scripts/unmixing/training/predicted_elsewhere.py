"""Runs whose test pixels another process predicted, by the contract of commands."""

import csv
import math
from pathlib import Path
from typing import NamedTuple

from learning_curves.errors import UserError
from unmixing.training.exchange import check_identity, identify, read_answer
from unmixing.training.protocol import AskedRun, Job, TrainedRun
from unmixing.training.tasks import prepare


class Measured(NamedTuple):
    """The seconds that a program took, and its memory in MiB; what nobody has watched is NaN."""

    seconds: float
    memory_mb: float


UNWATCHED = Measured(math.nan, math.nan)


def read_benchmark(path: str | Path) -> Measured:
    """Read what Snakemake measured of a job; it sees no memory of one that ends at once."""
    with open(path, newline="") as file:
        row = next(csv.DictReader(file, delimiter="\t"))
    memory = row["max_rss"]
    return Measured(float(row["s"]), math.nan if memory in ("NA", "-") else float(memory))


def take_predictions(
    job: Job, asked: AskedRun, file: Path, measured: Measured = UNWATCHED
) -> TrainedRun:
    """Take what a program predicted for a run.

    Parameters
    ----------
    measured : Measured
        Of the program, for what it does not tell itself.

    Raises
    ------
    UserError
        If the file does not hold what the contract says, or was predicted from another input.
    """
    prepared = prepare(job, asked)
    try:
        check_identity(file, identify(prepared, asked.split.test))
        answer = read_answer(file, len(prepared.tested), asked.scene.n_endmembers)
    except UserError as error:
        raise UserError(f"{file}: {error}") from None
    predictions = prepared.record(answer.abundances, answer.tell_facts(*measured))
    return TrainedRun(predictions, answer.history, None)
