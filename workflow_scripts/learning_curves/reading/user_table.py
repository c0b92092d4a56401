"""A user's table, from its cells to runs: what is guessed is held against the values."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from learning_curves.errors import UserError, join_items
from learning_curves.reading.columns import (
    OPTIONAL,
    Columns,
    find_columns,
    name_option,
    refuse_unknown,
)
from learning_curves.reading.error_names import (
    describe_choice,
    describe_training,
    is_error,
    rank_errors,
)
from learning_curves.reading.group_counts import read_group_counts
from learning_curves.reading.metric_column import select_metric
from learning_curves.reading.names import is_score
from learning_curves.reading.parts import select_held_out
from learning_curves.reading.plain_numbers import join_thousands, point_decimals
from learning_curves.reading.repetitions import add_repetition
from learning_curves.reading.rising import (
    refuse_name,
    refuse_negative_score,
    refuse_rising,
    write_errors,
)
from learning_curves.reading.run_statuses import clear_failed
from learning_curves.reading.table import read_as_runs
from learning_curves.reading.zeros import drop_suspect_zeros


class Told(NamedTuple):
    """What the user said about a table.

    Attributes
    ----------
    roles : dict[str, str or None]
        Role of a column -> its name, None to guess it.
    errors : tuple[str, ...]
        Columns of errors, the main one first; if empty, one is guessed.
    metric : str or None
        The metric to take of a table whose rows are of several; None to guess it.
    are_errors : bool
        Whether to accept the numbers as errors, whatever they look like.
    """

    roles: dict[str, str | None]
    errors: tuple[str, ...] = ()
    metric: str | None = None
    are_errors: bool = False


class UserTable(NamedTuple):
    """A table as it was understood.

    Attributes
    ----------
    runs : DataFrame
        As `read_as_runs` makes it.
    columns : Columns
        What the columns of the table hold.
    notes : tuple[str, ...]
        Sentences about what was guessed and may be doubted.
    """

    runs: pd.DataFrame
    columns: Columns
    notes: tuple[str, ...]


def read_user_table(
    cells: pd.DataFrame, told: Told, data_set: str, decimal_comma: bool, as_text: bool
) -> UserTable:
    """Read the cells of a table as runs.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    told : Told
        What the user said about it.
    data_set : str
        Name of the data set, if there is no column of them.
    decimal_comma : bool
        Whether a comma may be a decimal one, because something else separates the columns.
    as_text : bool
        Whether numbers were written as text, and may have marks between thousands.

    Returns
    -------
    UserTable

    Raises
    ------
    UserError
        If the table cannot be understood, or holds no errors.
    """
    refuse_unknown(list(cells), [*filter(None, told.roles.values()), *told.errors])
    cells, notes = select_held_out(cells, told.roles)
    cells, errors, said = select_metric(
        cells, told.roles, told.errors, told.metric, told.are_errors
    )
    notes += said
    _refuse_without_error(cells, errors)
    cells, said = add_repetition(cells, told.roles)
    notes += said
    columns = find_columns(list(cells), told.roles, errors)
    notes += (
        describe_training(errors)
        if errors
        else describe_choice(columns.errors[0], cells, name_option("error"))
    )
    if as_text:
        cells, said = _spell_plainly(cells, columns, decimal_comma)
        notes += said
    cells, said = clear_failed(cells, list(columns.errors), _named(columns))
    notes += said
    for error in columns.errors:
        refuse_negative_score(error, pd.to_numeric(cells[error], errors="coerce"))
    counts, said = read_group_counts(cells, told.roles, [*_named(columns), *columns.errors])
    notes += said
    runs = read_as_runs(cells, columns, data_set).join(counts)
    if not told.are_errors:
        for error in columns.errors:
            refuse_name(error, runs)
            refuse_rising(runs, error)
    runs, said = drop_suspect_zeros(runs, columns.errors[0], told.are_errors)
    return UserTable(runs.reset_index(drop=True), columns, (*notes, *said))


def _named(columns: Columns) -> list[str]:
    """Return the columns that hold something else than errors."""
    return [columns.method, columns.size, columns.repetition, *_optional(columns)]


def _optional(columns: Columns) -> list[str]:
    roles = columns._asdict()
    return [roles[role] for role in OPTIONAL if roles[role]]


def _spell_plainly(
    cells: pd.DataFrame, columns: Columns, decimal_comma: bool
) -> tuple[pd.DataFrame, list[str]]:
    """Write sizes without marks between thousands, and errors with a decimal point."""
    cells, notes = join_thousands(cells, columns.size)
    for error in columns.errors if decimal_comma else ():
        cells, said = point_decimals(cells, error)
        notes += said
    return cells, notes


def _refuse_without_error(cells: pd.DataFrame, errors: Sequence[str]) -> None:
    """Refuse a table in which no error can be guessed, but something else that is near to one."""
    if errors or rank_errors(cells):
        return
    if scores := [name for name in cells if is_score(name) and _has_numbers(cells[name])]:
        numbers = pd.to_numeric(cells[scores[0]], errors="coerce")
        verb = "is a score" if len(scores) == 1 else "are scores"
        raise UserError(
            f"No column has a usual name for the error, and {join_items(scores)} {verb}, for which "
            f"larger is better. {write_errors(scores[0], numbers)}, or name a column of errors "
            f"with {name_option('error')} COLUMN."
        )
    if training := [name for name in cells if is_error(name)]:
        raise UserError(
            f"{join_items(training)} is of training data by its name, and does not say how well a "
            "method does on new data: add a column of test errors."
        )


def _has_numbers(texts: pd.Series) -> bool:
    return bool(pd.to_numeric(texts, errors="coerce").notna().any())
