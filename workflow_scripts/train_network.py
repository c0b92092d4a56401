"""Train one network on one split and predict its test pixels."""

from job import logged_job
from unmixing.devices import prepare_keras
from unmixing.gpu_lease import take_gpu
from unmixing.methods import check_method
from unmixing.predictions import write_predictions
from unmixing.scene import read_scene
from unmixing.splits import read_split
from unmixing.storage import write_rows, written_whole

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        check_method(snakemake.params.settings, scene.shape[2], scene.endmembers is not None)
        if snakemake.resources.get("gpu", 0):
            take_gpu(int(snakemake.config.get("jobs_per_gpu", 1)))
        prepare_keras(
            backend=snakemake.params.backend,
            device=snakemake.config.get("device", "auto"),
            precision=snakemake.params.precision,
            threads=snakemake.threads,
            seed=int(snakemake.wildcards.seed),
        )
        from unmixing.training import Settings, train_run

        settings = Settings(**snakemake.params.settings)
        verbose = snakemake.config.get("training", {}).get("verbose", 2)
        run = train_run(scene, split, settings, int(verbose))
        with written_whole(snakemake.output.model) as temporary:
            run.network.save(temporary)
        axes = dict(snakemake.wildcards)
        write_rows([axes | row for row in run.history], snakemake.output.training_metrics)
        write_predictions(run.predictions, snakemake.output.predictions)
