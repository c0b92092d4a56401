"""Refuse a study with a cell that cannot be run, and list the splits of one that can."""

from job import logged_job
from unmixing.configuration import check_cells
from unmixing.scene import read_scene
from unmixing.splits import describe_split
from unmixing.storage import write_rows

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        for name, path in zip(snakemake.params.scenes, snakemake.input.scenes, strict=True):
            scene = read_scene(path)
            check_cells(
                snakemake.params.study,
                name,
                n_pixels=int(scene.valid.sum()),
                bands=scene.shape[2],
                has_endmembers=scene.endmembers is not None,
            )
        rows = [describe_split(path) for path in snakemake.input.splits]
        write_rows(rows, snakemake.output[0])
