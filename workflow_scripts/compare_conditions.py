"""Compare conditions with the first one, and methods with going without labels."""

import pandas as pd

from job import logged_job
from unmixing.answers.break_even import break_even
from unmixing.answers.condition_effects import condition_effects, region_effects
from unmixing.answers.measured_curves import measured_curves
from unmixing.evaluation.tables import ERRORS, read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        first, label_free = snakemake.params.first_condition, snakemake.params.label_free
        effects = [condition_effects(runs, metric, first) for metric in ERRORS]
        write_table(pd.concat(effects, ignore_index=True), snakemake.output.effects)
        of_regions = [region_effects(runs, metric, first) for metric in ERRORS]
        write_table(pd.concat(of_regions, ignore_index=True), snakemake.output.of_regions)
        curves = {metric: measured_curves(runs, metric) for metric in ERRORS}
        crossings = [break_even(of_metric, name, label_free) for name, of_metric in curves.items()]
        write_table(pd.concat(crossings, ignore_index=True), snakemake.output.break_even)
