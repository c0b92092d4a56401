"""Audit the ground truth of one scene: a table, and a page of figures."""

import logging

from job import logged_job
from unmixing.audit import audit
from unmixing.drawing import save_figure
from unmixing.scene import read_scene
from unmixing.scene_figure import scene_page
from unmixing.tables import write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        checks = audit(scene)
        for warning in filter(None, checks["warning"]):
            logging.warning("%s: %s", snakemake.wildcards.scene, warning)
        write_table(checks, snakemake.output.table)
        save_figure(scene_page(scene, snakemake.wildcards.scene), snakemake.output.figure)
