"""Collect the metrics of all runs, and count what became of every cell."""

from job import logged_job
from unmixing.storage import written_whole
from unmixing.tables import collect_runs, coverage

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = collect_runs(snakemake.input.runs)
        with written_whole(snakemake.output.runs) as temporary:
            runs.to_csv(temporary, index=False)
        with written_whole(snakemake.output.coverage) as temporary:
            coverage(runs, snakemake.params.axes).to_csv(temporary, index=False)
