"""Train one network on each split of a job, and predict test pixels."""

import logging
from pathlib import Path

from job import axes_of, logged_job
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.splits.noise import with_noise
from unmixing.splits.split import read_split
from unmixing.storage import write_rows, written_whole
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
        # It imports Keras, which is set up by now.
        from unmixing.training.network_run import NetworkRuns

        of_model = NetworkRuns(settings, snakemake.config["training"]["verbose"])
        noise = Noise(**snakemake.params.noise)
        runs = zip(
            snakemake.params.runs,
            snakemake.input.splits,
            snakemake.output.training_metrics,
            snakemake.output.predictions,
            strict=True,
        )
        for (train_size, seed), split_path, training_metrics_path, predictions_path in runs:
            logging.info("%s labelled pixels, seed %s", train_size, seed)
            axes = axes_of(snakemake.wildcards, train_size, seed)
            split = read_split(split_path, scene.hash)
            noisy = with_noise(scene, split, noise, axes["seed"])
            run = of_model.run(noisy, split, axes["seed"])
            # No output of the rule: a model that is not kept makes no run again.
            model_path = Path(predictions_path).with_name(Path(NETWORK).name)
            if is_kept(snakemake.config, snakemake.wildcards.model, axes["seed"]):
                with written_whole(model_path) as temporary:
                    run.network.save(temporary)
            else:
                model_path.unlink(missing_ok=True)
            write_rows([axes | row for row in run.history], training_metrics_path)
            write_predictions(run.predictions, predictions_path)
