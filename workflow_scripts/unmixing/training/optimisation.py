"""The training of a network: what it minimises, for how long, and which weights it keeps."""

import dataclasses
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import keras
import numpy as np

from unmixing.layers.architecture import Target
from unmixing.splits.split import Split
from unmixing.training import losses
from unmixing.training.batches import make_batches
from unmixing.training.network_job import find_most_epochs
from unmixing.training.protocol import Rows
from unmixing.training.settings import NetworkSettings


class Objective(NamedTuple):
    """What a network minimises: the loss of a sample, how a batch combines it, and a metric."""

    sample_loss: Callable[[Any, Any], Any]
    reduction: str
    metric: str


OBJECTIVES = {
    "abundances": Objective(losses.mean_squared_error, "sum_over_batch_size", "aRMSE"),
    "spectrum": Objective(losses.spectral_information_divergence, "sum", "rRMSE"),
}


class SampleLoss(keras.losses.Loss):
    """Combines the losses of samples over a batch."""

    def __init__(self, objective: Objective) -> None:
        super().__init__(reduction=objective.reduction)
        self.call = objective.sample_loss


class EpochSeconds(keras.callbacks.Callback):
    """Measures each epoch, its validation included."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Start the clock."""
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Stop the clock."""
        self.seconds.append(time.perf_counter() - self.started)


def compile_network(
    model: keras.Model, target: Target, learning_rate: float, steps_per_execution: int
) -> None:
    """Set the loss and optimiser of the reference for the target of the network.

    Several steps in one execution save small networks the way back to Python after each; the
    weights are the same.
    """
    objective = OBJECTIVES[target]
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=SampleLoss(objective),
        metrics=[
            keras.metrics.MeanMetricWrapper(objective.sample_loss, name="sample_loss"),
            keras.metrics.MeanMetricWrapper(losses.root_mean_squared_error, name=objective.metric),
        ],
        # JAX has only XLA, and Keras has it for TensorFlow only without deterministic ops.
        jit_compile=keras.config.backend() != "tensorflow",
        steps_per_execution=steps_per_execution,
    )


def measure_training_loss(
    model: keras.Model, split: Split, targets: np.ndarray, settings: NetworkSettings
) -> float:
    """Return the mean loss of the network over its training pixels."""
    fed = make_batches(split.train, targets, settings.batch_size)
    measured: dict[str, float] = model.evaluate(
        *fed.data, **fed.options, verbose=0, return_dict=True
    )
    return measured["sample_loss"]


def fit(
    model: keras.Model,
    split: Split,
    targets: np.ndarray,
    settings: NetworkSettings,
    seed: int,
    verbose: int,
) -> Rows:
    """Train, stop early if a patience is set, and restore the weights of the best validation loss.

    Parameters
    ----------
    seed : int
        For the order of the pixels.

    Returns
    -------
    list of dict
        One row per epoch; `loss` and `val_loss` are means over samples, whatever the batches.
    """
    most = find_most_epochs(split, settings)
    # A patience of all epochs never stops a training, but still keeps the best weights.
    stopping = keras.callbacks.EarlyStopping(
        monitor="val_sample_loss",
        mode="min",
        patience=settings.patience or most,
        restore_best_weights=True,
    )
    clock = EpochSeconds()
    shuffled_by = seed if settings.shuffle else None
    training = make_batches(split.train, targets, settings.batch_size, shuffled_by)
    epochs = model.fit(
        *training.data,
        **training.options,
        epochs=most,
        shuffle=training.unordered,
        validation_data=make_batches(split.validation, targets, settings.batch_size).data,
        callbacks=[stopping, clock],
        verbose=verbose,
    ).history
    return _rows(epochs, clock.seconds)


def _rows(epochs: dict[str, list[float]], seconds: list[float]) -> Rows:
    """Turn what Keras recorded into one row per epoch, the losses first."""
    losses_and_metrics = {
        "loss": epochs.pop("sample_loss"),
        "val_loss": epochs.pop("val_sample_loss"),
    } | {name: values for name, values in epochs.items() if not name.endswith("loss")}
    return [
        {"epoch": epoch + 1}
        | {name: values[epoch] for name, values in losses_and_metrics.items()}
        | {"seconds": duration}
        for epoch, duration in enumerate(seconds)
    ]


def keep_first_batches(split: Split, batch_size: int) -> Split:
    """Return the split with the fewest pixels that build all graphs."""
    train, validation = (_one_of_each(part, batch_size) for part in (split.train, split.validation))
    return dataclasses.replace(split, train=train, validation=validation)


def _one_of_each(pixels: np.ndarray, batch_size: int) -> np.ndarray:
    """Return the pixels of a whole batch and of the last one: each size has its own graph."""
    return pixels[: batch_size + len(pixels) % batch_size]


def predict(model: keras.Model, indices: np.ndarray, batch_size: int) -> tuple[np.ndarray, float]:
    """Predict the abundances of pixels.

    Returns
    -------
    abundances : (n, n_endmembers) float32
    seconds : duration, without building graphs
    """
    model.predict(_one_of_each(indices, batch_size), batch_size=batch_size, verbose=0)
    started = time.perf_counter()
    abundances = model.predict(indices, batch_size=batch_size, verbose=0)
    return abundances, time.perf_counter() - started
