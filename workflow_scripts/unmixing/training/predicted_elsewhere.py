"""Runs whose test pixels were predicted elsewhere, by the contract of commands."""

import math
from pathlib import Path

from learning_curves.errors import UserError
from unmixing.training.exchange import check_identity, identify, read_answer
from unmixing.training.protocol import AskedRun, Job, TrainedRun
from unmixing.training.tasks import prepare


def take_predictions(job: Job, asked: AskedRun, file: Path) -> TrainedRun:
    """Take what a program predicted elsewhere for a run.

    Nobody has watched its memory, and it may tell no times: what is not told is NaN.

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
    facts = answer.numbers | answer.times | {"peak_memory_mb": math.nan}
    return TrainedRun(prepared.record(answer.abundances, facts), answer.history, None)
