"""Plot predicted against true abundances of every model at the largest size."""

from job import logged_job
from unmixing.figures.predicted_against_true import predicted_against_true
from unmixing.figures.predicted_pixels import read_runs_to_draw
from unmixing.figures.saving import save_figure
from unmixing.scenes.scene import read_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        files = zip(
            snakemake.params.models,
            snakemake.input.predictions,
            snakemake.input.splits,
            strict=True,
        )
        runs = {
            model: run
            for model, path, split in files
            for run in read_runs_to_draw([path], [split], scene.hash)
        }
        title = snakemake.wildcards.scene.replace("_", " ")
        save_figure(snakemake.output, predicted_against_true, scene, runs, title)
