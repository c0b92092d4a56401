"""The pixel-based CNN as published and with learning rates to choose from, beside kernel ridge.

UNMIXING_DATA=/folder/of/scenes python benchmarks/tuning.py [seeds]
"""

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.importing import import_scene
from unmixing.splits.drawing import draw_split
from unmixing.study.reading import SHIPPED, read_study
from unmixing.training.estimator_run import fit_run
from unmixing.training.keras_setup import prepare_keras

CNN = "unmixing_pixel_based_cnn"
MODELS = {
    CNN: {},
    f"{CNN}_chosen": {"architecture": CNN, "learning_rate": [0.0003, 0.001, 0.003, 0.01]},
    "kernel_ridge": {},
}
SIZES = {"samson": (60, 250, 1000), "jasper": (75, 250, 1000)}
TEST_PIXELS = 2500


def main() -> None:
    """Print a row a run as it ends, and geometric means at last."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    config = yaml.safe_load((SHIPPED / "config" / "real.yaml").read_text())
    study = read_study(config | {"models": MODELS})
    data = Path(os.environ["UNMIXING_DATA"])
    prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
    # It imports Keras, which is set up by now.
    from unmixing.training.network_run import NetworkRuns

    rows = []
    for name, entry in study.scenes.items():
        files = {role: data / file.path for role, file in entry.files.items()}
        scene = import_scene(name, entry, files)
        for size, seed in ((size, seed) for size in SIZES[name] for seed in range(seeds)):
            split = draw_split(scene.valid, seed, size, 0.1, TEST_PIXELS)
            for model, settings in study.models.items():
                if settings.is_network:
                    run = NetworkRuns(settings, verbose=0).run(scene, split, seed)
                    rate = run.learning_rate
                else:
                    run, rate = fit_run(scene, split, settings.method, seed), np.nan
                error = evaluate(scene, split, run.predictions)["overallRMSE"]
                rows.append([name, size, model, seed, error, rate, run.predictions.training_time])
                print(*rows[-1], flush=True)
    columns = ["scene", "size", "model", "seed", "error", "learning_rate", "seconds"]
    table = pd.DataFrame(rows, columns=columns)
    means = table.assign(log=np.log(table["error"])).pivot_table("log", ["scene", "size"], "model")
    print(np.exp(means).round(4).to_markdown())


if __name__ == "__main__":
    main()
