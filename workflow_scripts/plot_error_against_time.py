"""Plot error against training and inference time."""

from job import logged_job
from unmixing.drawing import save_figure
from unmixing.frontier_figure import error_against_time
from unmixing.tables import read_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(error_against_time(read_table(snakemake.input.runs)), snakemake.output)
