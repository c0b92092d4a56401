"""Train one network on a split, or on that of each of a block of seeds, and predict test pixels."""

import logging

from job import logged_job, with_seed
from unmixing.devices import begin_run, prepare_keras
from unmixing.gpu_lease import hide_gpus, take_gpu
from unmixing.methods import check_method
from unmixing.predictions import write_predictions
from unmixing.scene import read_scene
from unmixing.splits import read_split
from unmixing.storage import write_rows, written_whole

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        check_method(
            snakemake.wildcards.scene,
            snakemake.wildcards.model,
            snakemake.params.settings,
            bands=scene.shape[2],
            n_endmembers=scene.n_endmembers,
            has_endmembers=scene.endmembers is not None,
        )
        if snakemake.resources.get("gpu", 0):
            take_gpu(int(snakemake.config.get("jobs_per_gpu", 1)))
        else:
            hide_gpus()
        prepare_keras(
            backend=snakemake.params.backend,
            device=snakemake.config.get("device", "auto"),
            threads=snakemake.threads,
            precision=snakemake.params.precision,
        )
        from unmixing.training import Settings, train_run

        settings = Settings(**snakemake.params.settings)
        verbose = int(snakemake.config.get("training", {}).get("verbose", 2))
        runs = zip(
            snakemake.params.seeds,
            snakemake.input.splits,
            snakemake.output.models,
            snakemake.output.training_metrics,
            snakemake.output.predictions,
            strict=True,
        )
        for seed, split_path, model_path, training_metrics_path, predictions_path in runs:
            logging.info("seed %d", seed)
            begin_run(seed)
            run = train_run(scene, read_split(split_path, scene.hash), settings, verbose)
            with written_whole(model_path) as temporary:
                run.network.save(temporary)
            axes = with_seed(snakemake.wildcards, seed)
            write_rows([axes | row for row in run.history], training_metrics_path)
            write_predictions(run.predictions, predictions_path)
