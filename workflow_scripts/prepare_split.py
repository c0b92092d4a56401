"""Draw the splits of one scene, condition and train size, one a seed."""

from job import logged_job
from unmixing.errors import UserError
from unmixing.scenes.scene import read_scene
from unmixing.splits.account import account_of
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.split import write_split

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        condition = Condition(**snakemake.params.condition)
        sizes, wildcards = snakemake.params.sizes, snakemake.wildcards
        for seed, path in zip(snakemake.params.seeds, snakemake.output, strict=True):
            try:
                split = draw_under(condition, scene, seed, **sizes)
            except UserError as error:
                where = f"scene {wildcards.scene}, condition {wildcards.condition}"
                raise UserError(f"{where}: {error}") from None
            attributes = {
                "scene": wildcards.scene,
                "scene_hash": scene.hash,
                "condition": wildcards.condition,
                "seed": seed,
            }
            write_split(split, path, attributes | sizes | account_of(scene, split))
