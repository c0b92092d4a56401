"""Samples a second of some trainings side by side on one card.

python benchmarks/jobs_a_card.py SCENE [NETWORK ...]: 1, 2, 4 and 8 processes train the same network
by JAX, for some seconds each; the rate is that of all of them.
"""

import multiprocessing
import sys
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from unmixing.scenes.scene import read_scene
from unmixing.training.keras_setup import begin_run, prepare_keras

NETWORKS = ["unmixing_pixel_based_cnn", "unmixing_cube_based_cnn", "unmixing_multibranch_reduced"]
JOBS = (1, 2, 4, 8)
SECONDS, STEPS, BATCH, THREADS = 4.0, 16, 256, 2


def train(number: int, scene_path: str, names: list[str], together: Barrier, rates: Queue) -> None:
    """Train with the first so many processes, and tell each network's samples a second."""
    prepare_keras("jax", "auto", THREADS, "float32")
    scene = read_scene(scene_path)
    for name in names:
        begin_run(0)
        epoch = prepared(name, scene)
        epoch()
        for jobs in JOBS:
            together.wait()
            started, epochs = time.perf_counter(), 0
            while number < jobs and time.perf_counter() - started < SECONDS:
                epoch()
                epochs += 1
            if number < jobs:
                samples = epochs * STEPS * BATCH
                rates.put((name, jobs, samples / (time.perf_counter() - started)))


def prepared(name: str, scene):
    """Return a function that trains a network for an epoch."""
    from unmixing.architectures import architecture
    from unmixing.splits.patches import pad_cube
    from unmixing.training.optimisation import compile_network
    from unmixing.training.patch_layer import PatchLayer, index_fed

    kind = architecture(name)
    k = kind.neighbourhood_size
    network = kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)
    model = index_fed(network, PatchLayer(pad_cube(scene.cube, k), k))
    compile_network(model, kind.target, kind.learning_rate, STEPS)
    pixels = scene.valid.ravel().nonzero()[0][: STEPS * BATCH].astype("int32")
    return lambda: model.fit(pixels, scene.labels[pixels], batch_size=BATCH, verbose=0)


def main(scene: str, *names: str) -> None:
    """Print a row a network."""
    chosen = list(names) or NETWORKS
    context = multiprocessing.get_context("spawn")
    together, rates = context.Barrier(max(JOBS)), context.Queue()
    workers = [
        context.Process(target=train, args=(number, scene, chosen, together, rates))
        for number in range(max(JOBS))
    ]
    for worker in workers:
        worker.start()
    print("| network | " + " | ".join(map(str, JOBS)) + " |\n|" + "---|" * (len(JOBS) + 1))
    for name in chosen:
        told = [rates.get() for _ in range(sum(JOBS))]
        sums = [sum(rate for _, of_jobs, rate in told if of_jobs == jobs) for jobs in JOBS]
        print(f"| {name} | " + " | ".join(f"{rate:.0f}" for rate in sums) + " |", flush=True)
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
