"""Train a model with all labels of a scene, and predict all of its pixels with a spectrum."""

from threadpoolctl import threadpool_limits

from job import logged_job
from learning_curves.errors import UserError
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.prediction.all_labels import use_all_labels
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.splits.split import write_split
from unmixing.study.reading import read_study
from unmixing.training.checks import check_method
from unmixing.training.job_files import read_asked_runs, write_run
from unmixing.training.trainers import make_job, trainer

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        name, model = snakemake.wildcards.scene, snakemake.wildcards.model
        seed = snakemake.params.seed
        study = read_study(snakemake.config)
        scene = read_scene(snakemake.input.scene)
        job = make_job(
            study.models[model],
            study.methods_dir,
            threads=snakemake.threads,
            device=study.device,
            backend=study.backend,
            precision=study.precision,
            verbose=snakemake.config["training"]["verbose"],
        )
        check_method(name, model, job.method, scene.facts)
        if snakemake.resources.get("gpu", 0):
            take_gpu(study.jobs_per_gpu)
        else:
            hide_gpus()
        try:
            split = use_all_labels(scene, seed, study.val_size)
        except UserError as error:
            raise UserError(f"scene {name}: {error}") from None
        write_split(split, snakemake.output.split, {"scene_hash": scene.hash, "seed": seed})
        others = dict(zip(job.settings.other_scenes, snakemake.input.other_scenes, strict=True))
        splits = [snakemake.output.split]
        asked = read_asked_runs(scene, splits, [seed], Noise(), job.settings, others)
        (run,) = trainer(job.method.trainer, study.methods_dir)(job, asked)
        if run.predictions.status == "diverged":
            raise UserError(
                f"{model} diverged on all labels of {name} with seed {seed}, and there is no map: "
                "set another predict.seed or another model."
            )
        write_run(run, snakemake.output.predictions, keep_model=True)
