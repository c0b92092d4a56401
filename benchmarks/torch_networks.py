"""The two pixel networks in Keras and in PyTorch: errors, speed and memory, seed by seed in turn.

Needs PyTorch, and Samson in the folder that UNMIXING_DATA names. Each library has a process of its
own on one thread. Errors are equivalent if the 90 % interval of their median ratio, over 30 seeds
that share their splits, lies within 10 % of 1. Name a network to compare it alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from scipy import stats

from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import Scene
from unmixing.splits.drawing import draw_split
from unmixing.study.reading import read_study
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import NetworkSettings
from unmixing.training.trainers import make_job, trainer

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples" / "methods"
SEEDS, LABELLED, TESTED, VALIDATING, MARGIN = 30, 500, 2000, 0.1, 0.1
# Runs that err this many times the median are called stuck.
STUCK = 3
# In Keras -> in PyTorch, and the learning rate of both.
NETWORKS = {
    "unmixing_pixel_based_cnn": ("unmixing_torch_cnn", 0.001),
    "unmixing_pixel_based_dcae": ("unmixing_torch_dcae", 0.001),
}


def read_samson() -> Scene:
    """Read Samson as the shipped study has it."""
    config = yaml.safe_load((ROOT / "config" / "real.yaml").read_text())
    entry = read_study(config).scenes["samson"]
    folder = Path(os.environ["UNMIXING_DATA"])
    files = {role: folder / file.path for role, file in entry.files.items()}
    return import_scene("samson", entry, files)


def train_asked(name: str, learning_rate: float) -> None:
    """Train a network with each seed that a line of the standard input names."""
    scene = read_samson()
    settings = NetworkSettings(
        architecture=name,
        neighbourhood_size=1,
        learning_rate=learning_rate,
        batch_size=32,
        updates=1000,
        epochs=None,
        patience=None,
        shuffle=True,
        steps_per_execution=32,
    )
    job = make_job(settings, EXAMPLES)

    def asked() -> Iterator[AskedRun]:
        for line in sys.stdin:
            seed = int(line)
            split = draw_split(scene.valid, seed, LABELLED, VALIDATING, TESTED)
            yield AskedRun(scene, split, seed)

    for seed, run in enumerate(trainer(job.method.trainer, EXAMPLES)(job, asked())):
        split = draw_split(scene.valid, seed, LABELLED, VALIDATING, TESTED)
        facts = run.predictions
        truth = scene.labels[split.test]
        told = {
            "rmse": float(np.sqrt(np.mean((facts.abundances - truth) ** 2))),
            "loss": min(row["val_loss"] for row in run.history),
            "rate": facts.epochs * len(split.train) / facts.training_time,
            "memory": peak_memory_mb(),
        }
        print(json.dumps(told), flush=True)


def start(name: str, learning_rate: float) -> subprocess.Popen[str]:
    """Start the process of a network."""
    command = [sys.executable, __file__, name, str(learning_rate)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def ask(process: subprocess.Popen[str], seed: int) -> dict[str, float | str]:
    """Let a process train one seed."""
    assert process.stdout is not None
    print(seed, file=process.stdin, flush=True)
    answer: dict[str, float | str] = json.loads(process.stdout.readline())
    return answer


def interval(ratios: np.ndarray) -> str:
    """Return the median of ratios and its 90 % interval, from their order alone.

    A mean would be of the few runs of either library that get stuck.
    """
    ordered = np.sort(ratios)
    rank = int(stats.binom.ppf(0.05, len(ordered), 0.5)) - 1
    low, median, high = ordered[rank], np.median(ordered), ordered[-1 - rank]
    equivalent = low > 1 / (1 + MARGIN) and high < 1 + MARGIN
    words = "equivalent" if equivalent else "not shown to be equivalent"
    return f"{median:.3f} ({low:.3f} to {high:.3f}), {words}"


def compare(name: str, in_torch: str, learning_rate: float) -> None:
    """Print rows of both libraries, and the ratios of PyTorch to Keras."""
    processes = [start(one, learning_rate) for one in (name, in_torch)]
    rows = [[ask(process, seed) for process in processes] for seed in range(SEEDS)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
    columns = {key: np.array([[one[key] for one in row] for row in rows]) for key in rows[0][0]}
    for place, library in enumerate(("Keras", "PyTorch")):
        errors = columns["rmse"][:, place]
        stuck = int((errors > STUCK * np.median(columns["rmse"])).sum())
        print(
            f"| {name} | {library} | {np.median(errors):.4f} | {stuck} "
            f"| {np.median(columns['rate'][:, place]):,.0f} | {columns['memory'][-1, place]:.0f} |"
        )
    speed = columns["rate"][:, 1] / columns["rate"][:, 0]
    errors, losses = (columns[key][:, 1] / columns[key][:, 0] for key in ("rmse", "loss"))
    print(f"{name}: RMSE {interval(errors)}")
    print(f"{name}: validation loss {interval(losses)}")
    print(f"{name}: speed {np.median(speed):.2f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        train_asked(sys.argv[1], float(sys.argv[2]))
    else:
        print("| network | library | RMSE, median | stuck | samples/s | peak memory, MiB |")
        print("|---|---|---|---|---|---|")
        for keras_name in sys.argv[1:] or NETWORKS:
            compare(keras_name, *NETWORKS[keras_name])
