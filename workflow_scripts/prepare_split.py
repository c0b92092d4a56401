"""Draw the splits of a job, of one scene and condition."""

from job import logged_job
from learning_curves.errors import UserError
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.split import write_split
from unmixing.splits.split_summary import summarise_split
from unmixing.study.spelling import canonical

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        condition = Condition(**snakemake.params.condition)
        wildcards = snakemake.wildcards
        for (train_size, seed), path in zip(snakemake.params.runs, snakemake.output, strict=True):
            drawn = {
                "seed": int(seed),
                "train_size": canonical(train_size),
            } | snakemake.params.sizes
            try:
                split = draw_under(condition, scene, **drawn)
            except UserError as error:
                where = f"scene {wildcards.scene}, condition {wildcards.condition}"
                raise UserError(f"{where}: {error}") from None
            attributes = {
                "scene": wildcards.scene,
                "scene_hash": scene.hash,
                "condition": wildcards.condition,
            }
            write_split(split, path, attributes | drawn | summarise_split(scene, split))
