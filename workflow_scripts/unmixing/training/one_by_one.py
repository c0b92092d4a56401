"""Trainers that train one run after another, each with a function of a task."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

import numpy as np

from learning_curves.errors import UserError, shorten_path
from unmixing.machine.memory import watch_memory
from unmixing.training.protocol import AskedRun, Job, Rows, SavedModel, TrainedRun, Trainer
from unmixing.training.tasks import Task, prepare


@dataclass(frozen=True)
class Trained:
    """A method that was trained.

    Attributes
    ----------
    predict : callable
        Spectra (n, k * k * bands) -> abundances (n, p).
    model : SavedModel or None
        How it is saved; None for what cannot be saved.
    n_parameters, epochs, updates : int
        Zero where they do not apply.
    diverged : bool
        Whether it fits its training pixels worse than before, or cannot predict.
    history : Rows
        One row per epoch, with "epoch", "loss" and "val_loss".
    """

    predict: Callable[[np.ndarray], np.ndarray]
    model: SavedModel | None = None
    n_parameters: int = 0
    epochs: int = 0
    updates: int = 0
    diverged: bool = False
    history: Rows = field(default_factory=list)


Train: TypeAlias = Callable[[Task], Trained]


def one_by_one(train: Train) -> Trainer:
    """Return a trainer that calls a function for each run, and predicts with its result."""
    return partial(_runs, train)


def _runs(train: Train, job: Job, asked: Iterable[AskedRun]) -> Iterator[TrainedRun]:
    for run in asked:
        yield _run(train, job, run)


def _run(train: Train, job: Job, asked: AskedRun) -> TrainedRun:
    prepared = prepare(job, asked)
    with watch_memory() as memory:
        started = time.perf_counter()
        trained = train(prepared.task)
        training_time = time.perf_counter() - started

        parts, inference_time = [], 0.0
        for spectra in prepared.divide_test():
            started = time.perf_counter()
            parts.append(np.asarray(trained.predict(spectra), np.float32))
            inference_time += time.perf_counter() - started
    abundances = np.concatenate(parts)
    wanted = len(prepared.tested), asked.scene.n_endmembers
    if abundances.shape != wanted:
        raise UserError(
            f"{shorten_path(job.file)}: it predicts the shape {abundances.shape} for {wanted[0]} "
            f"pixels and {wanted[1]} endmembers."
        )
    facts = {
        "n_parameters": trained.n_parameters,
        "epochs": trained.epochs,
        "updates": trained.updates,
        "training_time": training_time,
        "inference_time": inference_time,
        "peak_memory_mb": memory.whole_mb,
    }
    predictions = prepared.record(abundances, facts, trained.diverged)
    return TrainedRun(predictions, trained.history, trained.model)
