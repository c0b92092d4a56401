"""How much a random split hides by testing on neighbours: networks with growing neighbourhoods.

python benchmarks/leakage.py RUNS.csv: on simulated scenes, the cube-based CNN is trained on random
pixels, and on pixels of other blocks than the tested ones. The noise of a scene is smooth, like
haze or light on slopes, or white. All networks have the same gap, so they differ in what they see
and not in their pixels. Each run is added to the file as it ends, and is not repeated.
`make result-pages` makes a page from the kept rows.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial import KDTree
from simulated_scenes import simulate

from learning_curves.columns import read_table, write_table
from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.scene import Scene
from unmixing.scenes.simulation import random_field
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.split import Split
from unmixing.training.keras_setup import prepare_keras
from unmixing.training.settings import NetworkSettings
from unmixing.vocabulary import METRIC, UNMIXING

# The sizes below were chosen with other seeds, those before these.
SEEDS, NEIGHBOURHOODS = range(10, 20), (1, 3, 5)
SHAPE, LABELLED, TESTED = (80, 80, 15), 600, 500
CONDITIONS = {
    "random": Condition(),
    "blocks": Condition("blocks", {"block_size": 8, "gap": 6}),
}


def smooth_noise(generator: np.random.Generator) -> np.ndarray:
    """Draw noise that neighbours share, which decays over three pixels, well within the gap."""
    bands = [random_field(SHAPE[:2], "matern", 3, generator) for _ in range(SHAPE[2])]
    return np.stack(bands, axis=-1)


NOISES: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "smooth": smooth_noise,
    "white": lambda generator: generator.normal(size=SHAPE),
}


def noisy_scene(noise: str, seed: int) -> Scene:
    """Simulate a scene of slowly changing abundances, its spectra with as much noise as signal."""
    scene = simulate(
        SHAPE,
        endmembers={"road": "asphalt", "soil": "soil", "tree": "canopy"},
        seed=seed,
        correlation_length=15,
        spectra_per_endmember=1,
        brightness_spread=0.1,
        snr=None,
    )
    added = NOISES[noise](np.random.default_rng([seed, 1]))
    cube = np.asarray(scene.cube)
    size = np.sqrt(np.mean(np.square(cube, dtype=np.float64)))
    return replace(scene, cube=(cube + size * added).astype(cube.dtype))


def run(noise: str, condition: str, neighbourhood: int, seed: int) -> dict:
    """Train and test one network, and return its row."""
    from unmixing.training.network_run import NetworkRuns
    from unmixing.training.trainers import make_job

    settings = NetworkSettings(
        architecture="unmixing_cube_based_cnn",
        neighbourhood_size=neighbourhood,
        learning_rate=0.001,
        batch_size=32,
        updates=1500,
        epochs=None,
        patience=None,
        shuffle=True,
        steps_per_execution=32,
    )
    scene = noisy_scene(noise, seed)
    split = draw_under(CONDITIONS[condition], scene, seed, LABELLED, 0.1, TESTED)
    trained = NetworkRuns(make_job(settings)).run(scene, split, seed)
    axes = {"data_set": noise, "condition": condition, "method": str(neighbourhood)}
    return (
        axes
        | {
            "size_name": LABELLED,
            "repetition": seed,
            "seen": measure_seen(split, neighbourhood),
        }
        | evaluate(scene, split, trained.predictions)
    )


def measure_seen(split: Split, neighbourhood: int) -> float:
    """Return the share of test pixels inside the patch of a training pixel."""
    places = [np.column_stack(np.divmod(part, SHAPE[1])) for part in (split.train, split.test)]
    distances, _ = KDTree(places[0]).query(places[1], p=np.inf)
    return float(np.mean(distances <= neighbourhood // 2))


def measure(path: Path) -> None:
    """Do the missing runs of the file, seed by seed."""
    rows = read_table(path, UNMIXING).to_dict("records") if path.exists() else []
    done = {
        (row["repetition"], row["data_set"], int(row["method"]), row["condition"]) for row in rows
    }
    prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
    for cell in product(SEEDS, NOISES, NEIGHBOURHOODS, CONDITIONS):
        if cell not in done:
            seed, noise, neighbourhood, condition = cell
            rows.append(run(noise, condition, neighbourhood, seed))
            write_table(pd.DataFrame(rows), path, UNMIXING)
            print(*cell, f"{rows[-1][METRIC]:.3f}", flush=True)


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
