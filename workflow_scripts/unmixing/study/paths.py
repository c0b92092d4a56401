"""Paths of the files of a study, inside its folder in results/; axes are in braces."""

from pathlib import Path

CELL = "{scene}/{condition}/{model}/n{train_size}/seed{seed}"
SPLIT_CELL = "{scene}/{condition}/n{train_size}/seed{seed}"
SCENE = "scenes/{scene}.h5"
SPLIT = f"splits/{SPLIT_CELL}.h5"
RUN = f"runs/{CELL}"
PREDICTIONS = f"{RUN}/predictions.h5"
TRAINING_METRICS = f"{RUN}/training_metrics.csv"
METRICS = f"{RUN}/metrics.csv"
MAPS = "maps/{scene}/{model}"
MAP_SPLIT = f"{MAPS}/split.h5"
MAP_PREDICTIONS = f"{MAPS}/predictions.h5"
RUNS_TABLE = "tables/runs.csv"
EXPORT = f"exports/{CELL}.h5"
INPUT = f"inputs/{CELL}.h5"
OUTPUT = f"outputs/{CELL}.h5"
LOCK = ".running"
ANSWERING = ".answering"
RESULTS = Path("results")


def results_folder(study: str) -> Path:
    """Return the folder of a study."""
    return RESULTS / study


def scene_file(data_dir: str, path: str) -> str:
    """Return the path of a scene file, given relative to data_dir, absolute or with a ~."""
    return str(Path(data_dir) / Path(path).expanduser())


def log(rule: str, axes: str) -> str:
    """Return the log of a rule's job."""
    return f"logs/{rule}/{axes}.log"


def benchmark(rule: str, axes: str) -> str:
    """Return the benchmark file of a rule's job."""
    return f"benchmarks/{rule}/{axes}.tsv"
