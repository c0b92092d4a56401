"""Collect the descriptions of all splits of a study."""

import pandas as pd

from job import logged_job
from learning_curves.columns import write_table
from unmixing.splits.table import describe_split
from unmixing.vocabulary import UNMIXING

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        # Scenes differ in endmembers, so rows may have different columns.
        rows = [describe_split(path) for path in snakemake.input.splits]
        write_table(pd.DataFrame(rows), snakemake.output[0], UNMIXING)
