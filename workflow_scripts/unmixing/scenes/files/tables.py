"""Tables of text: values separated by commas, semicolons or tabs."""

import csv
from pathlib import Path

from learning_curves.errors import UserError
from learning_curves.text_tables import check_field_counts, find_separator
from unmixing.scenes.files.contents import Contents, read_start
from unmixing.scenes.files.decimal_signs import read_with_its_decimal_sign

KIND = "a table"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def recognises(path: Path) -> bool:
    """Say whether a file is text, by its first bytes."""
    start = read_start(path, 4096)
    if start[:2] in UTF_16:
        return True
    if b"\x00" in start or not start.strip():
        return False
    return path.suffix.lower() in (".csv", ".txt", ".tsv", ".dat") or _is_text(start)


def read(path: Path) -> Contents:
    """Read a table, or an array of numbers where the first line names no columns.

    Raises
    ------
    UserError
        If rows have different lengths, numbers have different decimal signs, or the text is of no
        known encoding.
    """
    import pandas as pd

    _check_beginning(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            first = file.readline()
        separator = find_separator(first)
        words = first.replace(separator or " ", " ").split()
        headless = all(_is_number(word) for word in words)
        table = read_with_its_decimal_sign(
            path,
            sep=separator or r"\s+",
            skipinitialspace=True,
            header=None if headless else 0,
            index_col=False,
            usecols=range(check_field_counts(path, separator)),
            encoding="utf-8-sig",
        )
    except (pd.errors.ParserError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(
            f"{path} cannot be read as a table ({str(error).strip()}): save it as CSV in UTF-8 "
            "with a name a column."
        ) from None
    if table.empty:
        raise UserError(f"{path} has no rows below the names of its columns: add some.")
    if headless:
        return Contents(path, KIND, {path.stem: table.to_numpy()})
    return Contents(path, KIND, tables={"": table.rename(columns=lambda name: str(name).strip())})


def _check_beginning(path: Path) -> None:
    """Refuse what stands before the names of the columns, and an encoding of two bytes a sign."""
    start = read_start(path, 4)
    if start[:2] in UTF_16:
        raise UserError(f"{path} is text in UTF-16: save it as CSV in UTF-8.")
    if start.startswith((b"#", b"sep=")):
        first = path.read_text(encoding="utf-8", errors="replace").splitlines()[0]
        raise UserError(
            f"{path} begins with the line '{first[:40]}': take out the lines above the names of "
            "the columns."
        )


def _is_text(start: bytes) -> bool:
    try:
        start[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_number(word: str) -> bool:
    try:
        float(word.replace(",", "."))
    except ValueError:
        return False
    return True
