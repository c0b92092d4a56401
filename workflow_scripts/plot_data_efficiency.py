"""Plot how many times the labels of one method another needs."""

from job import logged_job
from unmixing.answer_figures import size_ratios
from unmixing.drawing import save_figure
from unmixing.tables import read_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(size_ratios(read_table(snakemake.input[0])), snakemake.output)
