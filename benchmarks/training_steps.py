"""The training step of every network on this processor: where its time goes, and other backends.

python benchmarks/training_steps.py [--networks ...] [--threads 1]: samples a second at Urban's size
by TensorFlow, beside the rate of its matrix products, and the shares of its kinds of operations.
UNMIXING_JAX_PYTHON and UNMIXING_TORCH_PYTHON may name Pythons that have Keras with JAX and with
PyTorch. The backends take turns, a process each.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from one_run import operations
from run import STEPS

BANDS, ENDMEMBERS, SIDE, BATCH, STEPS_PER_EXECUTION = 162, 6, 64, 256, 32
# Of each backend, after one that makes the graphs, of a quarter of the steps.
EPOCHS = 2
PRODUCT_SIDE, PRODUCTS = 2048, 5
PYTHONS = {
    "tensorflow": sys.executable,
    "jax": os.environ.get("UNMIXING_JAX_PYTHON"),
    "torch": os.environ.get("UNMIXING_TORCH_PYTHON"),
}
# Part of an operation's place and type -> its kind, the first that is there.
KINDS = {"adam/": "Adam", "Conv": "convolutions", "MatMul": "matrix products", "Pool": "pooling"}
OTHER = "other"
SHARES = ("convolutions", "matrix products", "pooling", "Adam", OTHER)
COLUMNS = ("network", "MFLOP a sample", "samples/s", "share of the products' rate", *SHARES)


def set_up(backend: str, threads: int) -> None:
    """Import Keras on a backend, which need not be one of the workflow's."""
    if backend != "torch":
        from unmixing.training.keras_setup import prepare_keras

        prepare_keras(backend, "cpu", threads, "float32")
        return
    os.environ["KERAS_BACKEND"] = backend
    import torch

    torch.set_num_threads(threads)


def product_rate() -> float:
    """Measure the operations a second of matrix products."""
    from keras import ops, random

    matrix, seconds = random.normal((PRODUCT_SIDE, PRODUCT_SIDE)), []
    for _ in range(PRODUCTS):
        started = time.perf_counter()
        ops.convert_to_numpy(ops.matmul(matrix, matrix)[0, 0])
        seconds.append(time.perf_counter() - started)
    return 2 * PRODUCT_SIDE**3 / min(seconds)


def measure(backend: str, name: str, threads: int) -> dict[str, Any]:
    """Train a network as the workflow does, on spectra of noise, and return its speed."""
    set_up(backend, threads)
    import keras

    from unmixing.architectures import architecture
    from unmixing.training.batches import batches
    from unmixing.training.optimisation import compile_network
    from unmixing.training.patch_layer import PatchLayer, index_fed

    keras.utils.set_random_seed(0)
    generator, kind = np.random.default_rng(0), architecture(name)
    k, steps = kind.neighbourhood_size, max(1, STEPS[name] // 4)
    endmembers = generator.random((BANDS, ENDMEMBERS), np.float32)
    network = kind.build((k, k, BANDS, 1), ENDMEMBERS, endmembers)
    padded = generator.random((SIDE + k - 1, SIDE + k - 1, BANDS), np.float32)
    model = index_fed(network, PatchLayer(padded, k))
    together = 1 if backend == "torch" else min(steps, STEPS_PER_EXECUTION)
    compile_network(model, kind.target, kind.learning_rate, together)
    if backend == "torch":
        model.jit_compile = False
    truth = generator.dirichlet(np.ones(ENDMEMBERS), SIDE**2).astype(np.float32)
    targets = truth if kind.target == "abundances" else truth @ endmembers.T
    pixels = generator.integers(0, SIDE**2, steps * BATCH, np.int32)
    fed = batches(pixels, targets, BATCH)
    rates = []
    for _ in range(1 + EPOCHS):
        started = time.perf_counter()
        model.fit(*fed.data, **fed.options, verbose=0)
        rates.append(steps * BATCH / (time.perf_counter() - started))
    facts = {
        "rate": statistics.median(rates[1:]),
        "operations": 3 * operations(network),
        "products": product_rate(),
    }
    return facts | ({"kinds": kinds_of(model, fed)} if backend == "tensorflow" else {})


def kinds_of(model: Any, fed: Any) -> dict[str, float]:
    """Return what share of an epoch's operations by TensorFlow each kind takes."""
    import tensorflow as tf
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    with tempfile.TemporaryDirectory() as folder:
        with tf.profiler.experimental.Profile(folder):
            model.fit(*fed.data, **fed.options, verbose=0)
        (profile,) = Path(folder).rglob("*.xplane.pb")
        space = xplane_pb2.XSpace.FromString(profile.read_bytes())
    times: Counter[str] = Counter()
    for plane in space.planes:
        for line in plane.lines:
            for event in line.events:
                name = plane.event_metadata[event.metadata_id].name
                # Operations are named "place:type"; the others are spans that hold them.
                if line.name.startswith("tf_Compute") and ":" in name.replace("::", ""):
                    times[_kind(name)] += event.duration_ps
    return {kind: taken / times.total() for kind, taken in times.items()}


def _kind(operation: str) -> str:
    return next((kind for part, kind in KINDS.items() if part in operation), OTHER)


def row(name: str, measured: dict[str, dict[str, Any]]) -> str:
    """Lay out what was measured of a network, TensorFlow first."""
    facts = measured["tensorflow"]
    shares = (f"{facts['kinds'].get(kind, 0):.0%}" for kind in SHARES)
    of_products = facts["rate"] * facts["operations"] / facts["products"]
    others = (f"{of['rate']:.0f}" for backend, of in measured.items() if backend != "tensorflow")
    cells = (f"{facts['operations'] / 1e6:.1f}", f"{facts['rate']:.0f}", f"{of_products:.0%}")
    return "| " + " | ".join((name, *cells, *shares, *others)) + " |"


def main(networks: list[str], threads: int) -> None:
    """Print a row a network, and what the matrix products reached beside each."""
    pythons = {backend: python for backend, python in PYTHONS.items() if python}
    columns = (*COLUMNS, *(f"samples/s, {name}" for name in pythons if name != "tensorflow"))
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns), flush=True)
    products = []
    for name in networks:
        measured = {}
        for backend, python in pythons.items():
            command = [python, __file__, "measure", backend, name, str(threads)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            measured[backend] = json.loads(output.splitlines()[-1])
        products.append(measured["tensorflow"]["products"] / 1e9)
        print(row(name, measured), flush=True)
    print(f"\nMatrix products, GFLOP/s: {min(products):.0f} to {max(products):.0f}")


def parsed() -> argparse.Namespace:
    """Read which networks are to be measured, and how."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure(sys.argv[2], sys.argv[3], int(sys.argv[4]))))
    else:
        main(**vars(parsed()))
