"""Summarise the runs of each cell over its seeds."""

from job import logged_job
from unmixing.evaluation.summary import summarize_runs
from unmixing.evaluation.tables import read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        write_table(summarize_runs(read_table(snakemake.input.runs)), snakemake.output[0])
