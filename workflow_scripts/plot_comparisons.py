"""Plot mean ranks with their critical difference, and on how many seeds each method wins."""

from job import logged_job
from unmixing.answers.friedman import friedman
from unmixing.evaluation.tables import ERRORS, METRIC, read_table, rows_of
from unmixing.figures.critical_difference import critical_difference
from unmixing.figures.saving import save_figure
from unmixing.figures.win_matrices import win_matrices

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        # The first condition is the one that others are compared with.
        first = rows_of(runs, condition=snakemake.params.condition)
        tests = {metric: friedman(first, metric) for metric in ERRORS}
        save_figure(snakemake.output.critical_difference, critical_difference, runs, tests)
        comparisons = read_table(snakemake.input.comparisons)
        save_figure(snakemake.output.wins, win_matrices, comparisons, METRIC)
