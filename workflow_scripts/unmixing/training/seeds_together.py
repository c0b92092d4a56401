"""Runs of a network whose seeds are trained as one program: as alone, except for rounding."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from unmixing.training.keras_setup import forget_runs
from unmixing.training.network_job import (
    count_updates_per_epoch,
    find_most_epochs,
    get_architecture,
    get_network_settings,
)
from unmixing.training.network_run import NetworkRuns
from unmixing.training.optimisation import OBJECTIVES
from unmixing.training.patience import Patience
from unmixing.training.protocol import AskedRun, Job, Rows
from unmixing.training.stacked_network import StackedNetwork, Weights
from unmixing.training.trained_run import (
    Candidate,
    TrainedNetwork,
    choose_rate,
    make_predictions,
)

# Epochs between two lines of progress.
EPOCHS_A_LINE = 10


class Together(NamedTuple):
    """The result of one learning rate: the best weights of all seeds, and a candidate per seed."""

    weights: Weights
    candidates: list[Candidate]


class SeedsTogether:
    """Runs of one model in one process; runs with equally many labelled pixels train at once.

    Networks with two stages of training are trained one after another.

    Parameters
    ----------
    job : Job
        With an `Architecture` and its settings.
    """

    def __init__(self, job: Job) -> None:
        self.job, self.settings = job, get_network_settings(job)

    def runs(self, asked: Iterable[AskedRun]) -> Iterator[TrainedNetwork]:
        """Train runs, and yield them in their order; the next run reuses the network."""
        if get_architecture(self.job).pretrained:
            yield from NetworkRuns(self.job).runs(asked)
            return
        for _, equal in groupby(asked, key=_count_labelled):
            yield from self._trained(list(equal))

    def _trained(self, asked: list[AskedRun]) -> Iterator[TrainedNetwork]:
        """Train runs of equal sizes, each with the best of its learning rates."""
        forget_runs()
        stack = StackedNetwork(self.job, asked)
        tried = {
            learning_rate: self._train(stack, asked, learning_rate)
            for learning_rate in self.settings.learning_rates
        }
        of_runs = [
            {rate: together.candidates[number] for rate, together in tried.items()}
            for number in range(len(asked))
        ]
        best = [choose_rate(candidates) for candidates in of_runs]
        weights = tried[best[0]].weights
        for rate, together in tried.items():
            weights = _where(np.equal(best, rate), together.weights, weights)
        # Under a condition, seeds may differ in their number of test pixels.
        test = _pad_to_one_length([run.split.test for run in asked])
        # No run's time includes compilation.
        stack.predict(weights, test)
        started = time.perf_counter()
        abundances = stack.predict(weights, test)
        seconds = (time.perf_counter() - started) / len(asked)
        for number, (rate, candidates) in enumerate(zip(best, of_runs, strict=True)):
            loss = candidates[rate].validation_loss
            logging.info(
                "seed %d: validation loss %.6g, learning rate %g", asked[number].seed, loss, rate
            )
            network = stack.network_of(weights, number)
            predictions = make_predictions(
                candidates[rate],
                abundances[number, : len(asked[number].split.test)],
                stack.limits[number],
                network.count_params(),
                training_time=sum(candidate.seconds for candidate in candidates.values()),
                inference_time=seconds,
            )
            yield TrainedNetwork(network, candidates[rate].history, predictions, rate)

    def _train(
        self, stack: StackedNetwork, asked: Sequence[AskedRun], learning_rate: float
    ) -> Together:
        """Train every seed until its patience ends."""
        split = asked[0].split
        train = np.stack([run.split.train for run in asked])
        validation = np.stack([run.split.validation for run in asked])
        most = find_most_epochs(split, self.settings)
        patience = Patience(len(asked), self.settings.patience or most)
        orders = [np.random.RandomState(run.seed) for run in asked]
        weights = stack.begin(learning_rate)
        before = stack.measure(weights, train)[:, 0]
        # No run's time includes compilation.
        stack.measure(stack.train(weights, train)[0], validation)
        epochs: list[tuple[np.ndarray, np.ndarray, float]] = []
        best, started = weights, time.perf_counter()
        while patience.running.any() and len(epochs) < most:
            begun = time.perf_counter()
            weights, trained = stack.train(weights, self._ordered(train, orders))
            measured = stack.measure(weights, validation)
            best = _where(patience.take(measured[:, 0]), weights, best)
            epochs.append((trained, measured, (time.perf_counter() - begun) / len(asked)))
            self._tell(len(epochs), most, patience, measured)
        seconds = (time.perf_counter() - started) / len(asked)
        learnt = stack.measure(best, train)[:, 0] <= before
        return Together(
            best,
            [
                Candidate(
                    history=self._history(epochs[: patience.epochs[number]], number),
                    updates=int(patience.epochs[number])
                    * count_updates_per_epoch(split, self.settings),
                    seconds=seconds,
                    learnt=bool(learnt[number]),
                )
                for number in range(len(asked))
            ],
        )

    def _ordered(self, train: np.ndarray, orders: list[np.random.RandomState]) -> np.ndarray:
        """Return the pixels in the order in which Keras's `fit` would take them."""
        if not self.settings.shuffle:
            return train
        return np.stack(
            [
                pixels[order.permutation(len(pixels))]
                for pixels, order in zip(train, orders, strict=True)
            ]
        )

    def _history(self, epochs: Sequence[tuple[np.ndarray, np.ndarray, float]], number: int) -> Rows:
        """Return one row per epoch of a run, like those of `fit`."""
        metric = OBJECTIVES[get_architecture(self.job).target].metric
        return [
            {
                "epoch": epoch + 1,
                "loss": float(trained[number, 0]),
                "val_loss": float(measured[number, 0]),
                metric: float(trained[number, 1]),
                f"val_{metric}": float(measured[number, 1]),
                "seconds": seconds,
            }
            for epoch, (trained, measured, seconds) in enumerate(epochs)
        ]

    def _tell(self, epoch: int, most: int, patience: Patience, measured: np.ndarray) -> None:
        if self.job.verbose and (epoch % EPOCHS_A_LINE == 0 or not patience.running.any()):
            logging.info(
                "epoch %d of at most %d: %d of %d seeds train on, median validation loss %.6g",
                epoch,
                most,
                patience.running.sum(),
                len(patience.running),
                np.median(measured[:, 0]),
            )


def _count_labelled(run: AskedRun) -> tuple[int, int]:
    """Count training and validation pixels: runs of one program must have equal numbers."""
    return len(run.split.train), len(run.split.validation)


def _pad_to_one_length(pixels: Sequence[np.ndarray]) -> np.ndarray:
    """Return pixels of several seeds, the shorter ones padded with their last: (seeds, n)."""
    most = max(map(len, pixels))
    return np.stack([np.pad(of_seed, (0, most - len(of_seed)), "edge") for of_seed in pixels])


def _where(chosen: np.ndarray, those: Weights, others: Weights) -> Weights:
    """Return the first weights for the chosen seeds, and the others for the rest."""
    return jax.tree.map(partial(_of_seeds, chosen), those, others)


def _of_seeds(chosen: np.ndarray, those: Any, others: Any) -> Any:
    return jnp.where(chosen.reshape(-1, *[1] * (those.ndim - 1)), those, others)
