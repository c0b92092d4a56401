"""What a learning rate made of a network, and what came of the run."""

from collections.abc import Mapping
from typing import NamedTuple

import keras
import numpy as np

from unmixing.machine.memory import peak_memory_mb
from unmixing.training.predictions import Predictions
from unmixing.training.protocol import Rows


class TrainedNetwork(NamedTuple):
    """A network with its best weights, a row an epoch, what it predicts, and how it was trained."""

    network: keras.Model
    history: Rows
    predictions: Predictions
    learning_rate: float


class Candidate(NamedTuple):
    """How a network was trained with one learning rate.

    Attributes
    ----------
    learnt : bool
        Whether it fits its training pixels no worse than before.
    """

    history: Rows
    updates: int
    seconds: float
    learnt: bool

    @property
    def validation_loss(self) -> float:
        """The loss of the weights that were kept; of none that is finite, infinity."""
        finite = [row["val_loss"] for row in self.history if np.isfinite(row["val_loss"])]
        return min(finite, default=np.inf)


def best_of(tried: Mapping[float, Candidate]) -> float:
    """Return the learning rate with the smallest validation loss, of equals the first."""
    return min(tried, key=lambda learning_rate: tried[learning_rate].validation_loss)


def predictions_of(
    chosen: Candidate,
    abundances: np.ndarray,
    limits: tuple[float, float],
    n_parameters: int,
    training_time: float,
    inference_time: float,
) -> Predictions:
    """Return what a trained network predicts, with the account of its run.

    Its status is "diverged" if a prediction is not finite, or if the trained network fits its own
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
