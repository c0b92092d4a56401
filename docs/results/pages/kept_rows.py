"""The rows of runs that are kept with the pages."""

from functools import cache
from pathlib import Path

import pandas as pd

from learning_curves.columns import read_table
from unmixing.vocabulary import UNMIXING

ROOT = Path(__file__).parents[3]
RESULTS = ROOT / "docs" / "results"


@cache
def read_kept(*names: str) -> pd.DataFrame:
    """Read rows of one or more files."""
    files = [RESULTS / "runs" / f"{name}.csv" for name in names]
    return pd.concat([read_table(file, UNMIXING) for file in files], ignore_index=True)


def read_each_run_once(*names: str) -> pd.DataFrame:
    """Read each run once: for each curve from the file with most runs, then from the others."""
    curve = ["data_set", "condition", "method"]
    runs = pd.concat([read_kept(name).assign(file=name) for name in names], ignore_index=True)
    count = runs.groupby([*curve, "file"])["repetition"].transform("size")
    first = runs.assign(count=count).sort_values("count", ascending=False, kind="stable")
    kept_ones = first.drop_duplicates([*curve, "size_name", "repetition"])
    return kept_ones.sort_index().drop(columns=["file", "count"])
