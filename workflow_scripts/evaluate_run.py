"""Evaluate the predictions of one run."""

from job import logged_job
from unmixing.evaluation import evaluate
from unmixing.predictions import read_predictions
from unmixing.scene import read_scene
from unmixing.splits import read_split
from unmixing.storage import write_rows

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        measured = evaluate(scene, split, read_predictions(snakemake.input.predictions))
        write_rows([dict(snakemake.wildcards) | measured], snakemake.output[0])
