"""Plot the labelled pixels that each target error needs."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.needed_pixels import needed_pixels
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        answers, runs = read_table(snakemake.input.answers), read_table(snakemake.input.runs)
        save_figure(snakemake.output, needed_pixels, answers, runs)
