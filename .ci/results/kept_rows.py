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
