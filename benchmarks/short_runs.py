"""What a short run takes in a job of several: the pixel-based CNN, 300 updates, few pixels.

python benchmarks/short_runs.py: seconds of the first run of a process, whose graphs are made, and
of the next, on one thread.
"""

import time

from unmixing.scenes.simulation import simulate_scene
from unmixing.splits.drawing import draw_split
from unmixing.training.keras_setup import prepare_keras
from unmixing.training.settings import NetworkSettings

SIZES, TESTED, REPEATS = (25, 100, 400), 600, 3
SETTINGS = NetworkSettings(
    architecture="unmixing_pixel_based_cnn",
    neighbourhood_size=1,
    learning_rate=0.002,
    batch_size=16,
    updates=300,
    epochs=None,
    patience=None,
    shuffle=True,
    steps_per_execution=32,
)


def main() -> None:
    """Print a row a size."""
    prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
    # It imports Keras, which is set up by now.
    from unmixing.training.network_run import NetworkRuns

    drawn = {"maps": None, "covariance": "matern", "correlation_length": 6, "sharpness": 2}
    drawn |= {"mixing": "linear", "spectra_per_endmember": 2, "brightness_spread": 0.05}
    surfaces = {"road": "road", "roof": "tile", "soil": "soil", "vegetation": "canopy"}
    scene = simulate_scene(shape=(48, 48, 80), endmembers=surfaces, seed=0, snr=35, **drawn)
    print("| labelled pixels | first run, s | next runs, s |\n|---|---|---|")
    for size in SIZES:
        of_model, seconds = NetworkRuns(SETTINGS, verbose=0), []
        for seed in range(1 + REPEATS):
            split = draw_split(scene.valid, seed, size, 0.1, TESTED)
            started = time.perf_counter()
            of_model.run(scene, split, seed)
            seconds.append(time.perf_counter() - started)
        after = ", ".join(f"{second:.1f}" for second in seconds[1:])
        print(f"| {size} | {seconds[0]:.1f} | {after} |", flush=True)


if __name__ == "__main__":
    main()
