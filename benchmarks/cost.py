"""Measure the rates that `make plan` estimates with, and write them to its table.

python benchmarks/cost.py [method ...]: the named methods, or all of them without arguments.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from published_times import published_seconds
from simulated_scenes import simulate

from unmixing import architectures, estimators
from unmixing.architectures import architecture
from unmixing.scenes.scene import write_scene
from unmixing.study.costs import COST_MODEL

WORKER = Path(__file__).with_name("one_run.py")

SHAPE = (100, 100, 162)
TEST_PIXELS, EPOCHS, THREADS = 2000, 3, 1
# Seconds of a job that a single run does not show: starting Snakemake's script, and evaluation.
OTHER_SECONDS = 1.5
# Two sizes give the exponent of an estimator; kernel methods only show theirs at large sizes.
SIZES = {"architecture": (512,), "estimator": (1000, 6000)}
# For networks without published times: no published network is slower, from 2,800 pixels on.
UNPUBLISHED_SPEEDUP = 5.0
URBAN_BANDS, PUBLISHED_EPOCHS, SMALLEST_SIZE = 162, 100, 2800


def run_once(kind: str, name: str, scene: Path, *numbers: int) -> dict:
    """Run a method in its own process; numbers: labelled and test pixels, epochs, threads."""
    command = [sys.executable, str(WORKER), kind, name, str(scene), *map(str, numbers)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def measure(kind: str, name: str, scene: Path) -> dict:
    """Run a method in its own process at each size, and turn seconds into rates."""
    results = [
        run_once(kind, name, scene, size, TEST_PIXELS, EPOCHS, THREADS) for size in SIZES[kind]
    ]
    exponent = 1.0
    if kind == "estimator":
        ratio = results[1]["epoch"] / results[0]["epoch"]
        exponent = max(0.0, np.log(ratio) / np.log(SIZES[kind][1] / SIZES[kind][0]))
    last = results[-1]
    rate = last["epoch"] / (last["work"] * SIZES[kind][-1] ** exponent)
    fixed = ("start", "import", "load", "graphs", "write")
    return {
        "method": name,
        "fixed_seconds": OTHER_SECONDS + sum(last["phases"][phase] for phase in fixed),
        "training_seconds": rate,
        "exponent": exponent,
        "prediction_seconds": last["phases"]["predict"] / (last["work"] * TEST_PIXELS),
        "memory_mb": last["memory_mb"],
        "model_mb": last["model_mb"],
        "bands": SHAPE[2],
        "pixels": SIZES[kind][-1],
        "card_speedup": estimate_gpu_speedup(name, rate) if kind == "architecture" else 1.0,
    }


def estimate_gpu_speedup(name: str, rate: float) -> float:
    """Return how many of these cores the published GPU replaced at least."""
    times = published_seconds()
    if name not in times.index:
        return UNPUBLISHED_SPEEDUP
    published = times.loc[name, SMALLEST_SIZE:]
    work = URBAN_BANDS * architecture(name).neighbourhood_size ** 2
    estimated = rate * work * PUBLISHED_EPOCHS * published.index
    return round(float((estimated / published).min()), 1)


def main() -> None:
    """Measure rates, and merge them with the stored ones."""
    known = dict.fromkeys(architectures.names(), "architecture")
    known |= dict.fromkeys(estimators.names(), "estimator")
    wanted = sys.argv[1:] or list(known)
    surfaces = {"road": "road", "roof": "tile", "soil": "soil", "vegetation": "canopy"}
    with tempfile.TemporaryDirectory() as temporary:
        scene = Path(temporary) / "scene.h5"
        changes = {"correlation_length": 8, "spectra_per_endmember": 2, "snr": 35}
        write_scene(simulate(SHAPE, endmembers=surfaces, **changes), scene)
        rows = []
        for name in wanted:
            rows.append(measure(known[name], name, scene))
            print(rows[-1], flush=True)
    table = pd.DataFrame(rows).set_index("method")
    if COST_MODEL.exists() and len(wanted) < len(known):
        table = table.combine_first(pd.read_csv(COST_MODEL).set_index("method"))
    table.round(12).to_csv(COST_MODEL)


if __name__ == "__main__":
    main()
