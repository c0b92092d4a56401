"""Samples a second of networks on a card by precision and by the way of convolving.

python benchmarks/card_ways.py SCENE [NETWORK ...]: a process a way, which take turns of some
seconds, by JAX.
"""

import multiprocessing
import sys
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from card_runs import set_up
from convolutions import WAYS as CONVOLVED
from jobs_a_card import BATCH, STEPS, prepared

from unmixing.scenes.scene import read_scene
from unmixing.training.keras_setup import begin_run

SECONDS = 2.0
NETWORKS = ["unmixing_cube_based_cnn", "unmixing_multibranch_reduced"]
PRECISIONS = ("float32", "tf32", "mixed_bfloat16")
WAYS = [(precision, by) for by in CONVOLVED for precision in PRECISIONS]


def train(way: tuple[str, str], scene: str, names: list[str], turn: Barrier, rates: Queue) -> None:
    """Train every network when it is this way's turn, and tell the samples a second."""
    precision, by = way
    set_up("auto", precision, by)
    begin_run(0)
    read = read_scene(scene)
    epochs = {name: prepared(name, read) for name in names}
    for epoch in epochs.values():
        epoch()
    for name, epoch in epochs.items():
        for other in WAYS:
            turn.wait()
            started, count = time.perf_counter(), 0
            while other == way and time.perf_counter() - started < SECONDS:
                epoch()
                count += 1
            if other == way:
                rates.put((name, count * STEPS * BATCH / (time.perf_counter() - started)))


def main(scene: str, *names: str) -> None:
    """Print a row a network and way."""
    chosen = list(names) or NETWORKS
    context = multiprocessing.get_context("spawn")
    turn, rates = context.Barrier(len(WAYS)), context.Queue()
    workers = [
        context.Process(target=train, args=(way, scene, chosen, turn, rates)) for way in WAYS
    ]
    for worker in workers:
        worker.start()
    print("| network | convolutions | precision | samples/s |\n|---|---|---|---|")
    for _ in chosen:
        for precision, by in WAYS:
            name, rate = rates.get(timeout=300)
            print(f"| {name} | {by} | {precision} | {rate:.0f} |", flush=True)
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
