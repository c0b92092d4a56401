"""The trainer of Keras networks, on TensorFlow or JAX."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from unmixing.training.keras_setup import prepare_keras
from unmixing.training.protocol import AskedRun, Job, SavedModel, TrainedRun

if TYPE_CHECKING:
    from unmixing.training.trained_run import TrainedNetwork


def train(job: Job, asked: Iterable[AskedRun]) -> Iterator[TrainedRun]:
    """Set Keras up, and train one run after another, or seeds as one program."""
    prepare_keras(job.backend, job.device, job.threads, job.precision)
    for run in _trained(job)(asked):
        model = SavedModel(".keras", run.network.save)
        yield TrainedRun(run.predictions, run.history, model)


TRAINER = train


def _trained(job: Job) -> Callable[[Iterable[AskedRun]], Iterator["TrainedNetwork"]]:
    """Return what trains runs; it imports Keras, so Keras must be set up before."""
    if job.seeds_together:
        from unmixing.training.seeds_together import SeedsTogether

        return SeedsTogether(job).runs
    from unmixing.training.network_run import NetworkRuns

    return NetworkRuns(job).runs
