"""A whole run in the reference's way, on today's Keras: what `one_run.py` is measured beside.

python benchmarks/reference_way.py NETWORK SCENE LABELLED TESTED EPOCHS THREADS: patches of every
pixel of the scene are cut before the split, layers are of three dimensions, Keras's `fit` takes
arrays, every better model is written, and the best is read again to predict. TensorFlow.
"""

import json
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import keras
import numpy as np
import psutil
import tensorflow as tf
from keras import layers

from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.scene import Scene, read_scene
from unmixing.training.losses import root_mean_squared_error, spectral_information_divergence

BATCH, PATIENCE, VALIDATION = 256, 15, 0.1


def pixel_based_cnn(scene: Scene) -> keras.Sequential:
    """Build the pixel-based CNN."""
    network = keras.Sequential([keras.Input((1, 1, scene.shape[2], 1))])
    for filters, width in ((3, 5), (6, 4), (12, 5), (24, 4)):
        network.add(layers.Conv3D(filters, (1, 1, width), activation="relu"))
        network.add(layers.MaxPool3D((1, 1, 2)))
    network.add(layers.Flatten())
    for units in (192, 150):
        network.add(layers.Dense(units, activation="relu"))
    network.add(layers.Dense(scene.n_endmembers, activation="softmax"))
    network.compile(keras.optimizers.Adam(0.01), "mse", metrics=[root_mean_squared_error])
    return network


def cube_based_dcae(scene: Scene) -> keras.Sequential:
    """Build the cube-based autoencoder, whose decoder is the endmembers."""
    bands = scene.shape[2]
    network = keras.Sequential([keras.Input((5, 5, bands, 1))])
    for filters, side in ((16, 3), (32, 3), (64, 1), (128, 1)):
        network.add(layers.Conv3D(filters, (side, side, 3), activation="relu"))
    network.add(layers.Flatten())
    network.add(layers.Dense(256, activation="relu"))
    network.add(layers.Dropout(0.2))
    network.add(layers.Dense(scene.n_endmembers, activation="relu"))
    network.add(layers.Softmax())
    network.add(layers.Dense(bands))
    network.layers[-1].set_weights([scene.endmembers.T, np.zeros(bands)])
    network.layers[-1].trainable = False
    network.compile(
        keras.optimizers.Adam(0.0005),
        spectral_information_divergence,
        metrics=[root_mean_squared_error],
    )
    return network


# Network -> how it is built, and the neighbourhood that it sees.
NETWORKS = {
    "unmixing_pixel_based_cnn": (pixel_based_cnn, 1),
    "unmixing_cube_based_dcae": (cube_based_dcae, 5),
}


def patches_of(cube: np.ndarray, k: int) -> np.ndarray:
    """Cut the patches of all pixels: (pixels, k, k, bands, 1)."""
    margin = ((k // 2, k // 2), (k // 2, k // 2), (0, 0))
    padded = np.pad(cube, margin)
    rows, columns = cube.shape[:2]
    patches = [padded[i : i + k, j : j + k] for i, j in product(range(rows), range(columns))]
    return np.array(patches, np.float32)[..., None]


def main(name: str, scene_path: str, *numbers: str) -> None:
    """Print the seconds of a run and its peak memory."""
    labelled, tested, epochs, threads = map(int, numbers)
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(0)
    scene, (build, k) = read_scene(scene_path), NETWORKS[name]
    patches = patches_of(scene.cube, k)
    order = np.random.default_rng(0).permutation(len(patches))
    validating = int(VALIDATION * labelled)
    ends = (validating, labelled, labelled + tested)
    validation, train, test = np.split(order[: ends[-1]], ends[:-1])
    least, most = patches[train].min(), patches[train].max()
    parts = {
        part: (patches[pixels] - least) / (most - least)
        for part, pixels in (("train", train), ("validation", validation), ("test", test))
    }
    if build is cube_based_dcae:
        targets = {part: data[:, k // 2, k // 2, :, 0] for part, data in parts.items()}
    else:
        targets = {"train": scene.labels[train], "validation": scene.labels[validation]}
    network = build(scene)
    with tempfile.TemporaryDirectory() as folder:
        best = Path(folder) / "best.keras"
        network.fit(
            parts["train"],
            targets["train"],
            batch_size=BATCH,
            epochs=epochs,
            validation_data=(parts["validation"], targets["validation"]),
            callbacks=[
                keras.callbacks.ModelCheckpoint(best, save_best_only=True),
                keras.callbacks.EarlyStopping(patience=PATIENCE),
            ],
            verbose=0,
        )
        network = keras.models.load_model(best, compile=False)
    if build is cube_based_dcae:
        network.pop()
    predicted = network.predict(parts["test"], batch_size=BATCH, verbose=0)
    assert predicted.shape == (tested, scene.n_endmembers)
    # Imports count.
    seconds = time.time() - psutil.Process().create_time()
    print(json.dumps({"seconds": seconds, "memory_mb": peak_memory_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
