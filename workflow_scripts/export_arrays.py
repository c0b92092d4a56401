"""Export the normalised patches and labels of one split, as the reference's `.h5` has them."""

from job import logged_job
from unmixing.scenes.scene import read_scene
from unmixing.splits.condition import Noise
from unmixing.splits.exporting import export_arrays
from unmixing.splits.noise import apply_noise
from unmixing.splits.split import read_split

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        seed, noise = int(snakemake.wildcards.seed), Noise(**snakemake.params.noise)
        scene = apply_noise(scene, split, noise, seed)
        export_arrays(scene, split, snakemake.params.neighbourhood_size, snakemake.output[0])
