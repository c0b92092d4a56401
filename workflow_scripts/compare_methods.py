"""Compare every two methods over paired seeds, and all of them over scenes and sizes."""

from job import logged_job
from unmixing.answers.friedman import friedman, friedman_table
from unmixing.answers.pairs import compare_methods
from unmixing.evaluation.tables import ERRORS, read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        write_table(compare_methods(runs, ERRORS), snakemake.output.comparisons)
        tests = {metric: friedman(runs, metric) for metric in ERRORS}
        write_table(friedman_table(tests), snakemake.output.ranks)
