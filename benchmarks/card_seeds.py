"""Runs of the published study on one card, all seeds of a cell as one program.

python benchmarks/card_seeds.py SCENES ROWS --models MODEL ...: SCENES is a folder of scenes as the
workflow imports them, ROWS gets a table a model and scene with the columns of tables/runs.csv.
Whatever ends it, the same command goes on with the cells that are not in ROWS. The times of a run
are its share of its program's.
"""

import argparse
import itertools
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from card_runs import kept, published_study, set_up
from convolutions import WAYS

from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.scene import Scene, read_scene
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.noise import with_noise
from unmixing.splits.split import Split
from unmixing.storage import write_rows
from unmixing.study.identity import identity_of
from unmixing.study.runs import Run
from unmixing.study.study import Study

if TYPE_CHECKING:
    # They import Keras, which a process sets up first.
    from seeds_together import Cell, SeedsTogether

CONDITION = "standard"


@dataclass(frozen=True)
class Seeds:
    """The seeds of a model and scene, which share what is compiled of them."""

    study: Study
    scene: Scene
    scene_name: str
    model: str

    def cell(self, size: int) -> "Cell":
        """Draw the splits of all seeds."""
        from seeds_together import Cell

        study, condition = self.study, self.study.conditions[CONDITION]
        sizes = (size, study.val_size, study.test_size[self.scene_name])
        splits = [draw_under(condition, self.scene, seed, *sizes) for seed in study.seeds]
        noisy = [
            with_noise(self.scene, split, condition.noise, seed)
            for split, seed in zip(splits, study.seeds, strict=True)
        ]
        return Cell(noisy, splits, list(study.seeds))

    def rows(self, size: int, together: "SeedsTogether") -> list[dict[str, Any]]:
        """Train a cell, and return the rows of the runs table."""
        cell = self.cell(size)
        identity = identity_of(self.study, self.scene_name, CONDITION, self.model)
        # The code that trained is not the workflow's.
        identity |= {"scene_hash": self.scene.hash, "code_digest": ""}
        return [
            Run(self.scene_name, CONDITION, self.model, size, seed)._asdict()
            | evaluate(self.scene, split, predictions)
            | identity
            for seed, split, predictions in zip(
                cell.seeds, cell.splits, together.run(cell).predictions, strict=True
            )
        ]


def most_pixels(split: Split) -> int:
    """Return how many pixels the largest part of a split holds."""
    return max(len(split.train), len(split.validation), len(split.test))


def main(arguments: argparse.Namespace) -> None:
    """Train the cells that are not done, the smallest first."""
    study = published_study(arguments.models, arguments.seeds, "float32")
    set_up(study.device, study.precision, arguments.convolve)
    from seeds_together import SeedsTogether

    started = time.perf_counter()
    for model, name in itertools.product(arguments.models, study.scenes):
        seeds = Seeds(study, read_scene(arguments.scenes / f"{name}.h5"), name, model)
        largest = max(study.train_sizes[name])
        together = SeedsTogether(
            study.models[model], seeds.scene, most_pixels(seeds.cell(largest).splits[0])
        )
        table = arguments.rows / f"{model}_{name}.csv"
        rows = kept(table)
        done = {int(row["train_size"]) for row in rows}
        least, most = arguments.sizes
        for size in sorted(set(study.train_sizes[name]) - done):
            if least <= size <= most:
                rows += (new := seeds.rows(size, together))
                write_rows(rows, table)
                mean = sum(row["overallRMSE"] for row in new) / len(new)
                seconds = time.perf_counter() - started
                print(f"{seconds:6.0f} s {name} {model} {size}: mean RMSE {mean:.4f}", flush=True)


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--models", nargs="+", required=True, metavar="MODEL")
    parser.add_argument("--sizes", nargs=2, type=int, default=[0, 10**9], metavar="SIZE")
    parser.add_argument("--seeds", nargs="+", type=int, default=list(range(30)), metavar="SEED")
    parser.add_argument("--convolve", choices=WAYS, default="cuDNN")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()))
