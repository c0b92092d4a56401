"""Plot learning curves by condition, and what each condition costs."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.condition_curves import condition_curves
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        files = snakemake.input
        names = (files.runs, files.effects, files.of_regions, files.crossings)
        tables = [read_table(name) for name in names]
        save_figure(snakemake.output, condition_curves, *tables, snakemake.params.label_free)
