"""Collect the metrics of all runs, also from other machines, and count the runs of each cell."""

import logging

import pandas as pd

from job import logged_job
from learning_curves.columns import read_table, write_table
from learning_curves.errors import UserError
from learning_curves.runs import coverage
from unmixing.evaluation.runs import add_identities, collect_runs, find_collapsed, sort_runs
from unmixing.scenes.scene_hash import read_scene_hash
from unmixing.study.measured_runs import check_scenes, read_measured_runs
from unmixing.study.measured_values import N_TRAIN_PIXELS
from unmixing.study.reading import read_study
from unmixing.vocabulary import METRIC, PREDICTED, SOURCE, UNMIXING


def read_given_runs(hashes: dict[str, str]) -> list[pd.DataFrame]:
    """Read the rows of other machines; of several rows for a run the first, with a warning.

    Parameters
    ----------
    hashes : dict[str, str]
        Scene -> hash, in this study.
    """
    given = read_measured_runs(read_study(snakemake.config))
    check_scenes(given, hashes)
    for first, *others in given.values():
        for other in others:
            if other.values[METRIC] != first.values[METRIC]:
                logging.warning("%s is taken, %s has another error", first, other)
    tables = {file: read_table(file, UNMIXING) for file in snakemake.input.measured}
    return [
        tables[row.file]
        .iloc[[row.number]]
        .assign(
            size_name=str(run.train_size),
            repetition=run.seed,
            size=int(float(row.values[N_TRAIN_PIXELS])),
            **{SOURCE: row.file},
        )
        for run, (row, *_) in given.items()
    ]


if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        scenes = zip(snakemake.params.scenes, snakemake.input.scenes, strict=True)
        hashes = {scene: read_scene_hash(path) for scene, path in scenes}
        elsewhere = read_given_runs(hashes)
        if not snakemake.input.runs and not elsewhere:
            raise UserError(
                "the study has no finished run, so there is nothing to make partial tables of: "
                "ask Snakemake for `runs` first, or leave partial_tables out."
            )
        here = add_identities(
            collect_runs(snakemake.input.runs), hashes, snakemake.params.identities
        )
        if snakemake.params.elsewhere:
            here[PREDICTED] = here["method"].map(snakemake.params.elsewhere)
        planned = snakemake.params.planned
        runs = sort_runs(pd.concat([here, *elsewhere], ignore_index=True), planned)
        runs = runs.assign(collapsed=find_collapsed(runs, snakemake.params.baselines))
        write_table(runs, snakemake.output.runs, UNMIXING)
        write_table(coverage(runs, planned), snakemake.output.coverage, UNMIXING)
