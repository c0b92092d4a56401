"""What a trainer takes and returns; each kind of method has one."""

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
    """What the runs of a job share: a method with its settings, and how to train them.

    Attributes
    ----------
    method : Method
        The method to train.
    settings : Settings
        Of the method; a network's include learning rate, batch size and epochs.
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
        0 prints nothing, 1 a progress bar, 2 a line per epoch.
    folder : Path or None
        The folder that a command runs in.
    timeout : float or None
        Minutes after which a command is stopped; None waits for ever.
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
    folder: Path | None = None
    timeout: float | None = None


class AskedRun(NamedTuple):
    """One run of a study: its scene, with the noise of its condition, its split and its seed."""

    scene: Scene
    split: Split
    seed: int


class SavedModel(NamedTuple):
    """How to save a trained model: the suffix of its file, and a function that writes it."""

    suffix: str
    write: Callable[[Path], object]


class TrainedRun(NamedTuple):
    """The results of a run.

    Attributes
    ----------
    predictions : Predictions
        For the test pixels.
    history : Rows
        One row per epoch; empty for methods without epochs.
    model : SavedModel or None
        None for what cannot be saved. The next run may overwrite it.
    """

    predictions: Predictions
    history: Rows
    model: SavedModel | None


Trainer: TypeAlias = Callable[[Job, Iterable[AskedRun]], Iterator[TrainedRun]]
