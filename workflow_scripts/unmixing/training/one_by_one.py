"""Trainers that train one run after another, each with a function of a task."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

import numpy as np

from learning_curves.errors import UserError, shorten_path
from unmixing.machine.memory import peak_memory_mb
from unmixing.method import Image, Labelled, LibrarySpectra
from unmixing.scenes.library import find_library
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import extract_patches, find_normalisation_range, normalise
from unmixing.training.predictions import Predictions
from unmixing.training.protocol import AskedRun, Job, Rows, SavedModel, TrainedRun, Trainer


@dataclass(frozen=True)
class Task:
    """What one run gives to a method: no labels but those of its labelled pixels.

    Attributes
    ----------
    job : Job
        With the method, its settings, the device and the threads.
    training, validation : Labelled
        The labelled pixels.
    endmembers : ndarray or None
        (bands, p), or None if the scene has none.
    library : LibrarySpectra or None
        Of the scene; its endmembers where it has no other, None without either.
    image : Image or None
        As far as the method may see it.
    seed : int
        For everything that is drawn.
    """

    job: Job
    training: Labelled
    validation: Labelled
    endmembers: np.ndarray | None
    library: LibrarySpectra | None
    image: Image | None
    seed: int


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
    scene, split, seed = asked
    limits = find_normalisation_range(scene, split, job.settings.neighbourhood_size)
    spectra_of = partial(_spectra, scene, job, limits)
    training, validation = (
        Labelled(spectra_of(pixels), scene.labels[pixels], pixels)
        for pixels in (split.train, split.validation)
    )
    test = spectra_of(split.test)
    image = None if job.method.sees == "labels" else _image(scene, job, limits)
    library = find_library(scene)
    task = Task(job, training, validation, scene.endmembers, library, image, seed)

    started = time.perf_counter()
    trained = train(task)
    training_time = time.perf_counter() - started

    started = time.perf_counter()
    abundances = np.asarray(trained.predict(test), np.float32)
    inference_time = time.perf_counter() - started
    if abundances.shape != (len(test), scene.n_endmembers):
        raise UserError(
            f"{shorten_path(job.file)}: it predicts the shape {abundances.shape} for {len(test)} "
            f"pixels and {scene.n_endmembers} endmembers."
        )
    predictions = Predictions(
        abundances=abundances,
        status="diverged" if trained.diverged or not np.isfinite(abundances).all() else "completed",
        minimum=limits[0],
        maximum=limits[1],
        n_parameters=trained.n_parameters,
        epochs=trained.epochs,
        updates=trained.updates,
        training_time=training_time,
        inference_time=inference_time,
        peak_memory_mb=peak_memory_mb(),
    )
    return TrainedRun(predictions, trained.history, trained.model)


def _image(scene: Scene, job: Job, limits: tuple[float, float]) -> Image:
    """Return what a method may see of all valid pixels."""
    height, width, _ = scene.shape
    valid = np.flatnonzero(scene.valid)
    truth = scene.labels[valid] if job.method.sees == "truth" else None
    return Image(_spectra(scene, job, limits, valid), valid, height, width, truth)


def _spectra(scene: Scene, job: Job, limits: tuple[float, float], pixels: np.ndarray) -> np.ndarray:
    """Return the flat neighbourhoods of pixels as a method takes them."""
    patches = extract_patches(scene.cube, pixels, job.settings.neighbourhood_size)
    spectra = patches.reshape(len(pixels), -1)
    return normalise(spectra, *limits) if job.method.scaled else spectra
