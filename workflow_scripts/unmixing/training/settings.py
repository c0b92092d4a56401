"""The settings of a method in a study, with every default filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

# What a model trains on: labelled pixels of the scene, mixtures of its library, another scene.
LABELS = "labels"
LIBRARY_MIXTURES = "library_mixtures"
OTHER_SCENE = "scene:"


class TrainedOn:
    """Where the training pixels of a model come from.

    Attributes
    ----------
    train_on : tuple of str
        One or more of "labels", "library_mixtures" and "scene:NAME".
    """

    train_on: tuple[str, ...]

    @property
    def trains_on_labels(self) -> bool:
        """Whether the labelled pixels of the scene train."""
        return LABELS in self.train_on

    @property
    def trains_on_library(self) -> bool:
        """Whether mixtures of the scene's library train."""
        return LIBRARY_MIXTURES in self.train_on

    @property
    def other_scenes(self) -> tuple[str, ...]:
        """Names of the other scenes whose labels train."""
        return tuple(
            source.removeprefix(OTHER_SCENE)
            for source in self.train_on
            if source.startswith(OTHER_SCENE)
        )


@dataclass(frozen=True)
class NetworkSettings(TrainedOn):
    """What a network is built and trained with.

    Training lasts for `updates`, or for `epochs` with a `patience`; the others are None. Each run
    chooses one of several learning rates.
    """

    architecture: str
    neighbourhood_size: int
    learning_rate: float | tuple[float, ...]
    batch_size: int
    updates: int | None
    epochs: int | None
    patience: int | None
    shuffle: bool
    steps_per_execution: int
    train_on: tuple[str, ...] = (LABELS,)
    is_network: ClassVar[bool] = True

    @property
    def method(self) -> str:
        """Name of the module of `unmixing.architectures`."""
        return self.architecture

    @property
    def learning_rates(self) -> tuple[float, ...]:
        """The candidates of a run: one, or several."""
        rates = self.learning_rate
        return rates if isinstance(rates, tuple) else (rates,)


@dataclass(frozen=True)
class EstimatorSettings(TrainedOn):
    """What an estimator is fitted with: it chooses everything else itself."""

    estimator: str
    neighbourhood_size: int
    train_on: tuple[str, ...] = (LABELS,)
    is_network: ClassVar[bool] = False

    @property
    def method(self) -> str:
        """Name of the module of `unmixing.estimators`."""
        return self.estimator


@dataclass(frozen=True)
class CommandSettings(TrainedOn):
    """A program in any language, as its entry in the config describes it.

    `files` are those that the command names or depends on, relative to the folder it runs in. With
    `gpu` it may take one. `environment` is the name of a conda file or an image that it is run in,
    or None. The other fields are those of a `Method`.
    """

    command: str
    files: tuple[str, ...]
    sees: Literal["labels", "spectra", "truth"]
    neighbourhood_size: int
    gpu: bool
    train_on: tuple[str, ...] = (LABELS,)
    environment: str | None = None
    is_network: ClassVar[bool] = False

    @property
    def method(self) -> str:
        """Name of the trainer, which all commands share."""
        return "command"


Settings = NetworkSettings | EstimatorSettings | CommandSettings
# By the field that only one of them has.
KINDS = {
    "architecture": NetworkSettings,
    "estimator": EstimatorSettings,
    "command": CommandSettings,
}


def make_settings(fields: Mapping[str, Any]) -> Settings:
    """Make settings from their fields."""
    (kind,) = (KINDS[name] for name in fields if name in KINDS)
    settings: Settings = kind(**fields)
    return settings
