"""Plot how many times the labels of one method another needs."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.saving import save_figure
from unmixing.figures.size_ratios import size_ratios

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(snakemake.output, size_ratios, read_table(snakemake.input[0]))
