"""Collect what the splits of a study are."""

import pandas as pd

from job import logged_job
from learning_curves.columns import write_table
from unmixing.splits.table import describe_split
from unmixing.vocabulary import UNMIXING

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        # Scenes differ in endmembers, so a row may lack a column of another.
        rows = [describe_split(path) for path in snakemake.input.splits]
        write_table(pd.DataFrame(rows), snakemake.output[0], UNMIXING)
