"""Seeds of small networks as one program on a card, by how the program convolves.

python benchmarks/seeds_as_one.py SCENE [NETWORK ...]: samples a second of 1 seed and of 30 at once.
A process a network and way; what all need is compiled before the first is measured, one at a time.
"""

import multiprocessing
import sys
import time
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Lock

import numpy as np
from card_runs import published_study, set_up

from unmixing.scenes.scene import read_scene

NETWORKS = [
    "unmixing_branch_1d",
    "unmixing_branch_2d",
    "unmixing_branches_1d_2d",
    "unmixing_pixel_based_cnn",
    "unmixing_pixel_based_dcae",
]
SEEDS, PIXELS, WAYS, SECONDS = (1, 30), 2560, ("cuDNN", "products"), 2.0


def measure(
    way: str, name: str, scene_path: str, compiled: Barrier, turn: Lock, rates: Queue
) -> None:
    """Train when it is this process's turn, and tell the samples a second by number of seeds."""
    study = published_study([name], [0], "float32")
    set_up(study.device, study.precision, "cuDNN")
    from unmixing.splits.drawing import draw_split
    from unmixing.training import stacked_network
    from unmixing.training.trained_run import AskedRun

    if way == "cuDNN":
        stacked_network.convolve_by_products = lambda network: None
    scene = read_scene(scene_path)
    epochs = []
    for count in SEEDS:
        splits = [draw_split(scene.valid, seed, PIXELS, 0.1, PIXELS) for seed in range(count)]
        asked = [AskedRun(scene, split, seed) for seed, split in enumerate(splits)]
        stack = stacked_network.StackedNetwork(study.models[name], asked)
        pixels = np.stack([split.train for split in splits])
        epochs.append(partial(stack.train, stack.begin(0.001), pixels))
        epochs[-1]()
    samples = len(splits[0].train)
    compiled.wait()
    with turn:
        for count, epoch in zip(SEEDS, epochs, strict=True):
            started, passes = time.perf_counter(), 0
            while time.perf_counter() - started < SECONDS:
                epoch()
                passes += 1
            seconds = time.perf_counter() - started
            rates.put((name, way, count, count * passes * samples / seconds))


def main(scene: str, *names: str) -> None:
    """Print a row a network, way and number of seeds, as they are measured."""
    context = multiprocessing.get_context("spawn")
    pairs = [(way, name) for name in names or NETWORKS for way in WAYS]
    compiled, turn, rates = context.Barrier(len(pairs)), context.Lock(), context.Queue()
    workers = [
        context.Process(target=measure, args=(*pair, scene, compiled, turn, rates))
        for pair in pairs
    ]
    for worker in workers:
        worker.start()
    print("| network | convolutions | seeds | samples/s |\n|---|---|---|---|")
    for _ in range(len(pairs) * len(SEEDS)):
        name, way, count, rate = rates.get(timeout=300)
        print(f"| {name} | {way} | {count} | {rate:.0f} |", flush=True)
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
