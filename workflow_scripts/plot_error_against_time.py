"""Plot error against training and inference time."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.error_against_time import error_against_time
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(snakemake.output, error_against_time, read_table(snakemake.input.runs))
