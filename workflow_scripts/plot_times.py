"""Plot training and inference time against training-set size."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.saving import save_figure
from unmixing.figures.times import times

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(snakemake.output, times, read_table(snakemake.input.runs))
