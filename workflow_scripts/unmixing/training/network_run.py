"""Runs of a network: build it, train it on a split, and predict the test pixels."""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.splits.gathering import divide_run
from unmixing.splits.patches import find_normalisation_range, normalise, pad_cube
from unmixing.splits.split import Split
from unmixing.training.compiled_network import CompiledNetwork, build_parts
from unmixing.training.keras_setup import begin_run, forget_runs
from unmixing.training.network_job import get_architecture, get_network_settings, make_targets
from unmixing.training.optimisation import fit, keep_first_batches, measure_training_loss, predict
from unmixing.training.protocol import AskedRun, Job
from unmixing.training.settings import NetworkSettings
from unmixing.training.trained_run import Candidate, TrainedNetwork, choose_rate, make_predictions


class NetworkRuns:
    """Runs of one model in one process, one after another, each with the same result as alone.

    Parameters
    ----------
    job : Job
        With an `Architecture` and its settings.
    """

    def __init__(self, job: Job) -> None:
        self.job, self.settings = job, get_network_settings(job)
        self._compiled: tuple[tuple[Any, ...], CompiledNetwork] | None = None

    def runs(self, asked: Iterable[AskedRun]) -> Iterator[TrainedNetwork]:
        """Train one run after another."""
        for scene, split, seed in asked:
            yield self.run(scene, split, seed)

    def run(self, scene: Scene, split: Split, seed: int = 0) -> TrainedNetwork:
        """Build, train and predict: one run of a study.

        Each of several learning rates begins again from the seed, and the one with the smallest
        validation loss is kept.

        Parameters
        ----------
        seed : int
            For the first weights, the order of the pixels and the dropout.

        Returns
        -------
        TrainedNetwork
            The next run reuses its network.
        """
        settings, k = self.settings, self.settings.neighbourhood_size
        limits = find_normalisation_range(scene, split, k)
        parts = divide_run(scene, split, k)
        scene, split = next(parts)
        padded = normalise(pad_cube(scene.cube, k), *limits)
        targets = make_targets(scene, get_architecture(self.job).target, limits)
        compiled = self._compiled_for(scene, split, targets)
        tried, weights = {}, {}
        for learning_rate in settings.learning_rates:
            begin_run(seed)
            compiled.begin(build_parts(self.job, scene), padded, learning_rate)
            trained = _train(compiled, split, targets, settings, seed, self.job.verbose)
            loss = trained.validation_loss
            logging.info("validation loss %.6g: learning rate %g", loss, learning_rate)
            tried[learning_rate] = trained
            weights[learning_rate] = compiled.network.get_weights()
        best = choose_rate(tried)
        chosen = tried[best]
        compiled.network.set_weights(weights[best])
        predicted = [predict(compiled.unmixing, split.test, settings.batch_size)]
        for of_part, tested in parts:
            compiled.feed(normalise(pad_cube(of_part.cube, k), *limits))
            predicted.append(predict(compiled.unmixing, tested.test, settings.batch_size))
        abundances = np.concatenate([part for part, _ in predicted])
        predictions = make_predictions(
            chosen,
            abundances,
            limits,
            compiled.network.count_params(),
            training_time=sum(candidate.seconds for candidate in tried.values()),
            inference_time=sum(seconds for _, seconds in predicted),
        )
        return TrainedNetwork(compiled.network, chosen.history, predictions, best)

    def _compiled_for(self, scene: Scene, split: Split, targets: np.ndarray) -> CompiledNetwork:
        """Return the network of earlier runs, or make one: no run's time includes its graphs."""
        needed = scene.shape, scene.n_endmembers
        if self._compiled is None or self._compiled[0] != needed:
            forget_runs()
            compiled = CompiledNetwork(build_parts(self.job, scene), self.job, scene)
            shortest = replace(self.settings, updates=1, epochs=None, patience=None)
            few = keep_first_batches(split, self.settings.batch_size)
            _train(compiled, few, targets, shortest, seed=0, verbose=0)
            self._compiled = needed, compiled
        return self._compiled[1]


def _train(
    compiled: CompiledNetwork,
    split: Split,
    targets: np.ndarray,
    settings: NetworkSettings,
    seed: int,
    verbose: int,
) -> Candidate:
    """Train every stage of a network, on targets of every pixel."""
    model = compiled.model
    before = measure_training_loss(model, split, targets, settings)
    started = time.perf_counter()
    if compiled.first:
        # It may estimate the targets several times, side by side.
        copies = compiled.first.output_shape[-1] // targets.shape[-1]
        fit(compiled.first, split, np.tile(targets, copies), settings, seed, verbose)
        compiled.end_first()
    history = fit(model, split, targets, settings, seed, verbose)
    seconds = time.perf_counter() - started
    return Candidate(
        history=history,
        updates=int(model.optimizer.iterations),
        seconds=seconds,
        learnt=measure_training_loss(model, split, targets, settings) <= before,
    )
