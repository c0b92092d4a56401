"""The results of a network's learning rates, and of its run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from unmixing.machine.memory import peak_memory_mb
from unmixing.training.predictions import Predictions
from unmixing.training.protocol import Rows

if TYPE_CHECKING:
    import keras


class TrainedNetwork(NamedTuple):
    """A network with its best weights, history and predictions, and its learning rate."""

    network: "keras.Model"
    history: Rows
    predictions: Predictions
    learning_rate: float


class Candidate(NamedTuple):
    """How a network was trained with one learning rate.

    Attributes
    ----------
    learnt : bool
        Whether it fits its training pixels at least as well as before.
    """

    history: Rows
    updates: int
    seconds: float
    learnt: bool

    @property
    def validation_loss(self) -> float:
        """The loss of the weights that were kept; infinity if no loss is finite."""
        finite = [row["val_loss"] for row in self.history if np.isfinite(row["val_loss"])]
        return min(finite, default=np.inf)


def choose_rate(tried: Mapping[float, Candidate]) -> float:
    """Return the learning rate with the smallest validation loss, the first among equals."""
    return min(tried, key=lambda learning_rate: tried[learning_rate].validation_loss)


def make_predictions(
    chosen: Candidate,
    abundances: np.ndarray,
    limits: tuple[float, float],
    n_parameters: int,
    training_time: float,
    inference_time: float,
) -> Predictions:
    """Return what a trained network predicts, with facts about its run.

    The status is "diverged" if a prediction is not finite, or if the trained network fits its
    training pixels worse than the untrained one.
    """
    learnt = chosen.learnt and np.isfinite(abundances).all()
    return Predictions(
        abundances=abundances,
        status="completed" if learnt else "diverged",
        minimum=limits[0],
        maximum=limits[1],
        n_parameters=n_parameters,
        epochs=len(chosen.history),
        updates=chosen.updates,
        training_time=training_time,
        inference_time=inference_time,
        peak_memory_mb=peak_memory_mb(),
    )
