"""What a run takes on one CPU core or card, reckoned from a small table of measured rates.

A network's work grows with pixels, epochs, bands and the area of its neighbourhood; early stopping
is not foreseen, so seconds are upper bounds. An estimator's grows with a power of its training
pixels.
"""

import csv
import math
from pathlib import Path
from typing import NamedTuple

# Of a method that was not measured, by its kind, and of a scene whose shape is not told.
STAND_INS = {"architecture": "unmixing_cube_based_cnn", "estimator": "svr_tuned"}
SHAPE_IF_NOT_TOLD = (307, 307, 162)


class Cost(NamedTuple):
    """The measured rates of a method (benchmarks/README.md).

    `fixed_seconds` are those of a run's processes; `training_seconds` and `prediction_seconds` are
    a pixel's (and epoch's), of networks also a band's and a pixel's of the neighbourhood;
    `exponent` is of the training pixels; `memory_mb` and `model_mb` are at `bands` bands;
    `card_speedup` is how many CPU cores a card replaces.
    """

    fixed_seconds: float
    training_seconds: float
    exponent: float
    prediction_seconds: float
    memory_mb: float
    model_mb: float
    bands: float
    card_speedup: float

    def on_card(self) -> "Cost":
        """Return the rates where a card trains and predicts."""
        return self._replace(
            training_seconds=self.training_seconds / self.card_speedup,
            prediction_seconds=self.prediction_seconds / self.card_speedup,
        )


def read_costs(path: str | Path) -> dict[str, Cost]:
    """Read the measured rates, by method."""
    with Path(path).open(newline="") as file:
        return {
            row["method"]: Cost(*(float(row[field]) for field in Cost._fields))
            for row in csv.DictReader(file)
        }


def cost_of(costs: dict[str, Cost], settings: dict) -> Cost:
    """Return the rates of a model's method, or of the one that stands in for it.

    Parameters
    ----------
    settings : of the model, as `read_study` returns them
    """
    kind = "architecture" if "architecture" in settings else "estimator"
    return costs.get(settings[kind]) or costs[STAND_INS[kind]]


def run_seconds(cost: Cost, settings: dict, bands: int, pixels: int, tested: int) -> float:
    """Reckon the seconds of one run.

    Parameters
    ----------
    settings : of the model, as `read_study` returns them
    pixels, tested : counts of labelled and of test pixels
    """
    work, epochs = 1, 1
    if "architecture" in settings:
        work = bands * settings["neighbourhood_size"] ** 2
        epochs = _epochs(settings, pixels)
    return (
        cost.fixed_seconds
        + cost.training_seconds * work * epochs * pixels**cost.exponent
        + cost.prediction_seconds * work * tested
    )


def _epochs(settings: dict, pixels: int) -> int:
    if settings["updates"] is None:
        return settings["epochs"]
    return math.ceil(settings["updates"] / math.ceil(pixels / settings["batch_size"]))
