"""Collect what the splits of a study are."""

from job import logged_job
from unmixing.splits.table import describe_split
from unmixing.storage import write_rows

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        rows = [describe_split(path) for path in snakemake.input.splits]
        write_rows(rows, snakemake.output[0])
