"""Plot the error of each endmember against training-set size."""

from job import logged_job
from unmixing.drawing import save_figure
from unmixing.figures import endmember_curves
from unmixing.scene import read_names
from unmixing.tables import read_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        names = {
            scene: read_names(path)
            for scene, path in zip(snakemake.params.scenes, snakemake.input.scenes, strict=True)
        }
        runs, summary = read_table(snakemake.input.runs), read_table(snakemake.input.summary)
        figure = endmember_curves(runs, summary, names)
        save_figure(figure, snakemake.output)
