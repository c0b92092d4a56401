"""What a run takes on one CPU core or card, estimated from a small table of measured rates.

A network's work grows with pixels, epochs, bands, the area of its neighbourhood and the learning
rates to choose among, its memory with bands and the batch; early stopping is not foreseen, so the
seconds of a CPU are upper bounds. An estimator's work grows with a power of its training pixels,
its memory and model with their number.
"""

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from unmixing.training.settings import NetworkSettings, Settings

# `python benchmarks/cost.py` measures it.
COST_MODEL = Path(__file__).with_name("cost_model.csv")
# Of a method that was not measured, by its kind, and of a scene whose shape is not told.
STAND_INS = {"network": "unmixing_cube_based_cnn", "estimator": "svr_tuned"}
SHAPE_IF_NOT_TOLD = (307, 307, 162)
# What a run holds of a scene: the cube, padded, scaled, as targets, and on its way there.
COPIES_OF_A_CUBE = 4
# Of what a method has in memory, this much are its libraries, whatever it is given.
LIBRARIES_MB = {"network": 700, "estimator": 210}
# Networks were measured with this batch: its activations are this share of what the cube-based CNN
# has beside its libraries (benchmarks/README.md), and may be nearly all of another's.
MEASURED_BATCH, ACTIVATIONS = 256, 0.44


class Cost(NamedTuple):
    """The measured rates of a method (benchmarks/README.md).

    `fixed_seconds` are those of a job's processes and graphs; `training_seconds` and
    `prediction_seconds` are a pixel's (and epoch's), of networks also a band's and a pixel's of the
    neighbourhood;
    `exponent` is of the training pixels; `memory_mb` and `model_mb` are at `bands` bands and
    `pixels` training pixels; `card_speedup` is how many CPU cores a card replaces.
    """

    fixed_seconds: float
    training_seconds: float
    exponent: float
    prediction_seconds: float
    memory_mb: float
    model_mb: float
    bands: float
    pixels: float
    card_speedup: float

    def on_card(self) -> "Cost":
        """Return the rates where a card trains and predicts."""
        return self._replace(
            training_seconds=self.training_seconds / self.card_speedup,
            prediction_seconds=self.prediction_seconds / self.card_speedup,
        )


def read_costs(path: Path = COST_MODEL) -> dict[str, Cost]:
    """Read the measured rates, by method."""
    with path.open(newline="") as file:
        return {
            row["method"]: Cost(*(float(row[field]) for field in Cost._fields))
            for row in csv.DictReader(file)
        }


def cost_of(costs: Mapping[str, Cost], settings: Settings) -> Cost:
    """Return the rates of a model's method, or of the one that stands in for it."""
    return costs.get(settings.method) or costs[STAND_INS[_kind(settings)]]


def run_seconds(cost: Cost, settings: Settings, bands: int, pixels: int, tested: int) -> float:
    """Estimate the seconds of one run, beside the fixed ones of its job.

    Parameters
    ----------
    pixels, tested : int
        Counts of labelled and of test pixels.
    """
    work, epochs, trainings = 1, 1, 1
    if isinstance(settings, NetworkSettings):
        work = bands * settings.neighbourhood_size**2
        epochs = _epochs(settings, pixels)
        trainings = len(settings.learning_rates)
    return (
        cost.training_seconds * work * epochs * trainings * pixels**cost.exponent
        + cost.prediction_seconds * work * tested
    )


def run_memory_mb(
    cost: Cost, settings: Settings, bands: int, cube_mb: float, pixels: int, seeds: int = 1
) -> float:
    """Estimate the peak memory of one run, or of seeds that are one program, in MiB.

    Parameters
    ----------
    cube_mb : float
        MiB of the scene's cube in float32.
    pixels : int
        Count of labelled pixels.
    seeds : int
        That are trained as one program.
    """
    libraries = LIBRARIES_MB[_kind(settings)]
    copies = COPIES_OF_A_CUBE * cube_mb
    if isinstance(settings, NetworkSettings):
        batch = min(pixels, settings.batch_size) / MEASURED_BATCH
        growth = max(1 - ACTIVATIONS + ACTIVATIONS * batch, batch)
    else:
        growth = max(1.0, pixels / cost.pixels)
        # An estimator may be given the neighbourhoods of all pixels.
        copies *= settings.neighbourhood_size**2
    own = max(0.0, cost.memory_mb - libraries)
    return libraries + seeds * (own * growth * bands / cost.bands + copies)


def model_mb(cost: Cost, settings: Settings, bands: int, pixels: int) -> float:
    """Estimate the size of a saved model, in MiB; an estimator may keep its training pixels.

    Parameters
    ----------
    pixels : int
        Count of labelled pixels.
    """
    kept = 1.0 if settings.is_network else pixels / cost.pixels
    return cost.model_mb * kept * bands / cost.bands


def _kind(settings: Settings) -> str:
    return "network" if settings.is_network else "estimator"


def _epochs(settings: NetworkSettings, pixels: int) -> int:
    if settings.epochs is not None:
        return settings.epochs
    assert settings.updates is not None
    return math.ceil(settings.updates / math.ceil(pixels / settings.batch_size))
