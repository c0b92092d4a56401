"""Draw the splits of one scene, condition and train size, one a seed."""

from job import logged_job
from unmixing.errors import UserError
from unmixing.scenes.scene import read_scene
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import write_split

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        sizes = snakemake.params.sizes
        for seed, path in zip(snakemake.params.seeds, snakemake.output, strict=True):
            try:
                split = draw_split(scene.valid, seed, **sizes)
            except UserError as error:
                raise UserError(f"scene {snakemake.wildcards.scene}: {error}") from None
            attributes = {
                "scene": snakemake.wildcards.scene,
                "scene_hash": scene.hash,
                "condition": snakemake.wildcards.condition,
                "seed": seed,
            }
            write_split(split, path, attributes | sizes)
