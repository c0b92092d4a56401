"""Plot the error of each endmember against training-set size."""

from job import logged_job
from unmixing.evaluation.tables import read_table
from unmixing.figures.endmember_curves import endmember_curves
from unmixing.figures.saving import save_figure
from unmixing.scenes.scene import read_names

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        names = {
            scene: read_names(path)
            for scene, path in zip(snakemake.params.scenes, snakemake.input.scenes, strict=True)
        }
        runs, summary = read_table(snakemake.input.runs), read_table(snakemake.input.summary)
        save_figure(snakemake.output, endmember_curves, runs, summary, names)
