"""One run of a network: it is built, trained on a split, and predicts the test pixels."""

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
from unmixing.training.optimisation import Rows, compiled, fit, predict, training_loss
from unmixing.training.patch_layer import PatchLayer, abundance_network, index_fed
from unmixing.training.predictions import Predictions
from unmixing.training.settings import NetworkSettings


class TrainedRun(NamedTuple):
    """A network with its best weights, a row an epoch, and what it predicts."""

    network: keras.Model
    history: Rows
    predictions: Predictions


def train_run(scene: Scene, split: Split, settings: NetworkSettings, verbose: int) -> TrainedRun:
    """Build, train and predict: one run of a study.

    Parameters
    ----------
    verbose : what Keras prints: 0 nothing, 1 a bar, 2 a line an epoch

    Returns
    -------
    TrainedRun
        Its status is "diverged" if a prediction is not finite, or if the trained network fits its
        own training pixels worse than the untrained one.
    """
    kind = architecture(settings.architecture)
    k = settings.neighbourhood_size
    limits = normalisation_range(scene, split, k)
    network = build_network(settings.architecture, k, scene)
    unmixing = abundance_network(network)
    check_outputs(settings.architecture, scene.facts, network.output_shape, unmixing.output_shape)
    patches = PatchLayer(normalise(pad_cube(scene.cube, k), *limits), k)
    unmixing = index_fed(unmixing, patches)
    targets = _targets(scene, kind.target, limits)

    model = compiled(index_fed(network, patches), kind.target, split, settings)
    before = training_loss(model, split, targets, settings)
    started = time.perf_counter()
    if kind.pretrained:
        first = kind.pretrained(network, scene.n_endmembers)
        fit(
            compiled(index_fed(first, patches), kind.target, split, settings),
            split,
            _side_by_side(targets, first),
            settings,
            verbose,
        )
        for layer in first.layers:
            layer.trainable = not kind.freeze_pretrained
    model = compiled(model, kind.target, split, settings)
    history = fit(model, split, targets, settings, verbose)
    training_time = time.perf_counter() - started
    after = training_loss(model, split, targets, settings)

    abundances, inference_time = predict(unmixing, split.test, settings.batch_size)
    learnt = np.isfinite(abundances).all() and after <= before
    predictions = Predictions(
        abundances=abundances,
        status="completed" if learnt else "diverged",
        minimum=limits[0],
        maximum=limits[1],
        n_parameters=network.count_params(),
        epochs=len(history),
        updates=int(model.optimizer.iterations),
        training_time=training_time,
        inference_time=inference_time,
        peak_memory_mb=peak_memory_mb(),
    )
    return TrainedRun(network, history, predictions)


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
