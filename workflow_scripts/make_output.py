"""Make one output: its tables, or its figure."""

from pathlib import Path

import pandas as pd

from job import logged_job
from learning_curves.columns import write_table
from learning_curves.making import make_output, select_data_set
from learning_curves.vocabulary import Vocabulary
from learning_curves.writing import atomic_write
from unmixing.inputs import read_input
from unmixing.outputs import OUTPUTS
from unmixing.published.paper_table import write_paper_table
from unmixing.vocabulary import UNMIXING


def write_by_layout(table: pd.DataFrame, path: Path, vocabulary: Vocabulary) -> None:
    """Write a table; tables in the layout of the paper have several header rows."""
    if table.columns.nlevels == 1:
        write_table(table, path, vocabulary)
    else:
        with atomic_write(path) as temporary:
            write_paper_table(table, temporary)


if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        (output,) = (one for one in OUTPUTS if one.name == snakemake.params.output)
        params, wildcards = dict(snakemake.params), dict(snakemake.wildcards)
        params["processes"] = snakemake.threads
        axes = {"data_set": wildcards.get("scene"), "method": wildcards.get("model")}
        inputs = {name: read_input(name, snakemake.input, params) for name in output.reads}
        if axes["data_set"]:
            inputs = select_data_set(inputs, axes["data_set"])
        paths, written = iter(snakemake.output), []
        for file in output.files:
            written.append([next(paths) for _ in file.suffixes])
        make_output(output, inputs, params | axes, written, UNMIXING, write_by_layout)
