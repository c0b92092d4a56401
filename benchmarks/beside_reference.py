"""Seeds of a network in one job, beside as many runs in the reference's way.

python benchmarks/beside_reference.py [NETWORK ...]: seconds a run, from the start of the process to
its last file, on two threads. The two take turns, and each printed number is a median. A run in the
reference's way is a process of its own; ours are the runs of one job.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from one_run import settings_of
from run import urban_sized_scene

from unmixing.scenes.scene import read_scene, write_scene
from unmixing.splits.drawing import draw_split
from unmixing.training.keras_setup import prepare_keras

REFERENCE = Path(__file__).with_name("reference_way.py")
# Network -> labelled and test pixels, and epochs.
SIZES = {
    "unmixing_pixel_based_cnn": (15_500, 47_249, 10),
    "unmixing_cube_based_dcae": (4000, 2000, 3),
}
SEEDS, REPEATS, THREADS = 5, 3, 2


def job(name: str, scene_path: str) -> None:
    """Train, predict and write all seeds, as a job of the workflow does."""
    import psutil

    prepare_keras("tensorflow", "cpu", THREADS, "float32")
    # They import Keras, which is set up by now.
    from unmixing.training.network_run import NetworkRuns
    from unmixing.training.predictions import write_predictions
    from unmixing.training.trained_run import AskedRun

    labelled, tested, epochs = SIZES[name]
    scene = read_scene(scene_path)
    asked = [
        AskedRun(scene, draw_split(scene.valid, seed, labelled, 0.1, tested), seed)
        for seed in range(SEEDS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for run in NetworkRuns(settings_of(name, epochs), 0).runs(asked):
            run.network.save(Path(folder) / "model.keras")
            write_predictions(run.predictions, Path(folder) / "predictions.h5")
    print(json.dumps({"seconds": time.time() - psutil.Process().create_time()}))


def seconds_of(*command: object) -> float:
    """Run a process, and return the seconds that it prints."""
    words = [sys.executable, *map(str, command)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def main(names: list[str]) -> None:
    """Print a row a network."""
    print("| network | the reference's way | ours | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        scene = Path(folder) / "scene.h5"
        write_scene(urban_sized_scene(), scene)
        for name in names:
            pairs = [
                (
                    seconds_of(REFERENCE, name, scene, *SIZES[name], THREADS),
                    seconds_of(__file__, "job", name, scene) / SEEDS,
                )
                for _ in range(REPEATS)
            ]
            theirs, ours = (median(times) for times in zip(*pairs, strict=True))
            ratio = median(our / their for their, our in pairs)
            print(f"| {name} | {theirs:.1f} | {ours:.1f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["job"]:
        job(*sys.argv[2:])
    else:
        main(sys.argv[1:] or list(SIZES))
