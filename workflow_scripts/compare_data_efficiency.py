"""Compare how much every two methods make of their labels."""

import pandas as pd

from job import logged_job
from unmixing.answers.data_efficiency_table import data_efficiency_table
from unmixing.answers.measured_curves import measured_curves
from unmixing.evaluation.runs import counting_regions
from unmixing.evaluation.tables import ERRORS, read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        runs = read_table(snakemake.input.runs)
        tables = [data_efficiency_table(measured_curves(runs, metric), metric) for metric in ERRORS]
        table = pd.concat(tables, ignore_index=True)
        write_table(counting_regions(table, runs), snakemake.output[0])
