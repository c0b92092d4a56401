"""Train runs of a network with JAX, and print their results.

Arguments: scene file, architecture, how ("alone" or "together"), and, separated by commas, learning
rates and the labelled pixels of each run. A run's seed is its number.
"""

import json
import sys

from unmixing.training.keras_setup import prepare_keras


def main(scene_path: str, name: str, how: str, rates: str, sizes: str) -> None:
    """Train as a job of the workflow does."""
    prepare_keras("jax", "cpu", threads=2, precision="float32")
    from unmixing.scenes.scene import read_scene
    from unmixing.splits.drawing import draw_split
    from unmixing.training.network_run import NetworkRuns
    from unmixing.training.protocol import AskedRun
    from unmixing.training.seeds_together import SeedsTogether
    from unmixing.training.trainers import make_job

    from shared import network_settings

    scene = read_scene(scene_path)
    asked = [
        AskedRun(scene, draw_split(scene.valid, seed, int(size), 0.2, 40 + seed), seed)
        for seed, size in enumerate(sizes.split(","))
    ]
    settings = network_settings(12, tuple(map(float, rates.split(","))), name)
    of_model = {"alone": NetworkRuns, "together": SeedsTogether}[how](make_job(settings))
    for run in of_model.runs(asked):
        without_seconds = [
            {key: value for key, value in row.items() if key != "seconds"} for row in run.history
        ]
        facts = run.predictions.list_facts()
        compared = ("status", "minimum", "maximum", "n_parameters", "epochs", "updates")
        results = {
            "history": without_seconds,
            "abundances": run.predictions.abundances.tolist(),
            "facts": {name: facts[name] for name in compared},
            "learning_rate": run.learning_rate,
            "weights": [float(abs(weights).mean()) for weights in run.network.get_weights()],
        }
        print(json.dumps(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
