"""Plot training and inference time against training-set size."""

from job import logged_job
from unmixing.drawing import save_figure
from unmixing.figures import times
from unmixing.tables import read_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(times(read_table(snakemake.input.runs)), snakemake.output)
