"""Export the input of one run, as a command gets it."""

from pathlib import Path

from job import logged_job
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.training.checks import check_method
from unmixing.training.exporting import export_input
from unmixing.training.job_files import read_asked_runs
from unmixing.training.settings import make_settings
from unmixing.training.trainers import make_job

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        settings = make_settings(snakemake.params.settings)
        own = snakemake.config["methods_dir"] and Path(snakemake.config["methods_dir"])
        job = make_job(settings, own, device=snakemake.resources.device)
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, job.method, scene.facts)
        splits, seeds = [snakemake.input.split], [int(snakemake.wildcards.seed)]
        noise = Noise(**snakemake.params.noise)
        others = dict(zip(settings.other_scenes, snakemake.input.other_scenes, strict=True))
        (asked,) = read_asked_runs(scene, splits, seeds, noise, settings, others)
        export_input(job, asked, snakemake.output[0])
