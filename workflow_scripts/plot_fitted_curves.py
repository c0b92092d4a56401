"""Plot the fitted learning curves of one scene."""

import pandas as pd

from job import logged_job
from unmixing.evaluation.tables import METRIC, read_table, rows_of
from unmixing.figures.fitted_curves import fitted_curves
from unmixing.figures.saving import save_figure

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = snakemake.wildcards.scene
        runs, bands, shapes = (
            rows_of(table, scene=scene)
            for table in (
                read_table(snakemake.input.runs),
                read_table(snakemake.input.curves),
                read_table(snakemake.input.shapes),
            )
        )
        published = pd.DataFrame(columns=["model", "n_train_pixels", "value"])
        for path in snakemake.input.published:
            table = rows_of(read_table(path), scene=scene, metric=METRIC)
            models = {name: model for model, name in snakemake.params.models.items()}
            published = table.assign(model=table["algorithm"].map(models))
        save_figure(snakemake.output, fitted_curves, runs, bands, shapes, published)
