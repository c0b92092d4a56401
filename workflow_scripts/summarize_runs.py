"""Summarise the runs of each cell over its seeds."""

from job import logged_job
from unmixing.evaluation.runs import counting_regions
from unmixing.evaluation.summary import summarize_runs
from unmixing.evaluation.tables import read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        write_table(counting_regions(summarize_runs(runs), runs), snakemake.output[0])
