"""Fit learning curves, and answer how many labelled pixels each target error needs."""

import pandas as pd

from job import logged_job
from unmixing.answers.curve_tables import curve_tables
from unmixing.answers.measured_curves import default_targets, measured_curves
from unmixing.evaluation.tables import ERRORS, METRIC, read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        tables = []
        for metric in ERRORS:
            named = snakemake.params.target_errors if metric == METRIC else []
            targets = named or default_targets(measured_curves(runs, metric))
            tables.append(curve_tables(runs, metric, targets))
        for parts, path in zip(zip(*tables, strict=True), snakemake.output, strict=True):
            write_table(pd.concat(parts, ignore_index=True), path)
