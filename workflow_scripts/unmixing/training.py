"""Train a network on a split and predict the test pixels."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import keras
import numpy as np

from unmixing import losses
from unmixing.architectures import architecture
from unmixing.errors import UserError
from unmixing.memory import peak_memory_mb
from unmixing.patch_layer import PatchLayer, abundance_network, index_fed
from unmixing.patches import normalise, pad_cube, training_range
from unmixing.predictions import Predictions
from unmixing.scene import Scene
from unmixing.splits import Split


@dataclass(frozen=True)
class Settings:
    """What a model entry of the config sets, with every default filled in.

    Training lasts for `updates`, or for `epochs` with a `patience`; the others are None.
    """

    architecture: str
    neighbourhood_size: int
    learning_rate: float
    batch_size: int
    updates: int | None
    epochs: int | None
    patience: int | None
    shuffle: bool
    steps_per_execution: int


class Objective(NamedTuple):
    """What a network minimises: the loss of a sample, how a batch combines it, and a metric."""

    sample_loss: Callable
    reduction: str
    metric: str


OBJECTIVES = {
    "abundances": Objective(losses.mean_squared_error, "sum_over_batch_size", "aRMSE"),
    "spectrum": Objective(losses.spectral_information_divergence, "sum", "rRMSE"),
}


class TrainedRun(NamedTuple):
    """A network with its best weights, a row an epoch, and what it predicts."""

    network: keras.Model
    history: list[dict]
    predictions: Predictions


class SampleLoss(keras.losses.Loss):
    """Combines a loss a sample over the batch."""

    def __init__(self, objective: Objective):
        super().__init__(reduction=objective.reduction)
        self.call = objective.sample_loss


class EpochSeconds(keras.callbacks.Callback):
    """Measures each epoch, its validation included."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        """Stop the clock."""
        self.seconds.append(time.perf_counter() - self.started)


def train_run(scene: Scene, split: Split, settings: Settings, verbose: int) -> TrainedRun:
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
    padded = pad_cube(scene.cube, k)
    minimum, maximum = scene.normalisation_range or training_range(padded, split.train, k)
    padded = normalise(padded, minimum, maximum)
    network = build_network(settings.architecture, k, scene)
    unmixing = abundance_network(network)
    _check_outputs(settings.architecture, network, unmixing, scene)
    patches = PatchLayer(padded, k)
    unmixing = index_fed(unmixing, patches)
    targets = (
        scene.abundances.reshape(-1, scene.n_endmembers)
        if kind.target == "abundances"
        else normalise(scene.cube, minimum, maximum).reshape(-1, scene.shape[2])
    )

    model = compiled(index_fed(network, patches), kind.target, split, settings)
    before = training_loss(model, split, targets, settings)
    started = time.perf_counter()
    if kind.pretrained:
        first = kind.pretrained(network, scene.n_endmembers)
        estimates = first.output_shape[-1] // targets.shape[-1]
        fit(
            compiled(index_fed(first, patches), kind.target, split, settings),
            split,
            np.tile(targets, estimates),
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
        minimum=minimum,
        maximum=maximum,
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


def _check_outputs(name: str, network: keras.Model, unmixing: keras.Model, scene: Scene) -> None:
    """Refuse a network that does not end in what it is trained on and predicts."""
    trained_on = {"abundances": scene.n_endmembers, "spectrum": scene.shape[2]}
    target = architecture(name).target
    for shape, numbers, what in (
        (
            network.output_shape,
            trained_on[target],
            f"its output, of which the target is '{target}'",
        ),
        (unmixing.output_shape, scene.n_endmembers, "its layer 'abundances'"),
    ):
        if tuple(shape) != (None, numbers):
            raise UserError(
                f"architecture '{name}': {what}, has the shape {shape} and must have {numbers} "
                f"numbers a pixel: mend workflow_scripts/unmixing/architectures/{name}.py."
            )


def compiled(model: keras.Model, target: str, split: Split, settings: Settings) -> keras.Model:
    """Compile a model for the epochs of a split, and return it."""
    steps = updates_an_epoch(split, settings)
    compile_network(
        model,
        target,
        settings.learning_rate,
        steps_per_execution=min(steps, settings.steps_per_execution),
    )
    return model


def updates_an_epoch(split: Split, settings: Settings) -> int:
    """Count the batches, the last and smaller one included, of one pass."""
    return math.ceil(len(split.train) / settings.batch_size)


def most_epochs(split: Split, settings: Settings) -> int:
    """Count the passes that training may take: the fewest that make the updates asked for."""
    if settings.updates is None:
        return settings.epochs
    return math.ceil(settings.updates / updates_an_epoch(split, settings))


def compile_network(
    model: keras.Model, target: str, learning_rate: float, steps_per_execution: int
) -> None:
    """Set the reference's loss and optimiser for what the network learns.

    Several steps in one execution spare small networks the way back to Python after each; the
    weights come out the same.
    """
    objective = OBJECTIVES[target]
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=SampleLoss(objective),
        metrics=[
            keras.metrics.MeanMetricWrapper(objective.sample_loss, name="sample_loss"),
            keras.metrics.MeanMetricWrapper(losses.root_mean_squared_error, name=objective.metric),
        ],
        # XLA: JAX has nothing else, and Keras has it for TensorFlow only without deterministic ops.
        jit_compile=keras.config.backend() != "tensorflow",
        steps_per_execution=steps_per_execution,
    )


def training_loss(
    model: keras.Model, split: Split, targets: np.ndarray, settings: Settings
) -> float:
    """Return the mean loss of the network, as it is, over its training pixels."""
    measured = model.evaluate(
        split.train,
        targets[split.train],
        batch_size=settings.batch_size,
        verbose=0,
        return_dict=True,
    )
    return measured["sample_loss"]


def fit(
    model: keras.Model, split: Split, targets: np.ndarray, settings: Settings, verbose: int
) -> list[dict]:
    """Train, stop early if a patience says so, and leave the weights of the best validation loss.

    Returns
    -------
    list of dict
        A row an epoch; `loss` and `val_loss` are means over samples, whatever the batches.
    """
    most = most_epochs(split, settings)
    # A patience of all epochs never stops a training; the best weights are kept all the same.
    stopping = keras.callbacks.EarlyStopping(
        monitor="val_sample_loss",
        mode="min",
        patience=settings.patience or most,
        restore_best_weights=True,
    )
    clock = EpochSeconds()
    epochs = model.fit(
        split.train,
        targets[split.train],
        batch_size=settings.batch_size,
        epochs=most,
        shuffle=settings.shuffle,
        validation_data=(split.validation, targets[split.validation]),
        callbacks=[stopping, clock],
        verbose=verbose,
    ).history
    losses_and_metrics = {
        "loss": epochs.pop("sample_loss"),
        "val_loss": epochs.pop("val_sample_loss"),
    } | {name: values for name, values in epochs.items() if not name.endswith("loss")}
    return [
        {"epoch": epoch + 1}
        | {name: values[epoch] for name, values in losses_and_metrics.items()}
        | {"seconds": seconds}
        for epoch, seconds in enumerate(clock.seconds)
    ]


def predict(model: keras.Model, indices: np.ndarray, batch_size: int) -> tuple[np.ndarray, float]:
    """Predict the abundances of pixels.

    Returns
    -------
    abundances : (n, n_endmembers) float32
    seconds : that it took, once the graphs were there
    """
    # A graph for whole batches, and one for the last.
    both = indices[: batch_size + len(indices) % batch_size]
    model.predict(both, batch_size=batch_size, verbose=0)
    started = time.perf_counter()
    abundances = model.predict(indices, batch_size=batch_size, verbose=0)
    return abundances, time.perf_counter() - started
