"""Spectral networks with layers of three dimensions, as the reference has them, and with rows.

python benchmarks/spectral_layers.py: samples a second of training on random spectra of Urban's
bands, medians of epochs in turn, with one thread and with two, a process each.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

from unmixing.architectures import architecture
from unmixing.training.keras_setup import begin_run, prepare_keras

NETWORKS = ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae")
BANDS, ENDMEMBERS = 162, 6
BATCH, STEPS, STEPS_PER_EXECUTION = 256, 64, 32
THREADS, REPEATS = (1, 2), 9


def rates(threads: int) -> dict[str, dict[str, list[float]]]:
    """Measure the samples a second of every network, both ways in turn."""
    prepare_keras("tensorflow", "cpu", threads, "float32")
    begin_run(0)
    generator = np.random.default_rng(0)
    endmembers = generator.random((BANDS, ENDMEMBERS), np.float32)
    spectra = generator.random((BATCH * STEPS, BANDS), np.float32)
    abundances = generator.dirichlet(np.ones(ENDMEMBERS), len(spectra)).astype(np.float32)
    measured = {}
    for name in NETWORKS:
        kind = architecture(name)
        network = kind.build((1, 1, BANDS, 1), ENDMEMBERS, endmembers)
        ways = {"three dimensions": in_three_dimensions(network), "rows": network}
        targets = abundances if kind.target == "abundances" else spectra
        measured[name] = in_turn(ways, kind, spectra.reshape(-1, 1, 1, BANDS, 1), targets)
    return measured


def in_three_dimensions(network):
    """Return the same network whose convolutions and poolings have three dimensions."""
    from keras import Input, Sequential, layers

    def raised(layer):
        if isinstance(layer, layers.Conv2D):
            size = (1, *layer.kernel_size)
            return layers.Conv3D(layer.filters, size, activation=layer.activation)
        if isinstance(layer, layers.MaxPooling2D):
            return layers.MaxPooling3D((1, *layer.pool_size))
        return type(layer).from_config(layer.get_config())

    inner = [layer for layer in network.layers if not isinstance(layer, layers.Reshape)]
    other = Sequential([Input(network.input_shape[1:]), *map(raised, inner)])
    shapes = [weights.shape for weights in other.weights]
    pairs = zip(network.get_weights(), shapes, strict=True)
    other.set_weights([weights.reshape(shape) for weights, shape in pairs])
    return other


def in_turn(ways: dict, kind, spectra: np.ndarray, targets: np.ndarray) -> dict[str, list[float]]:
    """Train each way an epoch at a time, the first of which builds the graphs."""
    from unmixing.training.optimisation import compile_network

    for network in ways.values():
        compile_network(network, kind.target, kind.learning_rate, STEPS_PER_EXECUTION)
    measured = {way: [] for way in ways}
    for _ in range(1 + REPEATS):
        for way, network in ways.items():
            started = time.perf_counter()
            network.fit(spectra, targets, batch_size=BATCH, verbose=0)
            measured[way].append(len(spectra) / (time.perf_counter() - started))
    return {way: of_way[1:] for way, of_way in measured.items()}


def processor() -> str:
    """Name the processor, and say whether it has AVX-512."""
    facts = {}
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        facts.setdefault(key.strip(), value.strip())
    wide = "with" if "avx512f" in facts.get("flags", "").split() else "without"
    return f"{facts.get('model name', 'unknown processor')}, {wide} AVX-512"


def main() -> None:
    """Print a row a network and number of threads."""
    print(f"{processor()}: samples/s\n")
    print("| network | threads | three dimensions | rows | ratio |\n|---|---|---|---|---|")
    for threads in THREADS:
        command = [sys.executable, __file__, str(threads)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for name, ways in json.loads(output.splitlines()[-1]).items():
            volumes, rows = (median(of_way) for of_way in ways.values())
            cells = f"{volumes:.0f} | {rows:.0f} | {rows / volumes:.2f}"
            print(f"| {name} | {threads} | {cells} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(rates(int(sys.argv[1]))))
    else:
        main()
