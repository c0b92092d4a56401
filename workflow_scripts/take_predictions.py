"""Take the test pixels of a run as a program predicted them, elsewhere or in its environment."""

from pathlib import Path

from job import axes_of, logged_job
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.study.paths import TRAINING_METRICS
from unmixing.training.checks import check_method
from unmixing.training.job_files import read_asked_runs, write_history, write_run
from unmixing.training.predicted_elsewhere import UNWATCHED, read_benchmark, take_predictions
from unmixing.training.settings import make_settings
from unmixing.training.trainers import make_job

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        wildcards = snakemake.wildcards
        scene = read_scene(snakemake.input.scene)
        settings = make_settings(snakemake.params.settings)
        job = make_job(settings)
        check_method(wildcards.scene, wildcards.model, job.method, scene.facts)
        axes = axes_of(wildcards, wildcards.train_size, wildcards.seed)
        splits, seeds = [snakemake.input.split], [axes["seed"]]
        noise = Noise(**snakemake.params.noise)
        others = dict(zip(settings.other_scenes, snakemake.input.other_scenes, strict=True))
        (asked,) = read_asked_runs(scene, splits, seeds, noise, settings, others)
        benchmark = snakemake.input.measured
        measured = read_benchmark(benchmark) if benchmark else UNWATCHED
        run = take_predictions(job, asked, Path(snakemake.input.predicted), measured)
        path = Path(snakemake.output[0])
        if run.history:
            write_history(run, axes, path.with_name(Path(TRAINING_METRICS).name))
        write_run(run, path, keep_model=False)
