"""Seeds of a small network as one program (vmapped by JAX) against one after another.

python benchmarks/seeds_as_one.py SCENE [NETWORK]: samples a second of 1, 8 and 32 seeds at once;
the batches wait on the device, and Python calls every update.
"""

import sys
import time

import numpy as np

from unmixing.scenes.scene import read_scene
from unmixing.splits.patches import extract_patches
from unmixing.training.keras_setup import begin_run, prepare_keras

SEEDS, UPDATES, REPEATS, BATCH = (1, 8, 32), 200, 3, 256


def rate_of(name: str, scene, seeds: int) -> float:
    """Train some seeds at once, and return the samples a second of all, the best of repeats."""
    import jax
    import keras

    from unmixing.architectures import architecture

    kind = architecture(name)
    k = kind.neighbourhood_size
    network = kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)
    optimiser = keras.optimizers.Adam(kind.learning_rate)
    optimiser.build(network.trainable_variables)
    others = [variable.value for variable in network.non_trainable_variables]

    def loss(weights, patches, targets):
        outputs, _ = network.stateless_call(weights, others, patches, training=True)
        return jax.numpy.mean((outputs - targets) ** 2)

    def update(weights, moments, patches, targets):
        gradients = jax.grad(loss)(weights, patches, targets)
        return optimiser.stateless_apply(moments, gradients, weights)

    def of_all_seeds(variables):
        return [jax.numpy.stack([variable.value] * seeds) for variable in variables]

    pixels = np.random.default_rng(0).choice(scene.valid.sum(), (seeds, BATCH))
    patches = extract_patches(scene.cube, pixels.ravel(), kind.neighbourhood_size)
    patches = jax.numpy.asarray(patches.reshape(seeds, BATCH, *patches.shape[1:], 1))
    targets = jax.numpy.asarray(scene.labels[pixels])
    together = jax.jit(jax.vmap(update), donate_argnums=(0, 1))
    weights = of_all_seeds(network.trainable_variables)
    moments = of_all_seeds(optimiser.variables)
    seconds = []
    for _ in range(1 + REPEATS):
        started = time.perf_counter()
        for _ in range(UPDATES):
            weights, moments = together(weights, moments, patches, targets)
        jax.block_until_ready(weights)
        seconds.append(time.perf_counter() - started)
    return seeds * UPDATES * BATCH / min(seconds[1:])


def main(scene: str, name: str = "unmixing_pixel_based_cnn") -> None:
    """Print a row a number of seeds."""
    prepare_keras("jax", "auto", 2, "float32")
    read = read_scene(scene)
    print(f"| seeds of {name} at once | samples/s |\n|---|---|")
    for seeds in SEEDS:
        begin_run(0)
        print(f"| {seeds} | {rate_of(name, read, seeds):.0f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
