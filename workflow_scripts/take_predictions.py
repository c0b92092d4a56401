"""Take the test pixels of each split of a job as a program predicted them elsewhere."""

from pathlib import Path

from job import axes_of, logged_job
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.study.paths import TRAINING_METRICS
from unmixing.training.checks import check_method
from unmixing.training.job_files import read_asked_runs, write_history, write_run
from unmixing.training.predicted_elsewhere import take_predictions
from unmixing.training.settings import make_settings
from unmixing.training.trainers import make_job

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        settings = make_settings(snakemake.params.settings)
        job = make_job(settings)
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, job.method, scene.facts)
        axes_of_runs = [axes_of(snakemake.wildcards, *run) for run in snakemake.params.runs]
        seeds = [axes["seed"] for axes in axes_of_runs]
        noise = Noise(**snakemake.params.noise)
        others = dict(zip(settings.other_scenes, snakemake.input.other_scenes, strict=True))
        asked = read_asked_runs(scene, snakemake.input.splits, seeds, noise, settings, others)
        files = zip(snakemake.input.predicted, snakemake.output.predictions, strict=True)
        for axes, of_run, (file, path) in zip(axes_of_runs, asked, files, strict=True):
            run = take_predictions(job, of_run, Path(file))
            if run.history:
                write_history(run, axes, Path(path).with_name(Path(TRAINING_METRICS).name))
            write_run(run, path, keep_model=False)
