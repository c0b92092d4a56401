"""Import one scene, read or simulated, and refuse cells of the study that it does not admit."""

from job import logged_job
from unmixing.configuration import check_cells, read_study
from unmixing.importing import import_scene
from unmixing.scene import write_scene

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        name = snakemake.wildcards.scene
        # Read from the config and no parameters: a new size, model or check imports no scene again.
        study = read_study(snakemake.config)
        entry = study["scenes"][name]
        scene = import_scene(
            name, entry, dict(zip(entry["files"], snakemake.input.files, strict=True))
        )
        check_cells(
            study,
            name,
            n_pixels=int(scene.valid.sum()),
            bands=scene.shape[2],
            n_endmembers=scene.n_endmembers,
            has_endmembers=scene.endmembers is not None,
        )
        write_scene(scene, snakemake.output[0])
