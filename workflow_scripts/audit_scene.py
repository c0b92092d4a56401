"""Audit the ground truth of one scene: a table, and a page of figures."""

import logging

from job import logged_job
from learning_curves.columns import write_table
from learning_curves.figures.saving import save_figure
from unmixing.figures.scene_page import scene_page
from unmixing.scenes.audit import audit
from unmixing.scenes.scene import read_scene
from unmixing.vocabulary import UNMIXING

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scene = read_scene(snakemake.input.scene)
        checks = audit(scene)
        for warning in filter(None, checks["warning"]):
            logging.warning("%s: %s", snakemake.wildcards.scene, warning)
        write_table(checks, snakemake.output.table, UNMIXING)
        save_figure(snakemake.output.figure, scene_page, scene, snakemake.wildcards.scene)
