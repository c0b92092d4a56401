"""The tables of a study: what their columns are called, read and written."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from unmixing.storage import written_whole

AXES = ["scene", "condition", "model", "train_size", "seed"]
PLACE = AXES[:2]
CURVE = AXES[:3]
CELL = AXES[:-1]
# What a run is made of and by: digests of its scene's content, the data side, the model, the code.
IDENTITY = ["scene_hash", "condition_digest", "settings_digest", "code_digest"]
# The table of another machine that a row was taken from.
SOURCE = "measured_in"
# Where the labelled pixels of a run come from; empty where that is anywhere.
REGION = "region"
# Columns of text that may look like numbers, or like nothing.
SPELT = [*CELL, REGION, *IDENTITY, SOURCE, "model_a", "model_b"]
STATUSES = ("completed", "diverged")
DESCRIPTIONS = ["n_train_pixels", REGION, "status"]
# What errors and times mean where a table or figure does not name one.
METRIC = "overallRMSE"
ERRORS = (METRIC, "rmsAAD")
TIMES = ("training_time", "inference_time")


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table; names and train sizes keep their spelling, be it `NA`, `007` or `1e-1`."""
    return pd.read_csv(path, dtype=dict.fromkeys(SPELT, str), keep_default_na=False, na_values=[""])


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table as CSV, whole or not at all."""
    with written_whole(path) as temporary:
        table.to_csv(temporary, index=False)


def rows_of(table: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """Keep the rows whose columns have these values."""
    return table[np.logical_and.reduce([table[name] == value for name, value in values.items()])]
