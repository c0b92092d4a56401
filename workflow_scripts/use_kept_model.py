"""Predict all pixels of a scene with a spectrum by a model that the study has kept."""

import shutil
from pathlib import Path

from threadpoolctl import threadpool_limits

from job import logged_job
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.prediction.kept_run import predict_scene
from unmixing.prediction.predictors import find_model, read_predictor
from unmixing.scenes.scene import read_scene
from unmixing.splits.split import read_split, write_split
from unmixing.storage import atomic_write
from unmixing.study.reading import read_study
from unmixing.training.predictions import read_predictions, write_predictions
from unmixing.training.trainers import make_job

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        study = read_study(snakemake.config)
        scene = read_scene(snakemake.input.scene)
        kept = Path(snakemake.input.predictions)
        run, split = read_predictions(kept), read_split(snakemake.input.split, scene.hash)
        job = make_job(
            study.models[snakemake.wildcards.model],
            study.methods_dir,
            threads=snakemake.threads,
            device=study.device,
            backend=study.backend,
            precision=study.precision,
        )
        if snakemake.resources.get("gpu", 0):
            take_gpu(study.jobs_per_gpu)
        else:
            hide_gpus()
        model = find_model(kept)
        predict = read_predictor(model, job, run, scene)
        size = job.settings.neighbourhood_size
        predictions, whole = predict_scene(scene, split, run, predict, size)
        write_split(whole, snakemake.output.split, {"scene_hash": scene.hash})
        copy = Path(snakemake.output.predictions).with_name(model.name)
        with atomic_write(copy) as temporary:
            shutil.copy(model, temporary)
        write_predictions(predictions, snakemake.output.predictions)
