"""Text tables of any program: which separator they use, and how many values each row has."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from learning_curves.errors import UserError

SEPARATORS = ",;\t"
BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")


def find_separator(first_line: str) -> str | None:
    """Guess the separator from the first line of a table; None means white space.

    A comma between digits may be a decimal comma, so it counts only if nothing else separates.
    """
    for line in (BETWEEN_DIGITS.sub("", first_line), first_line):
        if any(map(line.count, SEPARATORS)):
            return max(SEPARATORS, key=line.count)
    return None


def check_field_counts(path: str | Path, separator: str | None) -> int:
    """Refuse a table if any row has more or fewer values than the first line has columns.

    A separator at the end of every row, or of the first line, does not count as a value.

    Parameters
    ----------
    separator : str or None
        As `find_separator` returns it.

    Returns
    -------
    int
        The number of columns.

    Raises
    ------
    UserError
        If a row is too long or too short; the message has the line and both numbers.
    csv.Error
        If the text is not a table.
    """
    rows = _rows(path, separator)
    _, header = next(rows, (1, [""]))
    columns = len(_unended(header))
    first = next(rows, None)
    if first is None:
        return columns
    all_end = len(_unended(first[1])) == columns < len(first[1])
    for line, row in chain([first], rows):
        values = _unended(row) if all_end and len(row) > columns else row
        if len(values) != columns:
            counted = f"{len(values)} value{'' if len(values) == 1 else 's'} for {columns} columns"
            raise UserError(
                f"{path} cannot be read as a table: line {line} has {counted}. "
                f"{_remedy(path, separator, columns)}"
            )
    return columns


def _rows(path: str | Path, separator: str | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the number of its first line."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = file if separator else (" ".join(line.split()) for line in file)
        reader = csv.reader(lines, delimiter=separator or " ", skipinitialspace=True)
        line = 1
        for row in reader:
            if any(map(str.strip, row)):
                yield line, row
            line = reader.line_num + 1


def _unended(row: list[str]) -> list[str]:
    """Drop the empty value after a separator at the end of a row."""
    return row[:-1] if not row[-1].strip() else row


def _remedy(path: str | Path, separator: str | None, columns: int) -> str:
    if _has_row_names(path, separator, columns):
        return (
            "The first value of a row seems to be its name, as R's write.table writes it: write "
            "the table with row.names = FALSE, or give the first column a name."
        )
    mark = {"\t": "a tab", None: "a space"}.get(separator, f"'{separator}'")
    return (
        "Give every row one value per column: leave a cell empty if it has none, and put a "
        f"value that contains {mark} in quotes."
    )


def _has_row_names(path: str | Path, separator: str | None, columns: int) -> bool:
    """Whether every row has one value too many, and begins with a unique one."""
    rows = [row for _, row in _rows(path, separator)][1:]
    names = {row[0] for row in rows}
    return len(names) == len(rows) and all(len(row) == columns + 1 for row in rows)
