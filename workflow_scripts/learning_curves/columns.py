"""The names of the columns of tables, and how tables are read and written."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.vocabulary import Vocabulary
from learning_curves.writing import atomic_write

# A count. `size_name` is what the study calls it, for example a share.
SIZE = "size"
AXES = ["data_set", "condition", "method", "size_name", "repetition"]
PLACE = AXES[:2]
CURVE = AXES[:3]
CELL = AXES[:-1]
# Where the training data of a run come from; empty if they come from anywhere.
REGION = "region"
# If samples come in groups: how many are labelled, how many tested, and how many there are.
N_GROUPS, N_TEST_GROUPS, N_ALL_GROUPS = "n_groups", "n_test_groups", "n_all_groups"
# Columns of text that may look like numbers or missing values.
TEXTS = [*CELL, REGION, "method_a", "method_b"]
STATUSES = ("completed", "diverged")
COLLAPSED = "collapsed"
DESCRIPTIONS = [SIZE, REGION, N_GROUPS, N_TEST_GROUPS, N_ALL_GROUPS, "status", COLLAPSED]
TIMES = ("training_time", "inference_time")
# Columns of the table of published numbers.
PUBLISHED = ["data_set", "method", "metric", SIZE, "value"]


def read_table(path: str | Path, vocabulary: Vocabulary) -> pd.DataFrame:
    """Read a table; names and sizes keep their spelling, even `NA`, `007` or `1e-1`.

    Parameters
    ----------
    path : str or Path
        A CSV file, with the column names of the vocabulary.
    vocabulary : Vocabulary
        What the study calls its columns.

    Returns
    -------
    DataFrame
        With the column names of this package.
    """
    texts = [vocabulary.names.get(name, name) for name in (*TEXTS, *vocabulary.texts)]
    table = pd.read_csv(
        path, dtype=dict.fromkeys(texts, str), keep_default_na=False, na_values=[""]
    )
    return table.rename(columns=vocabulary.own_names)


def write_table(table: pd.DataFrame, path: str | Path, vocabulary: Vocabulary) -> None:
    """Write a table as CSV with the column names of a vocabulary, whole or not at all."""
    with atomic_write(path) as temporary:
        table.rename(columns=vocabulary.names).to_csv(temporary, index=False)


def rows_of(table: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """Keep the rows whose columns have these values."""
    return table[np.logical_and.reduce([table[name] == value for name, value in values.items()])]
