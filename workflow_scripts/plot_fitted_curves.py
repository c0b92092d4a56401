"""Plot the fitted learning curves of one scene."""

import pandas as pd

from job import logged_job
from unmixing.answer_figures import fitted_curves
from unmixing.drawing import save_figure
from unmixing.tables import METRIC, read_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = snakemake.wildcards.scene
        runs, bands, shapes = (
            table[table["scene"] == scene]
            for table in (
                read_table(snakemake.input.runs),
                read_table(snakemake.input.curves),
                read_table(snakemake.input.shapes),
            )
        )
        published = pd.DataFrame(columns=["model", "n_train_pixels", "value"])
        for path in snakemake.input.published:
            table = read_table(path)
            here = (table["scene"] == scene) & (table["metric"] == METRIC)
            models = {name: model for model, name in snakemake.params.models.items()}
            published = table[here].assign(model=table["algorithm"].map(models))
        save_figure(fitted_curves(runs, bands, shapes, published), snakemake.output)
