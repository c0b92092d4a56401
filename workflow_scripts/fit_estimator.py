"""Fit one estimator, or run one command, on each split of a job, and predict test pixels."""

from pathlib import Path

from threadpoolctl import threadpool_limits

from job import axes_of, logged_job
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.study.kept_models import is_kept
from unmixing.study.paths import TRAINING_METRICS
from unmixing.training.checks import check_method
from unmixing.training.job_files import read_asked_runs, write_history, write_run
from unmixing.training.settings import make_settings
from unmixing.training.trainers import make_job, trainer

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        scene = read_scene(snakemake.input.scene)
        settings = make_settings(snakemake.params.settings)
        entry = snakemake.config["models"][snakemake.wildcards.model]
        own = snakemake.config["methods_dir"] and Path(snakemake.config["methods_dir"])
        if snakemake.resources.get("gpu", 0):
            take_gpu(snakemake.config["jobs_per_gpu"])
        else:
            hide_gpus()
        job = make_job(
            settings,
            own,
            threads=snakemake.threads,
            device="gpu" if snakemake.resources.get("gpu", 0) else "cpu",
            folder=entry["folder"] and Path(entry["folder"]),
            timeout=entry["timeout"],
        )
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, job.method, scene.facts)
        axes_of_runs = [axes_of(snakemake.wildcards, *run) for run in snakemake.params.runs]
        seeds = [axes["seed"] for axes in axes_of_runs]
        noise = Noise(**snakemake.params.noise)
        others = dict(zip(settings.other_scenes, snakemake.input.other_scenes, strict=True))
        asked = read_asked_runs(scene, snakemake.input.splits, seeds, noise, settings, others)
        trained = trainer(job.method.trainer, own)(job, asked)
        for axes, path, run in zip(
            axes_of_runs, snakemake.output.predictions, trained, strict=True
        ):
            if run.history:
                write_history(run, axes, Path(path).with_name(Path(TRAINING_METRICS).name))
            kept = is_kept(snakemake.config, snakemake.wildcards.model, axes["seed"])
            write_run(run, path, kept)
