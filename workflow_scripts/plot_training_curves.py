"""Plot the losses of every epoch of the networks trained on one scene."""

from job import logged_job
from unmixing.evaluation.runs import collect_runs
from unmixing.figures.saving import save_figure
from unmixing.figures.training_curves import training_curves

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(snakemake.output, training_curves, collect_runs(snakemake.input.histories))
