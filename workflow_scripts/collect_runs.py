"""Collect the metrics of all runs, and count what became of every cell."""

from job import logged_job
from unmixing.tables import collect_runs, coverage, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = collect_runs(snakemake.input.runs)
        write_table(runs, snakemake.output.runs)
        write_table(coverage(runs, snakemake.params.axes), snakemake.output.coverage)
