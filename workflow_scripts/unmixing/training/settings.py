"""What a study sets of a method, with every default filled in."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class NetworkSettings:
    """What a network is built and trained with.

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
    is_network: ClassVar[bool] = True

    @property
    def method(self) -> str:
        """Name of the module of `unmixing.architectures`."""
        return self.architecture


@dataclass(frozen=True)
class EstimatorSettings:
    """What an estimator is fitted with: it chooses everything else itself."""

    estimator: str
    neighbourhood_size: int
    is_network: ClassVar[bool] = False

    @property
    def method(self) -> str:
        """Name of the module of `unmixing.estimators`."""
        return self.estimator


Settings = NetworkSettings | EstimatorSettings
