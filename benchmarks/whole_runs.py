"""What whole runs take: the notebook's two by phase, and more pixels to train on and to map.

python benchmarks/whole_runs.py: every measurement is a process of its own, on two threads, and the
median of three. Log-log slopes compare the largest with a quarter of it.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import numpy as np
from cost import run_once
from run import SURFACES, urban_sized_scene

from unmixing.scenes.scene import write_scene
from unmixing.scenes.simulation import simulate_scene

REPEATS, THREADS = 3, 2
NETWORKS = ("unmixing_cube_based_dcae", "unmixing_pixel_based_cnn")
PHASES = ("start", "import", "load", "graphs", "train", "predict", "write")
TRAINING_SIZES = (1000, 4000, 16_000, 64_000)
SIDES = (64, 128, 256, 512)


def measured(network: str, scene: Path, labelled: int, tested: int, epochs: int) -> list[dict]:
    """Train and predict several times."""
    return [
        run_once("architecture", network, scene, labelled, tested, epochs, THREADS)
        for _ in range(REPEATS)
    ]


def phases(scene: Path) -> None:
    """Print the notebook's two runs: 15,500 labelled and 47,249 test pixels, ten epochs."""
    print("| network | " + " | ".join(PHASES) + " | all, s | peak memory, MiB |")
    print("|" + "---|" * (len(PHASES) + 3))
    for network in NETWORKS:
        runs = measured(network, scene, 15_500, 47_249, 10)
        seconds = [median(run["phases"][phase] for run in runs) for phase in PHASES]
        cells = " | ".join(f"{value:.2f}" for value in (*seconds, sum(seconds)))
        print(f"| {network} | {cells} | {max(run['memory_mb'] for run in runs):.0f} |", flush=True)


def training_sizes(scene: Path) -> None:
    """Print the seconds of three epochs at growing training sizes."""
    _head(f"{size:,} labelled" for size in TRAINING_SIZES)
    for network in NETWORKS:
        runs = [measured(network, scene, size, 1000, 3) for size in TRAINING_SIZES]
        _row(network, [median(run["phases"]["train"] for run in of_size) for of_size in runs])


def scene_sizes(folder: Path) -> None:
    """Print the seconds of loading a scene and predicting all but 1,000 of its pixels."""
    _head(f"{side} x {side} pixels" for side in SIDES)
    seconds = {network: [] for network in NETWORKS}
    for side in SIDES:
        path = folder / f"{side}.h5"
        settings = {"maps": None, "covariance": "matern", "correlation_length": 10}
        settings |= {"sharpness": 2, "mixing": "linear", "spectra_per_endmember": 1}
        settings |= {"brightness_spread": 0.05, "snr": 30, "seed": 0}
        write_scene(simulate_scene(shape=(side, side, 162), endmembers=SURFACES, **settings), path)
        for network, values in seconds.items():
            runs = measured(network, path, 1000, side**2 - 1000, 1)
            values.append(median(run["phases"]["load"] + run["phases"]["predict"] for run in runs))
    for network, values in seconds.items():
        _row(network, values)


def _head(columns: Iterable[str]) -> None:
    columns = list(columns)
    print("\n| network | " + " | ".join(columns) + " | slope |\n|" + "---|" * (len(columns) + 2))


def _row(network: str, seconds: list[float]) -> None:
    """Print a row; its slope is that of the last step, to four times the pixels."""
    slope = np.log(seconds[-1] / seconds[-2]) / np.log(4)
    cells = " | ".join(f"{value:.2f}" for value in seconds)
    print(f"| {network} | {cells} | {slope:.2f} |", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        urban = Path(temporary) / "urban.h5"
        write_scene(urban_sized_scene(), urban)
        phases(urban)
        training_sizes(urban)
        scene_sizes(Path(temporary))
