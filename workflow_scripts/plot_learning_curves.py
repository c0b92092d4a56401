"""Plot error against training-set size."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.learning_curves import learning_curves
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs, summary = read_table(snakemake.input.runs), read_table(snakemake.input.summary)
        targets = snakemake.params.target_errors
        save_figure(snakemake.output, learning_curves, runs, summary, targets)
