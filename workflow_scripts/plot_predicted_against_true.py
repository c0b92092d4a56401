"""Plot predicted against true abundances of every model at the largest size."""

from pathlib import Path

from job import logged_job
from unmixing.drawing import save_figure
from unmixing.prediction_figures import predicted_against_true, read_runs_to_draw
from unmixing.scene import read_scene

MODEL_FOLDER = -4  # runs/{scene}/{condition}/{model}/n{train_size}/seed{seed}/predictions.h5

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        files = zip(snakemake.input.predictions, snakemake.input.splits, strict=True)
        runs = {
            Path(path).parts[MODEL_FOLDER]: run
            for path, split in files
            for run in read_runs_to_draw([path], [split], scene.hash)
        }
        title = snakemake.wildcards.scene.replace("_", " ")
        save_figure(predicted_against_true(scene, runs, title), snakemake.output)
