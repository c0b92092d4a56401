"""Runs of the published study side by side on one card; each row is kept as soon as it is there.

python benchmarks/card_runs.py SCENES ROWS: SCENES is a folder of scenes as the workflow imports
them, ROWS gets a table a scene with the columns of tables/runs.csv. Whatever
ends it, the same command goes on with the runs that are not in ROWS. Trains by JAX.
"""

import argparse
import csv
import itertools
import multiprocessing
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from convolutions import WAYS, convolve_by

from unmixing.scenes.scene import read_scene
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.noise import with_noise
from unmixing.storage import write_rows
from unmixing.study.identity import identity_of
from unmixing.study.reading import read_study
from unmixing.study.runs import Run, runs
from unmixing.study.study import Study
from unmixing.training.keras_setup import prepare_keras
from unmixing.training.settings import NetworkSettings

if TYPE_CHECKING:
    from unmixing.training.network_run import NetworkRuns

PAPER = Path(__file__).resolve().parents[1] / "config" / "paper.yaml"
# CB-CNN, MB-DR and MB.
MODELS = ["unmixing_cube_based_cnn", "unmixing_multibranch_reduced", "unmixing_multibranch"]
THREADS = 2


def published_study(models: list[str], seeds: list[int], precision: str) -> Study:
    """Return the published study, narrowed to the scenes at hand, some models and some seeds."""
    config = yaml.safe_load(PAPER.read_text())
    narrowed = {"only_scenes": ["samson", "jasper"], "only_models": models, "seeds": seeds}
    return read_study(config | narrowed | {"backend": "jax", "precision": precision})


def in_turn(study: Study, models: list[str], least: int, most: int) -> list[Run]:
    """List the runs between two sizes seed by seed, the longest of a seed first."""
    within = [run for run in runs(study) if least <= run.train_size <= most]
    return sorted(within, key=lambda run: (run.seed, models.index(run.model), -run.train_size))


def set_up(device: str, precision: str, way: str) -> None:
    """Set a process up, and the way in which it convolves."""
    prepare_keras("jax", device, THREADS, precision)
    convolve_by(way)


@cache
def runs_of(settings: NetworkSettings) -> "NetworkRuns":
    """Return the runs of a model in this process, which compile it once."""
    from unmixing.training.network_run import NetworkRuns

    return NetworkRuns(settings, verbose=0)


def run_of(study: Study, scenes: Path, run: Run) -> dict[str, Any]:
    """Split, train and evaluate as the workflow does, and return the row of the runs table."""
    # It imports Keras, which is set up by now.
    from unmixing.evaluation.run_metrics import evaluate

    scene = read_scene(scenes / f"{run.scene}.h5")
    condition = study.conditions[run.condition]
    sizes = (run.train_size, study.val_size, study.test_size[run.scene])
    split = draw_under(condition, scene, run.seed, *sizes)
    noisy = with_noise(scene, split, condition.noise, run.seed)
    trained = runs_of(study.models[run.model]).run(noisy, split, run.seed)
    measured = evaluate(scene, split, trained.predictions)
    identity = {"scene_hash": scene.hash} | identity_of(study, *run[:3])
    return run._asdict() | measured | identity


def kept(table: Path) -> list[dict[str, Any]]:
    """Return the rows that a table holds already."""
    if not table.exists():
        return []
    with open(table, newline="") as file:
        return list(csv.DictReader(file))


def main(arguments: argparse.Namespace) -> int:
    """Run what is not done, and return how many runs failed."""
    study = published_study(arguments.models, arguments.seeds, arguments.precision)
    rows = {scene: kept(arguments.rows / f"{scene}.csv") for scene in study.scenes}
    done = {tuple(row[axis] for axis in Run._fields) for table in rows.values() for row in table}
    wanted = in_turn(study, arguments.models, *arguments.sizes)
    undone = [run for run in wanted if tuple(map(str, run)) not in done]
    print(f"{len(undone)} of {len(wanted)} runs, {arguments.jobs} side by side", flush=True)
    started, failed, left = time.perf_counter(), 0, iter(undone)
    start = partial(set_up, study.device, study.precision, arguments.convolve)
    with ProcessPoolExecutor(
        arguments.jobs, multiprocessing.get_context("spawn"), initializer=start
    ) as workers:
        begin = partial(workers.submit, run_of, study, arguments.scenes)
        begun = {begin(run): run for run in itertools.islice(left, arguments.jobs)}
        while begun:
            for job in wait(begun, return_when=FIRST_COMPLETED).done:
                run, seconds = begun.pop(job), time.perf_counter() - started
                if seconds < 60 * arguments.minutes:
                    begun |= {
                        begin(following): following for following in itertools.islice(left, 1)
                    }
                if job.exception():
                    failed += 1
                    print(f"{seconds:6.0f} s {run}: {job.exception()!r}", flush=True)
                    continue
                row = job.result()
                rows[run.scene].append(row)
                write_rows(rows[run.scene], arguments.rows / f"{run.scene}.csv")
                said = f"RMSE {row['overallRMSE']:.4f}, {row['epochs']} epochs"
                print(f"{seconds:6.0f} s {run}: {said}, {row['training_time']:.1f} s", flush=True)
    return failed


def parser_of(does: str | None, models: list[str]) -> argparse.ArgumentParser:
    """Return what reads which runs of the published study are meant, and where they are kept."""
    parser = argparse.ArgumentParser(description=does)
    parser.add_argument("scenes", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--models", nargs="+", default=models, metavar="MODEL")
    parser.add_argument("--sizes", nargs=2, type=int, default=[0, 10**9], metavar="SIZE")
    parser.add_argument("--seeds", nargs="+", type=int, default=list(range(30)), metavar="SEED")
    return parser


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = parser_of(__doc__, MODELS)
    parser.set_defaults(sizes=[1001, 10**9])
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--convolve", choices=WAYS, default="products")
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no run after them")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()) > 0)
