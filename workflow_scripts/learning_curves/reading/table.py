"""Reading of a user's table of errors as the table of runs of a study."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from learning_curves.columns import AXES, DESCRIPTIONS, STATUSES
from learning_curves.errors import UserError
from learning_curves.reading.columns import Columns
from learning_curves.reading.duplicates import refuse_duplicates
from learning_curves.text_tables import check_field_counts, find_separator

# Spellings of a missing error; such a run counts as diverged.
NO_NUMBER = frozenset({"", "na", "n/a", "nan", "none", "null", "inf", "-inf", "infinity"})
ONE_CONDITION = "standard"


def read_cells(path: str | Path) -> pd.DataFrame:
    """Read a table as text, without conversion; its index is the line numbers of the file.

    Raises
    ------
    UserError
        If the file cannot be read, is not a table, or has a row with more or fewer values than
        columns.
    """
    try:
        separator = read_separator(path)
        cells = pd.read_csv(
            path,
            sep=separator,
            index_col=False,
            usecols=range(check_field_counts(path, separator)),
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            skipinitialspace=True,
            encoding="utf-8-sig",
        )
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, pd.errors.ParserError, csv.Error) as error:
        reason = " ".join(str(error).split())
        raise UserError(f"{path} is not a table of comma-separated values: {reason}.") from None
    cells = cells.fillna("").apply(lambda column: column.str.strip())
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    cells = cells[(cells != "").any(axis="columns")]
    if cells.empty:
        raise UserError(f"{path} has no rows below its header.")
    return cells.rename(columns=str.strip)


def read_separator(path: str | Path) -> str:
    """Return what separates the columns of a file."""
    with open(path, encoding="utf-8-sig") as file:
        return find_separator(file.readline()) or ","


def spell_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in memory as `read_cells` returns one from a file."""
    if table.empty:
        raise UserError("The table has no rows.")
    cells = table.astype(object).where(table.notna(), "").astype(str)
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    return cells


def read_as_runs(cells: pd.DataFrame, columns: Columns, data_set: str) -> pd.DataFrame:
    """Return the runs of a table, with the column names of this package except for errors.

    Their index is that of the cells. A run without an error, or with one that is not finite, has
    diverged.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    data_set : str
        Name of the data set, if there is no column of them.

    Raises
    ------
    UserError
        If a cell is empty or not a number where one is needed, or two rows are the same run.
    """
    named = [columns.method, columns.size, columns.repetition, columns.data_set, columns.condition]
    for name in filter(None, named):
        refuse_cells(cells[name] == "", cells, name, "is empty")
    sizes = read_numbers(cells, columns.size)
    refuse_cells(
        ~(sizes >= 1) | (sizes % 1 != 0), cells, columns.size, "is not a whole number of 1 or more"
    )
    _refuse_reserved(columns.errors)
    errors = {name: read_numbers(cells, name) for name in columns.errors}
    for name, values in errors.items():
        refuse_cells(values < 0, cells, name, "is below zero, and errors cannot be")
    runs = pd.DataFrame(
        {
            "data_set": cells[columns.data_set] if columns.data_set else data_set,
            "condition": cells[columns.condition] if columns.condition else ONE_CONDITION,
            "method": cells[columns.method],
            "size_name": sizes.astype(int).astype(str),
            "repetition": _repetitions(cells[columns.repetition]),
            "size": sizes.astype(int),
            "status": _statuses(cells, errors[columns.errors[0]]),
            **errors,
        }
    )
    refuse_duplicates(runs, cells, columns)
    return runs


def read_numbers(cells: pd.DataFrame, name: str) -> pd.Series:
    """Read a column of numbers, NaN where one is missing or not finite."""
    texts = cells[name]
    numbers = pd.to_numeric(texts, errors="coerce").astype(float)
    lacking = texts.str.lower().isin(NO_NUMBER)
    advice = ""
    if texts.str.contains(",").any():
        advice = " (a number has a decimal point, not a comma)"
    elif texts.str.endswith("%").any():
        advice = " (write it without the sign %)"
    refuse_cells(numbers.isna() & ~lacking, cells, name, f"is not a number{advice}")
    return numbers.where(np.isfinite(numbers))


def _repetitions(texts: pd.Series) -> pd.Series:
    """Return repetitions as whole numbers if all are, otherwise as text."""
    if texts.str.fullmatch(r"\d{1,18}").all():
        return texts.astype("int64")
    return texts


def _statuses(cells: pd.DataFrame, errors: pd.Series) -> pd.Series:
    """Return the status of each run, also considering a status column of this package."""
    completed, diverged = STATUSES
    known = cells["status"] if "status" in cells else pd.Series("", cells.index)
    failed = errors.isna() | (known.isin(STATUSES) & (known != completed))
    return failed.map({True: diverged, False: completed})


def refuse_cells(wrong: pd.Series, cells: pd.DataFrame, name: str, words: str) -> None:
    """Refuse a column with wrong cells: quote the first one and count the others."""
    lines = cells.index[wrong]
    if len(lines):
        value = cells.loc[lines[0], name]
        more = f", and so in {len(lines) - 1:,} more lines" if len(lines) > 1 else ""
        raise UserError(f"Line {lines[0]}, column '{name}': '{value}' {words}{more}.")


def _refuse_reserved(errors: Iterable[str]) -> None:
    for name in errors:
        if name in (*AXES, *DESCRIPTIONS):
            raise UserError(f"A column of errors cannot be called '{name}' here: rename it.")
