"""Runs of a network: it is built, trained on a split, and predicts the test pixels."""

import logging
import time
from dataclasses import replace
from typing import Any, NamedTuple

import keras
import numpy as np

from unmixing.architectures import architecture
from unmixing.layers.architecture import Target
from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalisation_range, normalise, pad_cube
from unmixing.splits.split import Split
from unmixing.training.compiled_network import CompiledNetwork, build_parts
from unmixing.training.keras_setup import begin_run, forget_runs
from unmixing.training.optimisation import Rows, first_batches, fit, predict, training_loss
from unmixing.training.predictions import Predictions
from unmixing.training.settings import NetworkSettings


class TrainedRun(NamedTuple):
    """A network with its best weights, a row an epoch, what it predicts, and how it was trained."""

    network: keras.Model
    history: Rows
    predictions: Predictions
    learning_rate: float


class _Candidate(NamedTuple):
    """What one learning rate made of a network, before it predicts."""

    weights: list[np.ndarray]
    history: Rows
    updates: int
    seconds: float
    learnt: bool

    @property
    def validation_loss(self) -> float:
        """The loss of the weights that were kept; of none that is finite, infinity."""
        finite = [row["val_loss"] for row in self.history if np.isfinite(row["val_loss"])]
        return min(finite, default=np.inf)


class NetworkRuns:
    """Runs of one model in one process, one after another: each comes out as it does alone.

    Parameters
    ----------
    verbose : what Keras prints: 0 nothing, 1 a bar, 2 a line an epoch
    """

    def __init__(self, settings: NetworkSettings, verbose: int) -> None:
        self.settings, self.verbose = settings, verbose
        self._compiled: tuple[tuple[Any, ...], CompiledNetwork] | None = None

    def run(self, scene: Scene, split: Split, seed: int = 0) -> TrainedRun:
        """Build, train and predict: one run of a study.

        Of several learning rates, each begins anew from the seed, and the one with the smallest
        validation loss is kept.

        Parameters
        ----------
        seed : of the run: the first weights, the order of the pixels and the dropout

        Returns
        -------
        TrainedRun
            Its status is "diverged" if a prediction is not finite, or if the trained network fits
            its own training pixels worse than the untrained one. Its network is the next run's too.
        """
        settings, k = self.settings, self.settings.neighbourhood_size
        limits = normalisation_range(scene, split, k)
        padded = normalise(pad_cube(scene.cube, k), *limits)
        targets = _targets(scene, architecture(settings.architecture).target, limits)
        compiled = self._compiled_for(scene, split, targets)
        tried = {}
        for learning_rate in settings.learning_rates:
            begin_run(seed)
            compiled.begin(build_parts(settings, scene), padded, learning_rate)
            trained = _train(compiled, split, targets, settings, seed, self.verbose)
            loss = trained.validation_loss
            logging.info("validation loss %.6g: learning rate %g", loss, learning_rate)
            tried[learning_rate] = trained
        # Of equals, the first.
        best = min(tried, key=lambda learning_rate: tried[learning_rate].validation_loss)
        chosen = tried[best]
        compiled.network.set_weights(chosen.weights)
        abundances, inference_time = predict(compiled.unmixing, split.test, settings.batch_size)
        learnt = np.isfinite(abundances).all() and chosen.learnt
        predictions = Predictions(
            abundances=abundances,
            status="completed" if learnt else "diverged",
            minimum=limits[0],
            maximum=limits[1],
            n_parameters=compiled.network.count_params(),
            epochs=len(chosen.history),
            updates=chosen.updates,
            training_time=sum(candidate.seconds for candidate in tried.values()),
            inference_time=inference_time,
            peak_memory_mb=peak_memory_mb(),
        )
        return TrainedRun(compiled.network, chosen.history, predictions, best)

    def _compiled_for(self, scene: Scene, split: Split, targets: np.ndarray) -> CompiledNetwork:
        """Return the network of earlier runs, or make one: its graphs count to no run's time."""
        needed = scene.shape, scene.n_endmembers
        if self._compiled is None or self._compiled[0] != needed:
            forget_runs()
            compiled = CompiledNetwork(build_parts(self.settings, scene), self.settings, scene)
            shortest = replace(self.settings, updates=1, epochs=None, patience=None)
            few = first_batches(split, self.settings.batch_size)
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
) -> _Candidate:
    """Train every stage of a network.

    Parameters
    ----------
    targets : of every pixel
    """
    model = compiled.model
    before = training_loss(model, split, targets, settings)
    started = time.perf_counter()
    if compiled.first:
        first_targets = _side_by_side(targets, compiled.first)
        fit(compiled.first, split, first_targets, settings, seed, verbose)
        compiled.end_first()
    history = fit(model, split, targets, settings, seed, verbose)
    seconds = time.perf_counter() - started
    return _Candidate(
        weights=compiled.network.get_weights(),
        history=history,
        updates=int(model.optimizer.iterations),
        seconds=seconds,
        learnt=training_loss(model, split, targets, settings) <= before,
    )


def _targets(scene: Scene, target: Target, limits: tuple[float, float]) -> np.ndarray:
    """Return what a network learns to output of every pixel: (pixels, numbers) float32."""
    if target == "abundances":
        return scene.labels
    return normalise(scene.cube, *limits).reshape(-1, scene.shape[2])


def _side_by_side(targets: np.ndarray, network: keras.Model) -> np.ndarray:
    """Repeat targets as often as a network estimates them."""
    return np.tile(targets, network.output_shape[-1] // targets.shape[-1])
