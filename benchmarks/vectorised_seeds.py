"""Several seeds of a small network, one after another and trained as one program (`jax.vmap`).

python benchmarks/vectorised_seeds.py [labelled pixels ...], in an environment made from
requirements-jax.txt; on a card if there is one. Both ways run the same compiled epoch at Urban's
size. The weights start alike, and each seed trains on pixels and a range of its own.
"""

import functools
import sys
import time
from statistics import median

import numpy as np
from run import urban_sized_scene

from unmixing.devices import begin_run, prepare_keras
from unmixing.patches import pad_cube, patch_indices, training_range
from unmixing.splits import draw_split

NETWORKS = ("unmixing_pixel_based_cnn", "unmixing_branch_1d", "unmixing_branch_2d")
LABELLED, TEST_PIXELS, BATCH = (470, 6100), 47_249, 256
SEEDS, REPEATS = 10, 5


def epoch(network, optimizer, cube, state, pixels, targets, limits):
    """Train one epoch of one seed, and return weights, Adam's moments and the mean loss.

    Parameters
    ----------
    cube : (padded pixels, bands), shared by all seeds
    state : the network's weights, and what the optimiser keeps
    pixels : (steps, batch, k * k), where the neighbourhoods lie in the cube
    targets : (steps, batch, n_endmembers)
    limits : minimum and maximum of the seed's training patches
    """
    import jax
    from jax import numpy as jnp

    def loss(weights, batch, truth):
        patches = (cube[batch] - limits[0]) / (limits[1] - limits[0])
        patches = patches.reshape(-1, *network.input_shape[1:])
        predicted, _ = network.stateless_call(weights, [], patches, training=True)
        return jnp.mean((predicted - truth) ** 2)

    def update(state, batch):
        weights, kept = state
        value, gradients = jax.value_and_grad(loss)(weights, *batch)
        return optimizer.stateless_apply(kept, gradients, weights)[:2], value

    state, losses = jax.lax.scan(update, state, (pixels, targets))
    return state, losses.mean()


def data_of(seed: int, scene, padded: np.ndarray, k: int, labelled: int) -> tuple:
    """Return the pixels, targets and range of a seed, in whole batches."""
    split = draw_split(scene.valid, seed, labelled, 0.1, TEST_PIXELS)
    batch = min(BATCH, len(split.train))
    train = split.train[: len(split.train) // batch * batch].reshape(-1, batch)
    pixels = patch_indices(train.ravel(), scene.shape[1], k).reshape(*train.shape, -1)
    targets = scene.abundances.reshape(-1, scene.n_endmembers)[train]
    return pixels, targets, np.float32(training_range(padded, split.train, k))


def seconds(program, *arguments) -> float:
    """Run a compiled program to its end, after a first time that compiles it."""
    import jax

    jax.block_until_ready(program(*arguments))
    started = time.perf_counter()
    jax.block_until_ready(program(*arguments))
    return time.perf_counter() - started


def measure(name: str, scene, labelled: int) -> str:
    """Time an epoch of all seeds both ways, in turn, and lay it out."""
    import jax
    import keras
    from jax import numpy as jnp

    from unmixing.architectures import architecture
    from unmixing.training import build_network

    begin_run(0)
    kind = architecture(name)
    k = kind.neighbourhood_size
    padded = pad_cube(scene.cube, k)
    network = build_network(name, k, scene)
    optimizer = keras.optimizers.Adam(kind.learning_rate)
    optimizer.build(network.trainable_variables)
    cube = jnp.asarray(padded.reshape(-1, scene.shape[2]))
    one = jax.jit(functools.partial(epoch, network, optimizer, cube))
    all_together = jax.jit(jax.vmap(functools.partial(epoch, network, optimizer, cube)))
    start = tuple(
        [jnp.asarray(variable) for variable in variables]
        for variables in (network.trainable_variables, optimizer.variables)
    )
    inputs = [(start, *data_of(seed, scene, padded, k, labelled)) for seed in range(SEEDS)]
    stacked = jax.tree.map(lambda *values: jnp.stack(values), *inputs)

    def one_after_another():
        return [one(*of_seed) for of_seed in inputs]

    apart, together = [], []
    for _ in range(REPEATS):
        apart.append(seconds(one_after_another))
        together.append(seconds(all_together, *stacked))
    apart, together = median(apart), median(together)
    return f"| {name} | {labelled} | {apart:.3f} | {together:.3f} | {apart / together:.2f} |"


def main() -> None:
    """Print a row a network and size."""
    prepare_keras("jax", "auto", threads=2, precision="float32")
    import jax

    print(f"{SEEDS} seeds on {jax.devices()[0].device_kind}: seconds of an epoch\n")
    print("| network | labelled pixels | one after another | together | ratio |")
    print("|---|---|---|---|---|")
    scene = urban_sized_scene()
    for name in NETWORKS:
        for labelled in map(int, sys.argv[1:] or LABELLED):
            print(measure(name, scene, labelled), flush=True)


if __name__ == "__main__":
    main()
