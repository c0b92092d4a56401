"""Train one network on each split of a job, and predict test pixels."""

import logging
from collections.abc import Iterator
from pathlib import Path

from job import axes_of, logged_job
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.splits.noise import with_noise
from unmixing.splits.split import read_split
from unmixing.storage import atomic_write, write_rows
from unmixing.study.kept_models import is_kept
from unmixing.study.paths import NETWORK
from unmixing.training.checks import check_method
from unmixing.training.keras_setup import prepare_keras
from unmixing.training.predictions import write_predictions
from unmixing.training.settings import NetworkSettings

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        settings = NetworkSettings(**snakemake.params.settings)
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, settings, scene.facts)
        if snakemake.resources.get("gpu", 0):
            take_gpu(snakemake.config["jobs_per_gpu"])
        else:
            hide_gpus()
        prepare_keras(
            backend=snakemake.params.backend,
            device=snakemake.config["device"],
            threads=snakemake.threads,
            precision=snakemake.params.precision,
        )
        # They import Keras, which is set up by now.
        if snakemake.params.seeds_together:
            from unmixing.training.seeds_together import SeedsTogether as RunsOfModel
        else:
            from unmixing.training.network_run import NetworkRuns as RunsOfModel
        from unmixing.training.trained_run import AskedRun

        noise = Noise(**snakemake.params.noise)
        axes_of_runs = [axes_of(snakemake.wildcards, *run) for run in snakemake.params.runs]

        def asked() -> Iterator[AskedRun]:
            """Read what the runs are asked for, one after another."""
            for axes, path in zip(axes_of_runs, snakemake.input.splits, strict=True):
                logging.info("%s labelled pixels, seed %s", axes["train_size"], axes["seed"])
                split = read_split(path, scene.hash)
                yield AskedRun(with_noise(scene, split, noise, axes["seed"]), split, axes["seed"])

        trained = RunsOfModel(settings, snakemake.config["training"]["verbose"]).runs(asked())
        outputs = zip(
            axes_of_runs,
            snakemake.output.training_metrics,
            snakemake.output.predictions,
            trained,
            strict=True,
        )
        for axes, training_metrics_path, predictions_path, run in outputs:
            # No output of the rule: a model that is not kept makes no run again.
            model_path = Path(predictions_path).with_name(Path(NETWORK).name)
            if is_kept(snakemake.config, snakemake.wildcards.model, axes["seed"]):
                with atomic_write(model_path) as temporary:
                    run.network.save(temporary)
            else:
                model_path.unlink(missing_ok=True)
            write_rows([axes | row for row in run.history], training_metrics_path)
            write_predictions(run.predictions, predictions_path)
