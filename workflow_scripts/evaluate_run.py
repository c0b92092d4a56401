"""Evaluate the predictions of each run of a job."""

from job import axes_of, logged_job
from unmixing.evaluation.run_metrics import evaluate
from unmixing.scenes.scene import read_scene
from unmixing.splits.split import read_split
from unmixing.storage import write_rows
from unmixing.training.predictions import read_predictions

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        runs = zip(
            snakemake.params.runs,
            snakemake.input.splits,
            snakemake.input.predictions,
            snakemake.output,
            strict=True,
        )
        for run, split_path, predictions_path, metrics_path in runs:
            split = read_split(split_path, scene.hash)
            measured = evaluate(scene, split, read_predictions(predictions_path))
            write_rows([axes_of(snakemake.wildcards, *run) | measured], metrics_path)
