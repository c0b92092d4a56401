"""What the file of a trained model predicts, whatever kind of method it is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from learning_curves.errors import UserError, join_items
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalise
from unmixing.training.keras_setup import prepare_keras
from unmixing.training.predictions import Predictions
from unmixing.training.protocol import Job
from unmixing.training.saved_models import read_estimator, read_network

if TYPE_CHECKING:
    import keras

# Patches (n, k, k, bands) in the units of the cube -> abundances (n, p).
Predictor: TypeAlias = Callable[[np.ndarray], np.ndarray]
# Pixels that a network predicts at a time.
BATCH = 1024


def find_model(predictions: Path) -> Path:
    """Return the file of the model next to the predictions of a run.

    Raises
    ------
    UserError
        If there is none, or one of a kind that cannot be read again.
    """
    found = sorted(predictions.parent.glob("model.*"))
    known = [file for file in found if file.suffix in READERS]
    if known:
        return known[0]
    reason = f"{found[0]} is of another kind" if found else f"{predictions.parent} holds none"
    raise UserError(
        f"A saved model ({join_items(list(READERS), 'or')}) is needed, and {reason}: leave "
        "predict.images out, and predict.trained if it is 'kept'."
    )


def read_predictor(model: Path, job: Job, run: Predictions, scene: Scene) -> Predictor:
    """Return what predicts other pixels as a run would have done.

    Parameters
    ----------
    model : Path
        Of the run.
    job : Job
        That trained it.
    run : Predictions
        With the range that normalised its spectra.
    scene : Scene
        That it was trained on.

    Raises
    ------
    UserError
        If the file cannot be read, or is not opened because it may run anything.
    """
    return READERS[model.suffix](model, job, (run.minimum, run.maximum), scene)


def _read_estimator(model: Path, job: Job, limits: tuple[float, float], scene: Scene) -> Predictor:
    regressor = read_estimator(model)

    def predict(patches: np.ndarray) -> np.ndarray:
        spectra = patches.reshape(len(patches), -1)
        scaled = normalise(spectra, *limits) if job.method.scaled else spectra
        return np.asarray(regressor.predict(scaled), np.float32)

    return predict


def _read_network(model: Path, job: Job, limits: tuple[float, float], scene: Scene) -> Predictor:
    prepare_keras(job.backend, job.device, job.threads, job.precision)
    network = read_network(model)
    # It imports Keras, which must be set up before.
    from unmixing.training.patch_layer import extract_abundance_network

    return partial(_predict_in_batches, extract_abundance_network(network), limits)


def _predict_in_batches(
    network: "keras.Model", limits: tuple[float, float], patches: np.ndarray
) -> np.ndarray:
    """Predict batches of one size, so that the graph of the network is built once."""
    scaled = normalise(patches, *limits)[..., None]
    parts = []
    for start in range(0, len(scaled), BATCH):
        some = scaled[start : start + BATCH]
        lacking = [(0, BATCH - len(some))] + [(0, 0)] * (some.ndim - 1)
        parts.append(np.asarray(network.predict_on_batch(np.pad(some, lacking)))[: len(some)])
    return np.concatenate(parts).astype(np.float32)


def _read_weights(model: Path, job: Job, limits: tuple[float, float], scene: Scene) -> Predictor:
    # Only who has a network of PyTorch has PyTorch.
    from unmixing.prediction.torch_predictor import read_weights

    return read_weights(model, job, limits, scene, BATCH)


READERS = {".skops": _read_estimator, ".keras": _read_network, ".pt": _read_weights}
