"""Plot our errors over the published ones."""

from job import logged_job
from unmixing.evaluation.tables import read_table, rows_of
from unmixing.figures.published_comparison import published_comparison
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        comparison = read_table(snakemake.input.comparison)
        summary = rows_of(read_table(snakemake.input.summary), condition=snakemake.params.condition)
        baselines = snakemake.params.baselines
        save_figure(snakemake.output, published_comparison, comparison, summary, baselines)
