"""Train one network for some steps, index-fed or on materialised patches, and print its speed.

Arguments: way, scene file, architecture, steps an epoch. The split is that of the published
notebook. As in the reference, the materialised way holds the patches of all its pixels at once.
The other ways are index-fed, each with one thing changed.
"""

import itertools
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "workflow_scripts"))

from unmixing.devices import begin_run, prepare_keras
from unmixing.memory import peak_memory_mb

PIXELS, TEST_PIXELS = 15_500, 47_249
EPOCHS = 4
BATCH = 256
STEPS_PER_EXECUTION = 32


def main(way: str, scene_path: str, name: str, steps: int) -> None:
    """Measure the epochs after the first, which builds the graph."""
    precision = way if way == "mixed_bfloat16" else "float32"
    backend = "jax" if way == "XLA by JAX" else "tensorflow"
    prepare_keras(backend, "auto", threads=2, precision=precision)
    begin_run(0)
    import keras

    from unmixing.architectures import architecture
    from unmixing.patch_layer import PatchLayer, index_fed
    from unmixing.patches import extract_patches, normalise, pad_cube, training_range
    from unmixing.scene import read_scene
    from unmixing.splits import draw_split
    from unmixing.training import build_network, compile_network

    scene = read_scene(scene_path)
    split = draw_split(scene.valid, 0, PIXELS, 0.1, TEST_PIXELS)
    kind = architecture(name)
    k = kind.neighbourhood_size
    padded = pad_cube(scene.cube, k)
    limits = training_range(padded, split.train, k)
    targets = (
        scene.abundances.reshape(-1, scene.n_endmembers)
        if kind.target == "abundances"
        else normalise(scene.cube, *limits).reshape(-1, scene.shape[2])
    )
    network = build_network(name, k, scene)
    if way != "materialised":
        model = index_fed(network, PatchLayer(normalise(padded, *limits), k))
        steps_per_execution = (
            1 if way == "one step an execution" else min(steps, STEPS_PER_EXECUTION)
        )
        inputs = {part: getattr(split, part) for part in ("train", "validation", "test")}
    else:
        model = network
        steps_per_execution = 1
        inputs = {
            part: normalise(extract_patches(scene.cube, getattr(split, part), k), *limits)[
                ..., None
            ]
            for part in ("train", "validation", "test")
        }
    compile_network(
        model,
        kind.target,
        kind.learning_rate,
        steps_per_execution=steps_per_execution,
    )
    started = []
    clock = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: started.append(time.perf_counter())
    )
    model.fit(
        inputs["train"][: steps * BATCH],
        targets[split.train[: steps * BATCH]],
        batch_size=BATCH,
        epochs=EPOCHS,
        callbacks=[clock],
        verbose=0,
    )
    started.append(time.perf_counter())
    seconds = statistics.median(after - before for before, after in itertools.pairwise(started[1:]))
    print(json.dumps({"rate": steps * BATCH / seconds, "memory": peak_memory_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
