"""Fit one estimator on each split of a job, and predict test pixels."""

from pathlib import Path

import skops.io
from threadpoolctl import threadpool_limits

from job import logged_job
from learning_curves.writing import atomic_write
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.splits.noise import with_noise
from unmixing.splits.split import read_split
from unmixing.study.kept_models import is_kept
from unmixing.study.paths import REGRESSOR
from unmixing.training.checks import check_method
from unmixing.training.estimator_run import fit_run
from unmixing.training.predictions import write_predictions
from unmixing.training.settings import EstimatorSettings

if __name__ == "__main__":
    with logged_job(snakemake.log[0]), threadpool_limits(snakemake.threads):
        scene = read_scene(snakemake.input.scene)
        settings = EstimatorSettings(**snakemake.params.settings)
        check_method(snakemake.wildcards.scene, snakemake.wildcards.model, settings, scene.facts)
        noise = Noise(**snakemake.params.noise)
        runs = zip(
            snakemake.params.runs,
            snakemake.input.splits,
            snakemake.output.predictions,
            strict=True,
        )
        for (_, name_of_seed), split_path, predictions_path in runs:
            seed = int(name_of_seed)
            split = read_split(split_path, scene.hash)
            run = fit_run(with_noise(scene, split, noise, seed), split, settings.estimator, seed)
            # No output of the rule: a model that is not kept makes no run again.
            model_path = Path(predictions_path).with_name(Path(REGRESSOR).name)
            if is_kept(snakemake.config, snakemake.wildcards.model, seed):
                with atomic_write(model_path) as temporary:
                    skops.io.dump(run.regressor, temporary)
            else:
                model_path.unlink(missing_ok=True)
            write_predictions(run.predictions, predictions_path)
