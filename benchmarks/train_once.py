"""Train one network for some steps, index-fed or materialised or both in turn; print the speeds.

Arguments: ways (separated by commas), scene file, architecture, steps per epoch, epochs. The split
has the sizes of the published notebook. The way "materialised" holds the patches of all its pixels
at once, as the reference does. The peak memory is that of the process, with all its ways.
"""

import json
import sys
import time

import numpy as np

from unmixing.machine.memory import peak_memory_mb
from unmixing.training.keras_setup import begin_run, prepare_keras

PIXELS, TEST_PIXELS = 15_500, 47_249
BATCH, STEPS_AT_ONCE = 256, 32


def main(ways: list[str], scene_path: str, name: str, steps: int, epochs: int) -> None:
    """Measure the epochs after the first, which builds the graphs."""
    prepare_keras("tensorflow", "auto", threads=2, precision="float32")
    begin_run(0)
    import keras

    from unmixing.architectures import architecture
    from unmixing.scenes.scene import read_scene
    from unmixing.splits.drawing import draw_split
    from unmixing.splits.patches import (
        extract_patches,
        find_normalisation_range,
        normalise,
        pad_cube,
    )
    from unmixing.training.optimisation import compile_network
    from unmixing.training.patch_layer import PatchLayer, feed_by_index

    scene = read_scene(scene_path)
    split = draw_split(scene.valid, 0, PIXELS, 0.1, TEST_PIXELS)
    kind = architecture(name)
    k = kind.neighbourhood_size
    padded = pad_cube(scene.cube, k)
    limits = find_normalisation_range(scene, split, k)
    targets = (
        scene.labels
        if kind.target == "abundances"
        else normalise(np.asarray(scene.cube), *limits).reshape(-1, scene.shape[2])
    )

    def prepare(way: str) -> tuple:
        """Return a compiled model and its inputs for every part of the split."""
        network = kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)
        if way == "materialised":
            model, steps_at_once = network, 1
            inputs = {
                part: normalise(extract_patches(scene.cube, getattr(split, part), k), *limits)[
                    ..., None
                ]
                for part in ("train", "validation", "test")
            }
        else:
            steps_at_once = min(steps, STEPS_AT_ONCE)
            model = feed_by_index(network, PatchLayer(normalise(padded, *limits), k))
            inputs = {part: getattr(split, part) for part in ("train", "validation", "test")}
        compile_network(
            model,
            kind.target,
            kind.learning_rate,
            steps_per_execution=steps_at_once,
        )
        return model, inputs

    marks = []

    def mark(epoch: int, logs: dict | None) -> None:
        marks.append(time.perf_counter())

    clock = keras.callbacks.LambdaCallback(on_epoch_begin=mark, on_epoch_end=mark)
    prepared = {way: prepare(way) for way in ways}
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(epochs):
        for way, (model, inputs) in prepared.items():
            marks.clear()
            model.fit(
                inputs["train"][: steps * BATCH],
                targets[split.train[: steps * BATCH]],
                batch_size=BATCH,
                callbacks=[clock],
                verbose=0,
            )
            rates[way].append(steps * BATCH / (marks[1] - marks[0]))
    measured = {way: of_way[1:] for way, of_way in rates.items()}
    print(json.dumps({"rates": measured, "memory": peak_memory_mb()}))


if __name__ == "__main__":
    ways, scene, network, steps, epochs = sys.argv[1:]
    main(ways.split(","), scene, network, int(steps), int(epochs))
