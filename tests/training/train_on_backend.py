"""Train architectures for two epochs on one backend, from stored weights, and print their losses.

Arguments: backend, folder of weights (made where there are none), architectures.
"""

import json
import sys
from pathlib import Path

from unmixing.training.keras_setup import begin_run, prepare_keras


def main(backend: str, folder: str, names: list[str]) -> None:
    """Train without dropout and in a fixed order: only the backend differs."""
    prepare_keras(backend, "cpu", threads=2, precision="float32")
    begin_run(0)
    import numpy as np

    from unmixing.architectures import architecture
    from unmixing.training.optimisation import compile_network
    from unmixing.training.patch_layer import PatchLayer, feed_by_index

    generator = np.random.default_rng(0)
    losses = {}
    for name in names:
        kind = architecture(name)
        k, bands, p = kind.neighbourhood_size, 80, 3
        endmembers = generator.random((bands, p), np.float32)
        network = kind.build((k, k, bands, 1), p, endmembers)
        set_weights(network, Path(folder) / f"{name}.npz")
        for layer in network.layers:
            if hasattr(layer, "rate"):
                layer.rate = 0.0
        padded = generator.random((20 + k - 1, 20 + k - 1, bands), np.float32)
        abundances = generator.dirichlet(np.ones(p), 400).astype(np.float32)
        spectra = padded[k // 2 :, k // 2 :][:20, :20].reshape(400, bands)
        targets = abundances if kind.target == "abundances" else spectra
        model = feed_by_index(network, PatchLayer(padded, k))
        compile_network(model, kind.target, kind.learning_rate, steps_per_execution=1)
        pixels = np.arange(32, dtype=np.int32)
        history = model.fit(
            pixels, targets[:32], batch_size=16, epochs=2, shuffle=False, verbose=0
        ).history
        losses[name] = history["sample_loss"]
    print(json.dumps(losses))


def set_weights(network, path: Path) -> None:
    """Load the weights that another backend stored, or store those of this network."""
    import numpy as np

    if path.exists():
        with np.load(path) as stored:
            network.set_weights([stored[f"arr_{i}"] for i in range(len(stored.files))])
    else:
        np.savez(path, *network.get_weights())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
