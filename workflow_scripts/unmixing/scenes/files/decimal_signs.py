"""The decimal sign of a table of text: a point or a comma, told by what its cells hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learning_curves.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

THOUSANDS = re.compile(r"\s*[+-]?[1-9]\d{0,2}(,\d{3})+\s*")
# Of a number with one decimal sign, whichever it is.
NUMBER = re.compile(r"\s*[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?\s*", re.IGNORECASE)


def read_with_its_decimal_sign(path: Path, **options: Any) -> pd.DataFrame:
    """Read a table whose numbers have a point or a comma.

    Parameters
    ----------
    options : Any
        Of `pandas.read_csv`, `header` among them.

    Raises
    ------
    UserError
        If some numbers have a point and others a comma, or commas may set thousands apart.
    """
    import pandas as pd

    table = pd.read_csv(path, **options)
    if _first_with(",", table.select_dtypes(exclude="number")) is None:
        return table
    cells = pd.read_csv(path, **options, dtype=str, skip_blank_lines=False)
    if options["header"] is None:
        cells.index, cells.columns = cells.index + 1, cells.columns + 1
    else:
        cells.index += 2
    comma, point = _first_with(",", cells), _first_with(".", cells)
    if comma is not None and point is not None:
        raise UserError(
            f"{path}: it cannot be told whether the decimal sign is a comma, as in {comma}, or a "
            f"point, as in {point}: write all numbers with one of them, or leave out a column that "
            "holds no numbers."
        )
    if comma is not None and _may_be_thousands(cells):
        raise UserError(
            f"{path}: the commas, as in {comma}, may be decimal ones or set thousands apart: write "
            "1.234 or 1234."
        )
    table = pd.read_csv(path, **options, decimal=",")
    # Of a column with a word in it, pandas leaves the numbers as they are spelt.
    words = table.select_dtypes(exclude="number").columns
    table[words] = table[words].map(_with_point)
    return table


def _may_be_thousands(cells: pd.DataFrame) -> bool:
    """Say whether every comma of the cells has three digits behind it, as in 1,234."""
    texts = cells.stack().astype(str)
    commas = texts[texts.str.contains(",", regex=False) & texts.str.fullmatch(NUMBER)]
    return bool(commas.str.fullmatch(THOUSANDS).all())


def _with_point(cell: Any) -> Any:
    is_number = isinstance(cell, str) and NUMBER.fullmatch(cell)
    return cell.replace(",", ".") if is_number else cell


def _first_with(sign: str, cells: pd.DataFrame) -> str | None:
    """Name the first cell with a decimal sign of the columns that hold numbers alone."""
    for name in cells:
        texts = cells[name].dropna().astype(str)
        signed = texts[texts.str.contains(sign, regex=False)]
        if len(signed) and texts.str.fullmatch(NUMBER).all():
            return f"'{signed.iloc[0]}' (line {signed.index[0]}, column {name})"
    return None
