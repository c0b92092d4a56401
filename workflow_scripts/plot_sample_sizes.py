"""Plot the labelled pixels that each target error needs."""

from job import logged_job
from unmixing.answer_figures import needed_pixels
from unmixing.drawing import save_figure
from unmixing.tables import read_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        answers, runs = read_table(snakemake.input.answers), read_table(snakemake.input.runs)
        save_figure(needed_pixels(answers, runs), snakemake.output)
