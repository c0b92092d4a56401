"""Speed and error of networks by precision and compilation, side by side.

python benchmarks/precision.py: samples a second at Urban's size, medians of three in turn, and the
RMSE of five seeds of a small study. UNMIXING_JAX_PYTHON may name a Python that has JAX; TF32 is
measured where there is a card.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import STEPS, WORKER, urban_sized_scene
from train_once import WAYS

from unmixing.evaluation.run_metrics import evaluate
from unmixing.machine.cards import trains_on_card
from unmixing.scenes.scene import write_scene
from unmixing.scenes.simulation import simulate_scene
from unmixing.splits.drawing import draw_split
from unmixing.training.keras_setup import prepare_keras

PYTHONS = dict.fromkeys(("index-fed", "mixed_bfloat16", "one step an execution"), sys.executable)
if trains_on_card("auto", "tensorflow"):
    PYTHONS["tf32"] = sys.executable
if "UNMIXING_JAX_PYTHON" in os.environ:
    PYTHONS["XLA by JAX"] = os.environ["UNMIXING_JAX_PYTHON"]
REPEATS, SEEDS = 3, 5
EPOCHS = "4"
NETWORKS = (
    "unmixing_pixel_based_cnn",
    "unmixing_pixel_based_dcae",
    "unmixing_cube_based_dcae",
    "unmixing_cube_based_cnn",
)


def speeds(scene: Path) -> None:
    """Print samples a second of every network and way."""
    print("| network | " + " | ".join(PYTHONS) + " |\n|" + "---|" * (len(PYTHONS) + 1))
    for network in NETWORKS:
        rates = {way: [] for way in PYTHONS}
        for _ in range(REPEATS):
            for way, measured in rates.items():
                command = [PYTHONS[way], WORKER, way, scene, network, str(STEPS[network]), EPOCHS]
                output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                measured.append(
                    statistics.median(json.loads(output.splitlines()[-1])["rates"][way])
                )
        cells = " | ".join(f"{statistics.median(measured):.0f}" for measured in rates.values())
        print(f"| {network} | {cells} |", flush=True)


def errors_of(way: str, network: str) -> list[float]:
    """Train a network with five seeds on a small simulated scene, and return their RMSE."""
    settings = WAYS[way]
    prepare_keras(settings.backend, "auto", threads=2, precision=settings.precision)

    from unmixing.architectures import architecture
    from unmixing.training.network_run import NetworkRuns
    from unmixing.training.settings import NetworkSettings

    drawn = {"maps": None, "covariance": "matern", "correlation_length": 8, "sharpness": 2}
    drawn |= {"mixing": "linear", "spectra_per_endmember": 3, "brightness_spread": 0.05}
    surfaces = {"road": "road", "roof": "tile", "soil": "soil", "vegetation": "canopy"}
    scene = simulate_scene(shape=(64, 64, 90), endmembers=surfaces, seed=0, snr=35, **drawn)
    kind = architecture(network)
    of_network = NetworkRuns(
        NetworkSettings(
            architecture=network,
            neighbourhood_size=kind.neighbourhood_size,
            learning_rate=kind.learning_rate,
            batch_size=64,
            updates=None,
            epochs=20,
            patience=20,
            shuffle=True,
            steps_per_execution=settings.steps_per_execution,
        ),
        verbose=0,
    )
    measured = []
    for seed in range(SEEDS):
        split = draw_split(scene.valid, seed, 300, 0.1, 2000)
        run = of_network.run(scene, split, seed)
        measured.append(evaluate(scene, split, run.predictions)["overallRMSE"])
    return measured


def errors() -> None:
    """Print the RMSE of five seeds of every network and way."""
    print("| network | way | RMSE of five seeds | median |\n|---|---|---|---|")
    for network in NETWORKS:
        for way, python in PYTHONS.items():
            command = [python, __file__, way, network]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            measured = json.loads(output.splitlines()[-1])
            cells = ", ".join(f"{error:.4f}" for error in measured)
            median = f"{statistics.median(measured):.4f}"
            print(f"| {network} | {way} | {cells} | {median} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(errors_of(*sys.argv[1:])))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / "scene.h5"
            write_scene(urban_sized_scene(), path)
            speeds(path)
        print()
        errors()
