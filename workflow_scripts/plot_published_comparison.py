"""Plot our errors over the published ones."""

import pandas as pd

from job import logged_job
from unmixing.drawing import save_figure
from unmixing.published_figure import published_comparison

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        comparison = pd.read_csv(snakemake.input.comparison)
        summary = pd.read_csv(snakemake.input.summary)
        figure = published_comparison(comparison, summary, snakemake.params.baselines)
        save_figure(figure, snakemake.output)
