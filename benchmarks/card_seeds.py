"""Runs of the published study on one card, all seeds of a size as one program.

python benchmarks/card_seeds.py SCENES ROWS [--models MODEL ...]: SCENES is a folder of scenes as
the workflow imports them, ROWS gets a table a model and scene with the columns of tables/runs.csv.
Whatever ends it, the same command goes on with the sizes that are not in ROWS. The times of a run
are its share of its program's.
"""

import argparse
import itertools
import time
from dataclasses import replace
from typing import Any

from card_runs import kept, parser_of, published_study, set_up
from seeds_as_one import NETWORKS

from unmixing.scenes.scene import Scene, read_scene
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.noise import with_noise
from unmixing.storage import write_rows
from unmixing.study.identity import identity_of
from unmixing.study.runs import Run
from unmixing.study.study import Study

CONDITION = "standard"


def rows_of(study: Study, scene: Scene, name: str, model: str, size: int) -> list[dict[str, Any]]:
    """Train all seeds of a size, and return their rows of the runs table."""
    # They import Keras, which is set up by now.
    from unmixing.evaluation.run_metrics import evaluate
    from unmixing.training.seeds_together import SeedsTogether
    from unmixing.training.trained_run import AskedRun

    condition = study.conditions[CONDITION]
    sizes = (size, study.val_size, study.test_size[name])
    splits = [draw_under(condition, scene, seed, *sizes) for seed in study.seeds]
    asked = [
        AskedRun(with_noise(scene, split, condition.noise, seed), split, seed)
        for split, seed in zip(splits, study.seeds, strict=True)
    ]
    identity = {"scene_hash": scene.hash} | identity_of(study, name, CONDITION, model)
    trained = SeedsTogether(study.models[model], verbose=1).runs(asked)
    return [
        Run(name, CONDITION, model, size, run.seed)._asdict()
        | evaluate(scene, run.split, made.predictions)
        | identity
        for run, made in zip(asked, trained, strict=True)
    ]


def main(arguments: argparse.Namespace) -> None:
    """Train the sizes that are not done, the smallest first."""
    study = published_study(arguments.models, arguments.seeds, "float32")
    study = replace(study, seeds_together=True)
    set_up(study.device, study.precision, "cuDNN")
    started = time.perf_counter()
    least, most = arguments.sizes
    for model, name in itertools.product(arguments.models, study.scenes):
        scene = read_scene(arguments.scenes / f"{name}.h5")
        table = arguments.rows / f"{model}_{name}.csv"
        rows = kept(table)
        done = {int(row["train_size"]) for row in rows}
        for size in sorted(set(study.train_sizes[name]) - done):
            if least <= size <= most:
                rows += (new := rows_of(study, scene, name, model, size))
                write_rows(rows, table)
                mean = sum(row["overallRMSE"] for row in new) / len(new)
                seconds = time.perf_counter() - started
                print(f"{seconds:6.0f} s {name} {model} {size}: mean RMSE {mean:.4f}", flush=True)


if __name__ == "__main__":
    main(parser_of(__doc__, NETWORKS).parse_args())
