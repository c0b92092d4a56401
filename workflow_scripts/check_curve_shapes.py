"""Check that error falls with labelled pixels, and flag sizes that say little."""

from job import logged_job
from unmixing.answers.shape_table import shape_table
from unmixing.evaluation.tables import ERRORS, read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        write_table(shape_table(read_table(snakemake.input.runs), ERRORS), snakemake.output[0])
