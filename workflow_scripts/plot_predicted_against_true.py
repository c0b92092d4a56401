"""Plot predicted against true abundances of every model at the largest size."""

from job import logged_job
from unmixing.figures import save_figure
from unmixing.prediction_figures import predicted_against_true, read_runs_to_draw
from unmixing.scene import read_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        largest = snakemake.input.splits[-1:]
        runs = {
            model: run
            for model, path in zip(
                snakemake.params.models, snakemake.input.predictions, strict=True
            )
            for run in read_runs_to_draw([path], largest, scene.hash)
        }
        title = snakemake.wildcards.scene.replace("_", " ")
        save_figure(predicted_against_true(scene, runs, title), snakemake.output)
