"""How much a random split hides by testing on neighbours: networks with growing neighbourhoods.

python benchmarks/leakage.py RUNS.csv: on smooth simulated scenes, one a seed, the cube-based CNN is
trained on random pixels, and on those of other blocks than the tested ones. The gap is the radius
of the largest patch for all, so networks differ in what they see, and not in their pixels. A run is
added to the file as it ends, and is not done again; tables of all are printed at the end.
"""

import sys
from itertools import product
from pathlib import Path
from statistics import mean

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from unmixing.answers.condition_effects import condition_effects
from unmixing.answers.measured_curves import Curves, measured_curves
from unmixing.answers.paired_ratios import paired_ratio
from unmixing.evaluation.run_metrics import evaluate
from unmixing.evaluation.tables import METRIC, read_table, write_table
from unmixing.scenes.scene import Scene
from unmixing.scenes.simulation import simulate_scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.split import Split
from unmixing.training.keras_setup import prepare_keras
from unmixing.training.settings import NetworkSettings

# The sizes below were chosen on the seeds before these.
SEEDS, NEIGHBOURHOODS = range(20, 32), (1, 3, 5, 7)
SHAPE, LABELLED, TESTED = (80, 80, 15), 400, 1000
CONDITIONS = {
    "random": Condition(),
    "blocks": Condition(split="blocks", block_size=10, gap=max(NEIGHBOURHOODS) // 2),
}


def smooth_scene(seed: int) -> Scene:
    """Simulate a scene of slowly changing abundances, its spectra with as much noise as signal."""
    return simulate_scene(
        shape=SHAPE,
        endmembers={"road": "asphalt", "soil": "soil", "tree": "canopy"},
        seed=seed,
        maps=None,
        covariance="matern",
        correlation_length=15,
        sharpness=2,
        mixing="linear",
        spectra_per_endmember=1,
        brightness_spread=0.1,
        snr=0,
    )


def run(scene: Scene, condition: str, neighbourhood: int, seed: int) -> dict:
    """Train and test one network, and return its row."""
    from unmixing.training.network_run import NetworkRuns

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
    split = draw_under(CONDITIONS[condition], scene, seed, LABELLED, 0.1, TESTED)
    trained = NetworkRuns(settings, verbose=0).run(scene, split, seed)
    axes = {"scene": "smooth", "condition": condition, "model": str(neighbourhood)}
    return (
        axes
        | {"train_size": LABELLED, "seed": seed, "seen": seen(split, neighbourhood)}
        | evaluate(scene, split, trained.predictions)
    )


def seen(split: Split, neighbourhood: int) -> float:
    """Return the share of test pixels that lie in the patch of a training pixel."""
    places = [np.column_stack(np.divmod(part, SHAPE[1])) for part in (split.train, split.test)]
    distances, _ = KDTree(places[0]).query(places[1], p=np.inf)
    return float(np.mean(distances <= neighbourhood // 2))


def measured(path: Path) -> pd.DataFrame:
    """Do the runs that the file lacks, seed by seed."""
    rows = read_table(path).to_dict("records") if path.exists() else []
    done = {(row["seed"], int(row["model"]), row["condition"]) for row in rows}
    prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
    for seed, neighbourhood, condition in product(SEEDS, NEIGHBOURHOODS, CONDITIONS):
        if (seed, neighbourhood, condition) not in done:
            rows.append(run(smooth_scene(seed), condition, neighbourhood, seed))
            write_table(pd.DataFrame(rows), path)
    return read_table(path)


def in_words(ratio: dict) -> str:
    """Write a ratio with its interval."""
    return f"{ratio['ratio']:.2f} ({ratio['ratio_low']:.2f} to {ratio['ratio_high']:.2f})"


def growth(curves: Curves, neighbourhood: int, smallest: int) -> str:
    """Return the ratio of a neighbourhood over that of the smallest, of the same seeds."""
    logs = {
        (condition, size): curves["smooth", condition, str(size)].log_errors[:, 0]
        for condition, size in product(CONDITIONS, (neighbourhood, smallest))
    }
    leakage = [logs["blocks", size] - logs["random", size] for size in (neighbourhood, smallest)]
    return in_words(paired_ratio(leakage[0] - leakage[1]))


def main() -> None:
    """Run, and print a row a neighbourhood."""
    runs = measured(Path(sys.argv[1]))
    curves = measured_curves(runs, METRIC)
    effects = condition_effects(curves, METRIC, "random").set_index("model")
    print("| neighbourhood | seen | random | blocks | ratio | over that of one pixel |")
    print("|---|---|---|---|---|---|")
    for size in NEIGHBOURHOODS:
        model = str(size)
        near = mean(runs[(runs["condition"] == "random") & (runs["model"] == model)]["seen"])
        errors = [np.exp(curves["smooth", name, model].means[0]) for name in CONDITIONS]
        cells = [f"{size} x {size}", f"{100 * near:.0f} %", *(f"{error:.3f}" for error in errors)]
        grown = growth(curves, size, NEIGHBOURHOODS[0]) if size > NEIGHBOURHOODS[0] else ""
        print("| " + " | ".join([*cells, in_words(effects.loc[model]), grown]) + " |")


if __name__ == "__main__":
    main()
