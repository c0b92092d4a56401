"""What one run gives to a method, and what is recorded of what it predicts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from unmixing.method import Image, Labelled, LibrarySpectra
from unmixing.scenes.cube import SMALL
from unmixing.scenes.library import find_library
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import extract_patches, find_normalisation_range, normalise
from unmixing.training.predictions import Predictions
from unmixing.training.protocol import AskedRun, Job


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


class Prepared(NamedTuple):
    """A run as a trainer needs it.

    Attributes
    ----------
    task : Task
        For the method.
    tested : ndarray
        (n_test,) row-major indices of the pixels to predict.
    cut : callable
        Pixels (n,) -> their neighbourhoods (n, k * k * bands), as the method takes them.
    limits : tuple[float, float]
        The minimum and maximum that scale spectra.
    """

    task: Task
    tested: np.ndarray
    cut: Callable[[np.ndarray], np.ndarray]
    limits: tuple[float, float]

    @property
    def test(self) -> np.ndarray:
        """The spectra to predict: (n_test, k * k * bands)."""
        return self.cut(self.tested)

    def divide_test(self) -> Iterator[np.ndarray]:
        """Yield the spectra to predict, so many at a time that they fit into memory."""
        size = self.task.training.spectra.shape[1]
        step = max(SMALL // size, 1)
        starts = range(0, len(self.tested), step)
        return (self.cut(self.tested[start : start + step]) for start in starts)

    def record(
        self, abundances: np.ndarray, facts: Mapping[str, Any], diverged: bool = False
    ) -> Predictions:
        """Return predictions with facts about the run.

        Parameters
        ----------
        abundances : ndarray
            (n_test, p) float32. What is not finite diverged.
        facts : Mapping[str, Any]
            The further fields of `Predictions`.
        """
        diverged = diverged or not np.isfinite(abundances).all()
        return Predictions(
            abundances=abundances,
            status="diverged" if diverged else "completed",
            minimum=self.limits[0],
            maximum=self.limits[1],
            **facts,
        )


def prepare(job: Job, asked: AskedRun) -> Prepared:
    """Cut out of a scene what a method is given in a run."""
    scene, split, seed = asked
    limits = find_normalisation_range(scene, split, job.settings.neighbourhood_size)
    spectra_of = partial(_spectra, scene, job, limits)
    training, validation = (
        Labelled(spectra_of(pixels), scene.labels[pixels], pixels)
        for pixels in (split.train, split.validation)
    )
    image = None if job.method.sees == "labels" else _image(scene, job, limits)
    library = find_library(scene)
    task = Task(job, training, validation, scene.endmembers, library, image, seed)
    return Prepared(task, split.test, spectra_of, limits)


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
