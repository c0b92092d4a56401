"""Networks on a GPU at Urban's size, by precision, next to the published training times.

python benchmarks/gpu.py [--precisions ...] [--networks ...]: trains every network with JAX in
float32 and some in the other precisions, or only those named. Each is trained for three epochs with
15,500 labelled pixels (2,800 for two slow ones). Everything is compiled in parallel first, so that
compilation does not leave the GPU idle. Without a GPU nothing is measured.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import one_run
from published_times import published_seconds
from run import STEPS, urban_sized_scene

from unmixing.machine.gpus import trains_on_gpu
from unmixing.scenes.scene import Scene, read_scene, write_scene
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import Split
from unmixing.training.keras_setup import begin_run, prepare_keras

DEVICE = "gpu"
LABELLED, TEST_PIXELS, EPOCHS, THREADS, BATCH = 15_500, 2_000, 3, 4, 256
# The slowest networks come last, with fewer pixels.
SLOW, FEW = ["unmixing_rnn_supervised", "unmixing_deep_cnn"], 2_800
# Pretrained and transferred networks are the residual network, which is in this list.
EVERY_NETWORK = [name for name in STEPS if name not in SLOW] + SLOW
SOME_NETWORKS = [
    "unmixing_cube_based_cnn",
    "unmixing_multibranch_reduced",
    "unmixing_cube_based_dcae",
    "unmixing_pixel_based_cnn",
]
NETWORKS = {"float32": EVERY_NETWORK, "tf32": SOME_NETWORKS, "mixed_bfloat16": SOME_NETWORKS}
# Processes that compile in parallel.
COMPILERS = 5
# Side of a square matrix that keeps a GPU busy.
SIDE, PRODUCTS = 8192, 20
COLUMNS = (
    "precision",
    "samples/s",
    "s an epoch",
    "labelled pixels",
    "published, s a run",
    "share of the products' rate",
)
CACHE = {
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}


def measure_product_rate() -> float:
    """Measure the operations per second of matrix products in the precision of layers."""
    import keras

    dtype = keras.config.dtype_policy().compute_dtype
    matrix = keras.ops.cast(keras.random.normal((SIDE, SIDE)), dtype)
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        product = matrix
        for _ in range(PRODUCTS):
            # Scaled, so that powers of the matrix stay finite.
            product = keras.ops.matmul(product, matrix) / SIDE**0.5
        keras.ops.convert_to_numpy(product[0, 0])
        seconds.append(time.perf_counter() - started)
    return 2 * SIDE**3 * PRODUCTS / min(seconds)


def draw(name: str, scene: Scene) -> Split:
    """Draw the pixels that a network is trained on."""
    return draw_split(scene.valid, 0, FEW if name in SLOW else LABELLED, 0.1, TEST_PIXELS)


def train(name: str, scene: Scene, split: Split, epochs: int) -> dict:
    """Train a network, and return the seconds of its last epoch and its operations."""
    from unmixing.training import network_run

    begin_run(0)
    return one_run.train(network_run, name, scene, split, epochs)[-1]


def write_row(name: str, precision: str, scene: Scene, rate: float) -> str:
    """Train a network, and write a row with the speed of its last epoch."""
    split = draw(name, scene)
    labelled = len(split.train) + len(split.validation)
    facts = train(name, scene, split, EPOCHS)
    samples = len(split.train) / facts["epoch"]
    # A training step takes three times the forward pass.
    share = 3 * facts["operations"] * samples / rate
    table = published_seconds()
    published = f"{table.loc[name, labelled]:.0f}" if name in table.index else ""
    cells = (f"{samples:.0f}", f"{facts['epoch']:.3f}", str(labelled), published, f"{share:.1%}")
    return f"| {name} | {precision} | " + " | ".join(cells) + " |"


def measure(precision: str, scene: str, *names: str) -> None:
    """Print a row per network."""
    prepare_keras("jax", DEVICE, THREADS, precision)
    rate = measure_product_rate()
    print(f"{precision} matrix products: {rate / 1e12:.1f} TFLOP/s", flush=True)
    read = read_scene(scene)
    for name in names:
        print(write_row(name, precision, read, rate), flush=True)


def rehearse(precision: str, scene: str, *names: str) -> None:
    """Train networks for one epoch of two batches, as large as the measured ones."""
    prepare_keras("jax", DEVICE, THREADS, precision)
    read = read_scene(scene)
    for name in names:
        split = draw(name, read)
        two = split.train[: BATCH + len(split.train) % BATCH]
        train(name, read, replace(split, train=two), 1)


def command(what: str, precision: str, scene: Path, names: list[str]) -> list[str]:
    """Return the command that measures or rehearses networks in their own process."""
    return [sys.executable, __file__, what, precision, str(scene), *names]


def compile_before(scene: Path, networks: dict[str, list[str]]) -> None:
    """Rehearse all networks in parallel: JAX keeps what it compiled."""
    processes = [
        subprocess.Popen(command("rehearse", precision, scene, names))
        for precision, all_names in networks.items()
        for start in range(COMPILERS)
        if (names := all_names[start::COMPILERS])
    ]
    for process in processes:
        process.wait()


def main(networks: dict[str, list[str]]) -> None:
    """Print a row per precision and network."""
    with tempfile.TemporaryDirectory() as temporary:
        scene = Path(temporary) / "scene.h5"
        write_scene(urban_sized_scene(), scene)
        os.environ.update(CACHE)
        os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", f"{temporary}/compiled")
        compile_before(scene, networks)
        print("| network | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (len(COLUMNS) + 1))
        sys.stdout.flush()
        for precision, names in networks.items():
            subprocess.run(command("measure", precision, scene, names), check=True)


def read_arguments() -> dict[str, list[str]]:
    """Read from the command line which networks to measure in which precision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--precisions", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--networks", nargs="+", choices=EVERY_NETWORK, default=EVERY_NETWORK)
    given = parser.parse_args()
    return {
        precision: [name for name in NETWORKS[precision] if name in given.networks]
        for precision in given.precisions
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(*sys.argv[2:])
    elif sys.argv[1:2] == ["rehearse"]:
        rehearse(*sys.argv[2:])
    elif not trains_on_gpu("auto", "jax"):
        sys.exit("No GPU is visible here; nothing was measured.")
    else:
        main(read_arguments())
