"""The rows of runs that are kept beside the pages."""

from functools import cache
from pathlib import Path

import pandas as pd

from unmixing.evaluation.tables import read_table

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "results"


@cache
def kept(*names: str) -> pd.DataFrame:
    """Read rows of one or more files."""
    files = [RESULTS / "runs" / f"{name}.csv" for name in names]
    return pd.concat([read_table(file) for file in files], ignore_index=True)


def most_kept(*names: str) -> pd.DataFrame:
    """Read of each cell the file with the most runs, of equals the first."""
    cell = ["scene", "condition", "model", "train_size"]
    runs = pd.concat([kept(name).assign(file=name) for name in names], ignore_index=True)
    counts = runs.groupby([*cell, "file"], sort=False).size().rename("count").reset_index()
    most = counts.loc[counts.groupby(cell, sort=False)["count"].idxmax(), [*cell, "file"]]
    return runs.merge(most, on=[*cell, "file"]).drop(columns="file")
