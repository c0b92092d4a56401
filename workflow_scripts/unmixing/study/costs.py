"""What a run takes on one CPU core or GPU, estimated from a small table of measured rates.

The work of a network grows with pixels, epochs, bands, the area of its neighbourhood and the number
of candidate learning rates; its memory grows with bands and the batch. Early stopping is not
modelled, so CPU times are upper bounds. The work of an estimator grows with a power of its training
pixels; its memory and its saved model grow with their number.
"""

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from unmixing.splits.gathering import is_outweighed
from unmixing.training.settings import NetworkSettings, Settings

# Measured by `python benchmarks/cost.py`.
COST_MODEL = Path(__file__).with_name("cost_model.csv")
# For methods that were never measured, by kind, and for scenes without a declared shape.
STAND_INS = {"network": "unmixing_cube_based_cnn", "estimator": "svr_tuned"}
ASSUMED_SHAPE = (307, 307, 162)
# A run holds the cube several times: padded, scaled, as targets, and in transit.
COPIES_OF_A_CUBE = 4
# MiB: of a larger cube only parts are held, and bytes of the labels and places of each pixel.
LARGEST_HELD_MB, BYTES_A_PIXEL = 64, 8
# Memory of the libraries, whatever the data.
LIBRARIES_MB = {"network": 700, "estimator": 210}
# Networks were measured with this batch. Its activations are this share of the cube-based CNN's
# memory without the libraries (benchmarks/README.md); other networks may need nearly all for them.
MEASURED_BATCH, ACTIVATIONS = 256, 0.44


class Cost(NamedTuple):
    """The measured rates of a method (benchmarks/README.md).

    `fixed_seconds` go to the processes and graphs of a job. `training_seconds` and
    `prediction_seconds` are per pixel (and epoch), and for networks also per band and per pixel of
    the neighbourhood. `exponent` is the power of the training pixels. `memory_mb` and `model_mb`
    (MiB) hold at `bands` bands and `pixels` training pixels. `card_speedup` is how many CPU cores a
    GPU replaces.
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

    def on_gpu(self) -> "Cost":
        """Return the rates where a GPU trains and predicts."""
        return self._replace(
            training_seconds=self.training_seconds / self.card_speedup,
            prediction_seconds=self.prediction_seconds / self.card_speedup,
        )


def read_costs(path: Path = COST_MODEL) -> dict[str, Cost]:
    """Read the measured rates: method -> rates."""
    with path.open(newline="") as file:
        return {
            row["method"]: Cost(*(float(row[field]) for field in Cost._fields))
            for row in csv.DictReader(file)
        }


def find_cost(costs: Mapping[str, Cost], settings: Settings) -> Cost:
    """Return the rates of a model's method, or of its stand-in."""
    return costs.get(settings.method) or costs[STAND_INS[_kind(settings)]]


def estimate_seconds(cost: Cost, settings: Settings, bands: int, pixels: int, tested: int) -> float:
    """Estimate the seconds of one run, without the fixed seconds of its job.

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


def find_cube_mb(shape: tuple[int, int, int]) -> float:
    """Return the MiB of a cube in float32."""
    return 4 * math.prod(shape) / 2**20


def find_held_mb(shape: tuple[int, int, int]) -> float:
    """Return the MiB that a job holds of a cube in float32, a large one being read in parts."""
    cube_mb, pixels = find_cube_mb(shape), shape[0] * shape[1]
    if cube_mb <= LARGEST_HELD_MB:
        return cube_mb
    return LARGEST_HELD_MB + BYTES_A_PIXEL * pixels / 2**20


def is_held_whole(
    settings: Settings, snr: float | None, pixels: int, shape: tuple[int, int, int]
) -> bool:
    """Say whether a run holds the whole cube, however large.

    Noise and other pixels change it, and many labelled patches are no less.

    Parameters
    ----------
    snr : float or None
        Of the noise of the condition.
    pixels : int
        Count of labelled pixels.
    shape : tuple[int, int, int]
        Of the scene.
    """
    adds = settings.trains_on_library or bool(settings.other_scenes)
    outweighed = is_outweighed(shape[0] * shape[1], pixels, settings.neighbourhood_size)
    return snr is not None or adds or outweighed


def estimate_memory_mb(
    cost: Cost, settings: Settings, bands: int, cube_mb: float, pixels: int, seeds: int = 1
) -> float:
    """Estimate the peak memory (MiB) of one run, or of seeds trained as one program.

    Parameters
    ----------
    cube_mb : float
        MiB that are held of the scene's cube in float32.
    pixels : int
        Count of labelled pixels.
    seeds : int
        Number of seeds trained as one program.
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


def estimate_model_mb(cost: Cost, settings: Settings, bands: int, pixels: int) -> float:
    """Estimate the size (MiB) of a saved model; an estimator may keep its training pixels.

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
