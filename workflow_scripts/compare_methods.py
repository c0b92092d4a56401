"""Compare methods over paired seeds: each with the best, every two, and all over scenes."""

from job import logged_job
from unmixing.answers.against_best import against_best
from unmixing.answers.friedman import friedman_table, friedman_tests
from unmixing.answers.pairs import compare_methods
from unmixing.evaluation.runs import counting_regions
from unmixing.evaluation.tables import ERRORS, read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        baselines, margin = snakemake.params.baselines, snakemake.params.equivalence_margin
        pairs = compare_methods(runs, ERRORS, baselines)
        write_table(counting_regions(pairs, runs), snakemake.output.comparisons)
        best = against_best(runs, ERRORS, margin, baselines)
        write_table(counting_regions(best, runs), snakemake.output.against_best)
        tests = {metric: friedman_tests(runs, metric) for metric in ERRORS}
        write_table(friedman_table(tests), snakemake.output.ranks)
