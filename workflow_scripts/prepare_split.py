"""Draw the split of one scene, condition, train size and seed."""

from job import logged_job
from unmixing.errors import UserError
from unmixing.scene import read_scene
from unmixing.splits import draw_split, write_split

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        sizes = snakemake.params.sizes
        try:
            split = draw_split(scene.valid, **sizes)
        except UserError as error:
            raise UserError(f"scene {snakemake.wildcards.scene}: {error}") from None
        attributes = {
            "scene": snakemake.wildcards.scene,
            "scene_hash": scene.hash,
            "condition": snakemake.wildcards.condition,
        }
        write_split(split, snakemake.output[0], attributes | sizes)
