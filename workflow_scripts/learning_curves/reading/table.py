"""A table of somebody's errors, read as the table of runs of a study."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from learning_curves.columns import AXES, DESCRIPTIONS, STATUSES
from learning_curves.errors import UserError
from learning_curves.reading.columns import Columns
from learning_curves.text_tables import check_field_counts, separator_of

# Ways to write that a run has no error; it counts as diverged.
NO_NUMBER = frozenset({"", "na", "n/a", "nan", "none", "null", "inf", "-inf", "infinity"})
ONE_CONDITION = "standard"


def read_cells(path: str | Path) -> pd.DataFrame:
    """Read a table as it is spelt; its index holds the lines of the file.

    Raises
    ------
    UserError
        If the file is not there, is no table, or a row has another number of values than columns.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            separator = separator_of(file.readline()) or ","
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
        raise UserError(f"{path} is no table of comma-separated values: {reason}.") from None
    cells = cells.fillna("").apply(lambda column: column.str.strip())
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    cells = cells[(cells != "").any(axis="columns")]
    if cells.empty:
        raise UserError(f"{path} has no rows below its header.")
    return cells.rename(columns=str.strip)


def cells_of(table: pd.DataFrame) -> pd.DataFrame:
    """Spell a table in memory as `read_cells` returns one of a file."""
    cells = table.astype(object).where(table.notna(), "").astype(str)
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    return cells


def runs_of(cells: pd.DataFrame, columns: Columns, data_set: str) -> pd.DataFrame:
    """Return the runs of a table, with the column names of this package but for errors.

    A run without an error, or with one that is not finite, has diverged.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    data_set : str
        What the data are called where no column names any.

    Raises
    ------
    UserError
        If a cell is empty, or no number where one is due, or two rows are of the same run.
    """
    named = [columns.method, columns.size, columns.repetition, columns.data_set, columns.condition]
    for name in filter(None, named):
        _refuse(cells[name] == "", cells, name, "is empty")
    sizes = _numbers(cells, columns.size)
    _refuse(~(sizes >= 1) | (sizes % 1 != 0), cells, columns.size, "is no count of 1 or more")
    _refuse_reserved(columns.errors)
    errors = {name: _numbers(cells, name) for name in columns.errors}
    for name, values in errors.items():
        _refuse(values < 0, cells, name, "is below zero: no error is")
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
    _refuse_duplicates(runs)
    return runs.reset_index(drop=True)


def _numbers(cells: pd.DataFrame, name: str) -> pd.Series:
    """Read a column of numbers, NaN where one lacks or is not finite."""
    texts = cells[name]
    numbers = pd.to_numeric(texts, errors="coerce").astype(float)
    lacking = texts.str.lower().isin(NO_NUMBER)
    comma = " (a number has a point, not a comma)" if texts.str.contains(",").any() else ""
    _refuse(numbers.isna() & ~lacking, cells, name, f"is no number{comma}")
    return numbers.where(np.isfinite(numbers))


def _repetitions(texts: pd.Series) -> pd.Series:
    """Return repetitions as whole numbers where all are, else as they are spelt."""
    if texts.str.fullmatch(r"\d{1,18}").all():
        return texts.astype("int64")
    return texts


def _statuses(cells: pd.DataFrame, errors: pd.Series) -> pd.Series:
    """Return what became of each run: a table of this program says it itself."""
    completed, diverged = STATUSES
    known = cells["status"] if "status" in cells else pd.Series("", cells.index)
    failed = errors.isna() | (known.isin(STATUSES) & (known != completed))
    return failed.map({True: diverged, False: completed})


def _refuse(wrong: pd.Series, cells: pd.DataFrame, name: str, words: str) -> None:
    """Refuse the first cell of a column that is wrong, and count the others."""
    lines = cells.index[wrong]
    if len(lines):
        value = cells.loc[lines[0], name]
        more = f", and so in {len(lines) - 1:,} more lines" if len(lines) > 1 else ""
        raise UserError(f"Line {lines[0]}, column '{name}': '{value}' {words}{more}.")


def _refuse_reserved(errors: Iterable[str]) -> None:
    for name in errors:
        if name in (*AXES, *DESCRIPTIONS):
            raise UserError(f"A column of errors cannot be called '{name}' here: rename it.")


def _refuse_duplicates(runs: pd.DataFrame) -> None:
    again = runs.duplicated(AXES)
    if not again.any():
        return
    line = runs.index[again][0]
    run = runs.loc[line, AXES]
    (first, *_) = runs.index[(runs[AXES] == run).all(axis="columns")]
    raise UserError(
        f"Lines {first} and {line} are both of {run['method']} with {run['size_name']}, repetition "
        f"{run['repetition']}: number the repetitions, or name the column that tells the "
        f"lines apart by --data-set or --condition."
    )
