"""Fit one estimator on one split and predict its test pixels."""

import skops.io
from threadpoolctl import threadpool_limits

from job import logged_job
from unmixing.fitting import fit_run
from unmixing.methods import check_method
from unmixing.predictions import write_predictions
from unmixing.scene import read_scene
from unmixing.splits import read_split
from unmixing.storage import written_whole

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        settings = snakemake.params.settings
        check_method(settings, scene.shape[2], scene.endmembers is not None)
        run = fit_run(scene, split, settings["estimator"])
        with written_whole(snakemake.output.model) as temporary:
            skops.io.dump(run.regressor, temporary)
        write_predictions(run.predictions, snakemake.output.predictions)
