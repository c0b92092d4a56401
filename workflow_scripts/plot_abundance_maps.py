"""Map the abundances that one model predicts at every size."""

from job import logged_job
from unmixing.drawing import method_label, save_figure
from unmixing.prediction_figures import abundance_maps, read_runs_to_draw
from unmixing.scene import read_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        runs = read_runs_to_draw(snakemake.input.predictions, snakemake.input.splits, scene.hash)
        names = snakemake.wildcards
        title = f"{names.scene.replace('_', ' ')}, {method_label(names.model)}"
        save_figure(abundance_maps(scene, runs, title), snakemake.output)
