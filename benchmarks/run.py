"""Speed of splits, linear unmixing, and index-fed training against Keras `fit` on patches.

Medians are printed. The two ways of training take turns; their peak memory is measured in separate
processes. Run it with `make bench`, or `python benchmarks/run.py NETWORK ...` to only train some
networks.
"""

import json
import operator
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from simulated_scenes import simulate

from unmixing.linear_mixing import fcls, nnls
from unmixing.scenes.scene import Scene, read_scene, write_scene
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import write_split

WORKER = Path(__file__).with_name("train_once.py")

REPEATS = 3
# Epochs of each way of training.
TURNS = 8
# Steps of 256 pixels per epoch. Pretrained and transferred networks are the residual network.
STEPS = {
    "unmixing_pixel_based_cnn": 54,
    "unmixing_pixel_based_dcae": 54,
    "unmixing_cube_based_dcae": 8,
    "unmixing_cube_based_cnn": 4,
    "unmixing_branch_1d": 54,
    "unmixing_branch_2d": 54,
    "unmixing_branch_3d": 8,
    "unmixing_branches_1d_2d": 54,
    "unmixing_branches_1d_3d": 8,
    "unmixing_branches_2d_3d": 8,
    "unmixing_multibranch": 8,
    "unmixing_multibranch_reduced": 8,
    "unmixing_multibranch_residual": 8,
    "unmixing_rnn_supervised": 4,
    "unmixing_deep_cnn": 1,
}
SURFACES = {
    "asphalt": "asphalt",
    "dirt": "dirt",
    "grass": "canopy",
    "metal": "metal",
    "roof": "comp_shingle",
    "soil": "soil",
}


def urban_sized_scene() -> Scene:
    """Simulate a scene as large as Urban: 307 x 307 pixels, 162 bands, six endmembers."""
    return simulate((307, 307, 162), endmembers=SURFACES, spectra_per_endmember=1)


def measure_splits(scene: Path, folder: Path) -> None:
    """Print the time of a split, including reading the scene, and the size of its file."""
    seconds = []
    for seed in range(REPEATS):
        started = time.perf_counter()
        valid = read_scene(scene).valid
        write_split(draw_split(valid, seed, 15_500, 0.1, 47_249), folder / f"{seed}.h5", {})
        seconds.append(time.perf_counter() - started)
    size = (folder / "0.h5").stat().st_size / 1000
    print(f"split of 307 x 307 pixels: {statistics.median(seconds):.2f} s, {size:.0f} kB\n")


def measure_unmixing(scene: Path) -> None:
    """Print how long linear unmixing of the whole scene takes."""
    read = read_scene(scene)
    assert read.endmembers is not None
    spectra = np.asarray(read.cube).reshape(-1, read.shape[2])
    for solve in (nnls, fcls):
        seconds = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            solve(spectra, read.endmembers)
            seconds.append(time.perf_counter() - started)
        median = statistics.median(seconds)
        print(f"{solve.__name__} of {spectra.shape} x {read.n_endmembers}: {median:.2f} s")
    print()


def train(ways: str, scene: Path, network: str, epochs: int) -> dict:
    """Train a network in some ways, in its own process."""
    command = [
        sys.executable,
        str(WORKER),
        ways,
        str(scene),
        network,
        str(STEPS[network]),
        str(epochs),
    ]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def measure_training(scene: Path, networks: list[str]) -> None:
    """Print samples per second and peak memory of both ways for networks.

    Machines change their speed within a minute, so the ways take turns epoch by epoch. The ratio is
    the median over neighbouring epochs of the two ways.
    """
    ways = ("index-fed", "materialised")
    print("| network | steps | way | samples/s | peak memory, MiB | ratio (smallest to largest) |")
    print("|---|---|---|---|---|---|")
    for network in networks:
        rates = train(",".join(ways), scene, network, 1 + TURNS)["rates"]
        indexed, materialised = rates.values()
        ratios = [
            *map(operator.truediv, indexed, materialised),
            *map(operator.truediv, indexed[1:], materialised),
        ]
        ratio = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        for way, last in zip(ways, (ratio, ""), strict=True):
            rate = statistics.median(rates[way])
            memory = train(way, scene, network, 2)["memory"]
            cells = (network, STEPS[network], way, f"{rate:.0f}", f"{memory:.0f}", last)
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        scene_path = Path(temporary) / "scene.h5"
        write_scene(urban_sized_scene(), scene_path)
        if not sys.argv[1:]:
            measure_splits(scene_path, Path(temporary))
            measure_unmixing(scene_path)
        measure_training(scene_path, sys.argv[1:] or list(STEPS))
