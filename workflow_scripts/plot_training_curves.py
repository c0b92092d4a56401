"""Plot the losses of every epoch of the networks trained on one scene."""

from job import logged_job
from unmixing.drawing import save_figure
from unmixing.figures import training_curves
from unmixing.tables import collect_runs

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        save_figure(training_curves(collect_runs(snakemake.input.histories)), snakemake.output)
