"""Write the map of another image, by a model that was trained with all labels of a scene."""

from pathlib import Path

from threadpoolctl import threadpool_limits

from job import logged_job
from learning_curves.figures.saving import save_figure
from unmixing.figures.predicted_map import predicted_map
from unmixing.machine.gpu_lease import hide_gpus, take_gpu
from unmixing.prediction.bands import match_bands
from unmixing.prediction.command_predictor import OF_A_COMMAND, CommandPredictor
from unmixing.prediction.facts import describe_map, write_facts, write_parts
from unmixing.prediction.images import open_image
from unmixing.prediction.map_files import write_map
from unmixing.prediction.parts import PIXELS, predict_image
from unmixing.prediction.predictors import find_model, read_predictor
from unmixing.scenes.applicability import describe_labels
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.splits.split import read_split
from unmixing.study.reading import read_study
from unmixing.training.job_files import read_asked_runs
from unmixing.training.predictions import read_predictions
from unmixing.training.trainers import make_job

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        study = read_study(snakemake.config)
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        name, model = snakemake.wildcards.image, snakemake.wildcards.model
        how = study.commands.get(model)
        job = make_job(
            study.models[model],
            study.methods_dir,
            threads=snakemake.threads,
            device=study.device,
            backend=study.backend,
            precision=study.precision,
            folder=how and how.folder,
            timeout=how and how.timeout,
        )
        if snakemake.resources.get("gpu", 0):
            take_gpu(study.jobs_per_gpu)
        else:
            hide_gpus()
        predictions = Path(snakemake.input.predictions)
        if how:
            seeds, splits = [snakemake.params.seed], [snakemake.input.split]
            scenes = zip(job.settings.other_scenes, snakemake.input.other_scenes, strict=True)
            others = dict(scenes)
            (asked,) = read_asked_runs(scene, splits, seeds, Noise(), job.settings, others)
            predict, at_once = CommandPredictor(job, asked), OF_A_COMMAND
        else:
            run = read_predictions(predictions)
            predict, at_once = read_predictor(find_model(predictions), job, run, scene), PIXELS
        abundances, colours = Path(snakemake.output.abundances), Path(snakemake.output.colours)
        tags = {"model": model, "scene": snakemake.wildcards.scene}
        with open_image(Path(snakemake.params.path)) as image:
            bands = match_bands(image, scene, snakemake.params.bad_bands)
            stated = (snakemake.params.scale, image.divided_by, snakemake.params.scale_of_scene)
            divided_by = next(filter(None, stated), 1.0)
            parts = predict_image(
                image,
                bands,
                divided_by,
                predict,
                scene.n_endmembers,
                job.settings.neighbourhood_size,
                describe_labels(scene),
                at_once,
            )
            with write_map(
                *(abundances, colours, scene.names, image.shape[:2], image.georeference),
                tags=tags | {"labelled_pixels": split.n_labelled},
            ) as files:
                counts = write_parts(parts, files)
        facts = describe_map(name, counts, scene, divided_by, [bands.note])
        write_facts(facts, snakemake.output.facts)
        preview = snakemake.output.preview
        save_figure([preview], predicted_map, abundances, colours, scene.names, name, model)
