"""What a trained method predicts for the test pixels: all that evaluation needs."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from unmixing.storage import read_hdf5, write_hdf5


@dataclass(frozen=True)
class Predictions:
    """Predicted abundances of the test pixels, and facts about the run.

    Attributes
    ----------
    abundances : ndarray
        (n_test, n_endmembers) float32, in the order of the split's test pixels.
    status : str
        "completed" or "diverged".
    minimum, maximum : float
        The range that normalised the cube, in its units.
    n_parameters : int
        Parameters of the method, including frozen ones.
    epochs, updates : int
        Of training, in the last of several stages; 0 for an estimator.
    training_time, inference_time : float
        Seconds.
    peak_memory_mb : float
        Of the whole process, in MiB.
    """

    abundances: np.ndarray
    status: str
    minimum: float
    maximum: float
    n_parameters: int
    epochs: int
    updates: int
    training_time: float
    inference_time: float
    peak_memory_mb: float

    def list_facts(self) -> dict[str, Any]:
        """Return everything except the abundances."""
        return {name: value for name, value in asdict(self).items() if name != "abundances"}


def write_predictions(predictions: Predictions, path: str | Path) -> None:
    """Write predictions to HDF5."""
    with write_hdf5(path) as file:
        file.create_dataset(
            "abundances",
            data=predictions.abundances,
            dtype=np.float32,
            compression="gzip",
            shuffle=True,
        )
        file.attrs.update(predictions.list_facts())


def read_predictions(path: str | Path) -> Predictions:
    """Read predictions written by `write_predictions`."""
    with read_hdf5(path) as file:
        facts = {
            name: value.item() if isinstance(value, np.generic) else value
            for name, value in file.attrs.items()
            if name != "format_version"
        }
        return Predictions(abundances=file["abundances"][()], **facts)
