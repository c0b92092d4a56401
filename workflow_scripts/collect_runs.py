"""Collect the metrics of all runs, and count what became of every cell."""

from job import logged_job
from unmixing.errors import UserError
from unmixing.evaluation.runs import collect_runs, coverage
from unmixing.evaluation.tables import write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        if not snakemake.input.runs:
            raise UserError(
                "no run of the study is there, so there is nothing to make partial tables of: "
                "ask Snakemake for `runs` first, or leave partial_tables out."
            )
        runs = collect_runs(snakemake.input.runs)
        write_table(runs, snakemake.output.runs)
        write_table(coverage(runs, snakemake.params.planned), snakemake.output.coverage)
