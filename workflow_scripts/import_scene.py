"""Import one scene, read or simulated, and refuse cells of the study that it does not admit."""

from job import logged_job
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import write_scene
from unmixing.study.checks import check_cells, check_draws
from unmixing.study.paths import scene_file
from unmixing.study.reading import read_study

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        name = snakemake.wildcards.scene
        # Read from the config and no parameters: a new size, model or check imports no scene again.
        study = read_study(snakemake.config)
        entry = study.scenes[name]
        files = {role: scene_file(study.data_dir, file.path) for role, file in entry.files.items()}
        scene = import_scene(name, entry, files)
        check_cells(study, name, scene.facts)
        check_draws(study, name, scene)
        write_scene(scene, snakemake.output[0])
