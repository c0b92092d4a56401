"""Plot learning curves by condition, and what each condition costs."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.condition_curves import condition_curves
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs, effects = read_table(snakemake.input.runs), read_table(snakemake.input.effects)
        crossings, label_free = read_table(snakemake.input.crossings), snakemake.params.label_free
        save_figure(snakemake.output, condition_curves, runs, effects, crossings, label_free)
