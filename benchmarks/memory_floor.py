"""Peak memory of the cube-based CNN alone at Urban's bands: one batch, no scene, no validation.

python benchmarks/memory_floor.py [pixels of the batch]
"""

import sys

from unmixing.machine.memory import peak_memory_mb
from unmixing.training.keras_setup import begin_run, prepare_keras


def main(pixels: int) -> None:
    """Train three steps on noise, and print the peak of the process."""
    prepare_keras("tensorflow", "cpu", threads=2, precision="float32")
    begin_run(0)
    import numpy as np

    from unmixing.architectures import architecture
    from unmixing.training.optimisation import compile_network

    network = architecture("unmixing_cube_based_cnn").build((3, 3, 162, 1), 6, None)
    compile_network(network, "abundances", 0.001, steps_per_execution=1)
    generator = np.random.default_rng(0)
    patches = generator.random((pixels, 3, 3, 162, 1), np.float32)
    abundances = generator.random((pixels, 6), np.float32)
    imported = peak_memory_mb()
    for _ in range(3):
        network.train_on_batch(patches, abundances)
    print(f"{pixels} pixels: {imported:.0f} MiB before, {peak_memory_mb():.0f} MiB after")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 256)
