"""Write the map of a scene from the predictions for all of its pixels."""

from pathlib import Path

from job import logged_job
from learning_curves.figures.saving import save_figure
from unmixing.figures.predicted_map import predicted_map
from unmixing.prediction.facts import describe_map, write_facts, write_parts
from unmixing.prediction.map_files import write_map
from unmixing.prediction.parts import place_predictions
from unmixing.scenes.scene import read_scene
from unmixing.splits.split import read_split
from unmixing.training.predictions import read_predictions

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        predictions = read_predictions(snakemake.input.predictions)
        parts = place_predictions(scene, split.test, predictions.abundances)
        abundances, colours = Path(snakemake.output.abundances), Path(snakemake.output.colours)
        name, model = snakemake.wildcards.scene, snakemake.wildcards.model
        with write_map(
            *(abundances, colours, scene.names, scene.shape[:2], scene.georeference),
            tags={"model": model, "scene": name, "labelled_pixels": split.n_labelled},
        ) as files:
            counts = write_parts(parts, files)
        write_facts(describe_map(name, counts, scene, divided_by=1), snakemake.output.facts)
        preview = snakemake.output.preview
        save_figure([preview], predicted_map, abundances, colours, scene.names, name, model)
