"""What a trainer is: the one that trains a kind of method, from what runs are given to the runs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from unmixing.method import Method
from unmixing.scenes.scene import Scene
from unmixing.splits.split import Split
from unmixing.training.predictions import Predictions
from unmixing.training.settings import Settings

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Job:
    """What the runs of a job share: a method with its settings, and how they are to be trained.

    Attributes
    ----------
    method : Method
        Method.
    settings : Settings
        Of the method; those of a network have learning rate, batches and epochs.
    file : Path
        Of the method, for messages.
    threads : int
        That one operation may use on the CPU.
    device : str
        "auto" (a GPU if one is visible), "cpu" or "gpu".
    backend, precision : str
        Of Keras.
    seeds_together : bool
        Whether seeds are trained as one program.
    verbose : int
        How much is told: 0 nothing, 1 a bar, 2 a line an epoch.
    """

    method: Method
    settings: Settings
    file: Path
    threads: int = 1
    device: str = "cpu"
    backend: str = "tensorflow"
    precision: str = "float32"
    seeds_together: bool = False
    verbose: int = 0


class AskedRun(NamedTuple):
    """One run of a study: its scene, with the noise of its condition, its split and its seed."""

    scene: Scene
    split: Split
    seed: int


class SavedModel(NamedTuple):
    """How a trained model is written: the suffix of its file, and what writes it to a path."""

    suffix: str
    write: Callable[[Path], object]


class TrainedRun(NamedTuple):
    """What came of a run.

    Attributes
    ----------
    predictions : Predictions
        Predictions.
    history : Rows
        List of dict A row an epoch; empty for what has none.
    model : SavedModel or None
        None for what cannot be saved. It is that of the next run from then on.
    """

    predictions: Predictions
    history: Rows
    model: SavedModel | None


Trainer: TypeAlias = Callable[[Job, Iterable[AskedRun]], Iterator[TrainedRun]]
