"""Train one network on each split of a job, and predict test pixels."""

from pathlib import Path

from job import axes_of, logged_job
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.study.kept_models import is_kept
from unmixing.training.checks import check_method
from unmixing.training.job_files import read_asked_runs, write_history, write_run
from unmixing.training.settings import NetworkSettings
from unmixing.training.trainers import make_job, trainer

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        settings = NetworkSettings(**snakemake.params.settings)
        own = snakemake.config["methods_dir"] and Path(snakemake.config["methods_dir"])
        job = make_job(
            settings,
            own,
            threads=snakemake.threads,
            device=snakemake.config["device"],
            backend=snakemake.params.backend,
            precision=snakemake.params.precision,
            seeds_together=snakemake.params.seeds_together,
            verbose=snakemake.config["training"]["verbose"],
        )
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, job.method, scene.facts)
        if snakemake.resources.get("gpu", 0):
            take_gpu(snakemake.config["jobs_per_gpu"])
        else:
            hide_gpus()
        axes_of_runs = [axes_of(snakemake.wildcards, *run) for run in snakemake.params.runs]
        seeds = [axes["seed"] for axes in axes_of_runs]
        noise = Noise(**snakemake.params.noise)
        others = dict(zip(settings.other_scenes, snakemake.input.other_scenes, strict=True))
        asked = read_asked_runs(scene, snakemake.input.splits, seeds, noise, settings, others)
        trained = trainer(job.method.trainer, own)(job, asked)
        outputs = zip(
            axes_of_runs,
            snakemake.output.training_metrics,
            snakemake.output.predictions,
            trained,
            strict=True,
        )
        for axes, training_metrics_path, predictions_path, run in outputs:
            kept = is_kept(snakemake.config, snakemake.wildcards.model, axes["seed"])
            write_history(run, axes, training_metrics_path)
            write_run(run, predictions_path, kept)
