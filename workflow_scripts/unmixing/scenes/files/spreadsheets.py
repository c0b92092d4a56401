"""Excel's `.xlsx`: a table a sheet."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, list_archive

if TYPE_CHECKING:
    import pandas as pd

KIND = "Excel"
# A title of more rows is a text of its own.
ROWS_LOOKED_AT = 20


def recognises(path: Path) -> bool:
    """Say whether a file is one of these: an archive that holds a workbook."""
    return "xl/workbook.xml" in list_archive(path)


def read(path: Path) -> Contents:
    """Read every sheet that has rows below the names of its columns.

    Raises
    ------
    UserError
        If the file is broken, or has no such sheet.
    """
    import pandas as pd

    try:
        with pd.ExcelFile(path) as book:
            starts = {name: _header_row(book, name) for name in book.sheet_names}
            sheets = {
                name: pd.read_excel(book, sheet_name=name, header=row)
                for name, row in starts.items()
            }
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(
            f"{path} cannot be read as Excel ({error}): save it again, or as CSV."
        ) from None
    filled = {
        str(name): sheet.rename(columns=lambda column: str(column).strip())
        for name, sheet in sheets.items()
        if not sheet.empty
    }
    if not filled:
        raise UserError(f"{path} has no sheet with rows below the names of its columns.")
    doubts = [
        f"{path.name}: the names of the columns of sheet {name} are taken from row {row + 1}, and "
        "the rows above are left out"
        for name, row in starts.items()
        if row and str(name) in filled
    ]
    return Contents(path, KIND, tables=filled, doubts=tuple(doubts))


def _header_row(book: pd.ExcelFile, sheet: str | int) -> int:
    """Return the row of the names of columns, from 0: the first that fills most of the columns.

    Titles and remarks above a table fill a few cells.
    """
    import pandas as pd

    cells = pd.read_excel(book, sheet_name=sheet, header=None, nrows=ROWS_LOOKED_AT)
    is_wide = cells.notna().sum(axis=1) > cells.shape[1] / 2
    return int(is_wide.argmax()) if len(cells) else 0
