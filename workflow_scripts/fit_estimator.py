"""Fit one estimator on each split of a job, and predict test pixels."""

from pathlib import Path

from threadpoolctl import threadpool_limits

from job import logged_job
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.study.kept_models import is_kept
from unmixing.training.checks import check_method
from unmixing.training.job_files import read_asked_runs, write_run
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        scene = read_scene(snakemake.input.scene)
        settings = EstimatorSettings(**snakemake.params.settings)
        own = snakemake.config["methods_dir"] and Path(snakemake.config["methods_dir"])
        job = make_job(settings, own, threads=snakemake.threads)
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, job.method, scene.facts)
        seeds = [int(seed) for _, seed in snakemake.params.runs]
        noise = Noise(**snakemake.params.noise)
        others = dict(zip(settings.other_scenes, snakemake.input.other_scenes, strict=True))
        asked = read_asked_runs(scene, snakemake.input.splits, seeds, noise, settings, others)
        trained = trainer(job.method.trainer, own)(job, asked)
        for seed, path, run in zip(seeds, snakemake.output.predictions, trained, strict=True):
            write_run(run, path, is_kept(snakemake.config, snakemake.wildcards.model, seed))
