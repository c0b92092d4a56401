"""The settings of a method in a study, with every default filled in."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class NetworkSettings:
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
