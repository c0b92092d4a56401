"""Summarise the runs of each cell over its seeds."""

from job import logged_job
from unmixing.storage import written_whole
from unmixing.tables import read_runs, summarize_runs

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        summary = summarize_runs(read_runs(snakemake.input.runs))
        with written_whole(snakemake.output[0]) as temporary:
            summary.to_csv(temporary, index=False)
