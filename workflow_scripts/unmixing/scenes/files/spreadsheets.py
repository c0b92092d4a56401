"""Excel's `.xlsx`: a table a sheet."""

import zipfile
from pathlib import Path

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents

KIND = "Excel"


def recognises(path: Path) -> bool:
    """Say whether a file is one of these: an archive that holds a workbook."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def read(path: Path) -> Contents:
    """Read every sheet that has rows below the names of its columns.

    Raises
    ------
    UserError
        If the file is broken, or has no such sheet.
    """
    import pandas as pd

    try:
        sheets = pd.read_excel(path, sheet_name=None)
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
    return Contents(path, KIND, tables=filled)
