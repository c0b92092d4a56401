"""Import one scene, read or simulated, and refuse cells of the study that it does not admit."""

from job import logged_job
from unmixing.configuration import check_cells, read_study
from unmixing.importing import import_scene
from unmixing.scene import write_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        entry = snakemake.params.entry
        files = dict(zip(entry["files"], snakemake.input.files, strict=True))
        name = snakemake.wildcards.scene
        scene = import_scene(name, entry, files)
        # Read from the config and no parameter: a new size or model imports no scene again.
        check_cells(
            read_study(snakemake.config),
            name,
            n_pixels=int(scene.valid.sum()),
            bands=scene.shape[2],
            has_endmembers=scene.endmembers is not None,
        )
        write_scene(scene, snakemake.output[0])
