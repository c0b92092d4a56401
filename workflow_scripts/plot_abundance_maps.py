"""Map the abundances that one model predicts at every size."""

from job import logged_job
from unmixing.figures.abundance_maps import abundance_maps
from unmixing.figures.names import method_label
from unmixing.figures.predicted_pixels import read_runs_to_draw
from unmixing.figures.saving import save_figure
from unmixing.scenes.scene import read_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        runs = read_runs_to_draw(snakemake.input.predictions, snakemake.input.splits, scene.hash)
        names = snakemake.wildcards
        title = f"{names.scene.replace('_', ' ')}, {method_label(names.model)}"
        save_figure(snakemake.output, abundance_maps, scene, runs, title)
