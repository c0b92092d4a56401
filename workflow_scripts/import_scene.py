"""Import one scene, read from files or simulated, into a validated scene HDF5."""

from job import logged_job
from unmixing.importing import import_scene
from unmixing.scene import write_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        entry = snakemake.params.entry
        files = dict(zip(entry["files"], snakemake.input.files, strict=True))
        write_scene(import_scene(snakemake.wildcards.scene, entry, files), snakemake.output[0])
