"""One run of a network: it is built, trained on a split, and predicts the test pixels."""

import logging
import time
from typing import NamedTuple

import keras
import numpy as np

from unmixing.architectures import architecture
from unmixing.layers.architecture import Target
from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalisation_range, normalise, pad_cube
from unmixing.splits.split import Split
from unmixing.training.checks import check_outputs
from unmixing.training.keras_setup import begin_run
from unmixing.training.optimisation import Rows, compiled, fit, predict, training_loss
from unmixing.training.patch_layer import PatchLayer, abundance_network, index_fed
from unmixing.training.predictions import Predictions
from unmixing.training.settings import NetworkSettings


class TrainedRun(NamedTuple):
    """A network with its best weights, a row an epoch, what it predicts, and how it was trained."""

    network: keras.Model
    history: Rows
    predictions: Predictions
    learning_rate: float


class _Candidate(NamedTuple):
    """A network trained with one learning rate, before it predicts."""

    learning_rate: float
    network: keras.Model
    unmixing: keras.Model
    history: Rows
    updates: int
    seconds: float
    learnt: bool

    @property
    def validation_loss(self) -> float:
        """The loss of the weights that were kept; of none that is finite, infinity."""
        finite = [row["val_loss"] for row in self.history if np.isfinite(row["val_loss"])]
        return min(finite, default=np.inf)


def train_run(
    scene: Scene, split: Split, settings: NetworkSettings, verbose: int, seed: int = 0
) -> TrainedRun:
    """Build, train and predict: one run of a study.

    Of several learning rates, each begins anew from the seed, and the one with the smallest
    validation loss is kept.

    Parameters
    ----------
    verbose : what Keras prints: 0 nothing, 1 a bar, 2 a line an epoch
    seed : of the run: the first weights, the order of the pixels and the dropout

    Returns
    -------
    TrainedRun
        Its status is "diverged" if a prediction is not finite, or if the trained network fits its
        own training pixels worse than the untrained one.
    """
    limits = normalisation_range(scene, split, settings.neighbourhood_size)
    targets = _targets(scene, architecture(settings.architecture).target, limits)
    seconds = []
    chosen = None
    for learning_rate in settings.learning_rates:
        begin_run(seed)
        candidate = _train(scene, split, settings, learning_rate, limits, targets, verbose)
        seconds.append(candidate.seconds)
        loss = candidate.validation_loss
        logging.info("validation loss %.6g: learning rate %g", loss, learning_rate)
        if chosen is None or loss < chosen.validation_loss:
            chosen = candidate
        # The next one begins without the networks that were not chosen.
        del candidate
    assert chosen is not None

    abundances, inference_time = predict(chosen.unmixing, split.test, settings.batch_size)
    learnt = np.isfinite(abundances).all() and chosen.learnt
    predictions = Predictions(
        abundances=abundances,
        status="completed" if learnt else "diverged",
        minimum=limits[0],
        maximum=limits[1],
        n_parameters=chosen.network.count_params(),
        epochs=len(chosen.history),
        updates=chosen.updates,
        training_time=sum(seconds),
        inference_time=inference_time,
        peak_memory_mb=peak_memory_mb(),
    )
    return TrainedRun(chosen.network, chosen.history, predictions, chosen.learning_rate)


def _train(
    scene: Scene,
    split: Split,
    settings: NetworkSettings,
    learning_rate: float,
    limits: tuple[float, float],
    targets: np.ndarray,
    verbose: int,
) -> _Candidate:
    """Build a network and train every stage of it with one learning rate.

    Parameters
    ----------
    limits : of the range that normalises the cube
    targets : of every pixel
    """
    kind = architecture(settings.architecture)
    k = settings.neighbourhood_size
    network = build_network(settings.architecture, k, scene)
    unmixing = abundance_network(network)
    check_outputs(settings.architecture, scene.facts, network.output_shape, unmixing.output_shape)
    patches = PatchLayer(normalise(pad_cube(scene.cube, k), *limits), k)
    unmixing = index_fed(unmixing, patches)

    def ready(model: keras.Model) -> keras.Model:
        return compiled(model, kind.target, split, settings, learning_rate)

    model = ready(index_fed(network, patches))
    before = training_loss(model, split, targets, settings)
    started = time.perf_counter()
    if kind.pretrained:
        first = kind.pretrained(network, scene.n_endmembers)
        first_targets = _side_by_side(targets, first)
        fit(ready(index_fed(first, patches)), split, first_targets, settings, verbose)
        for layer in first.layers:
            layer.trainable = not kind.freeze_pretrained
    history = fit(ready(model), split, targets, settings, verbose)
    seconds = time.perf_counter() - started
    return _Candidate(
        learning_rate=learning_rate,
        network=network,
        unmixing=unmixing,
        history=history,
        updates=int(model.optimizer.iterations),
        seconds=seconds,
        learnt=training_loss(model, split, targets, settings) <= before,
    )


def build_network(name: str, neighbourhood_size: int, scene: Scene) -> keras.Model:
    """Build an architecture for a scene."""
    patch_shape = (neighbourhood_size, neighbourhood_size, scene.shape[2], 1)
    return architecture(name).build(patch_shape, scene.n_endmembers, scene.endmembers)


def _targets(scene: Scene, target: Target, limits: tuple[float, float]) -> np.ndarray:
    """Return what a network learns to output of every pixel: (pixels, numbers) float32."""
    if target == "abundances":
        return scene.labels
    return normalise(scene.cube, *limits).reshape(-1, scene.shape[2])


def _side_by_side(targets: np.ndarray, network: keras.Model) -> np.ndarray:
    """Repeat targets as often as a network estimates them."""
    return np.tile(targets, network.output_shape[-1] // targets.shape[-1])
