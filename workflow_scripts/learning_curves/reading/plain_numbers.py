"""Numbers as spreadsheets of several countries write them, as plain ones: 1000 and 0.5."""

import re

import pandas as pd

# A point, a comma, an apostrophe or a kind of space between thousands.
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,'’ \u00a0\u202f])\d{3}(?:(?P=mark)\d{3})*")
DECIMAL_COMMA = re.compile(r"[+-]?(?:\d*|[1-9]\d{0,2}(?:\.\d{3})+),\d+(?:[eE][+-]?\d+)?")
WHOLE = re.compile(r"\d+")


def join_thousands(cells: pd.DataFrame, name: str) -> tuple[pd.DataFrame, list[str]]:
    """Write the whole numbers of a column without a mark between thousands.

    Sizes are counts, so 1.000 is a thousand where all marks of the column have three digits behind
    them. Where one has not, as in 1.5, nothing is changed.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    name : str
        The column of sizes.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The cells, and sentences about what was done.
    """
    texts = cells[name]
    found = [THOUSANDS.fullmatch(text) for text in texts]
    marks = {match["mark"] for match in found if match}
    others = [text for text, match in zip(texts, found, strict=True) if not match]
    if len(marks) != 1 or not all(map(WHOLE.fullmatch, others)):
        return cells, []
    first = next(match.group() for match in found if match)
    joined = texts.str.replace(marks.pop(), "", regex=False)
    plain = re.sub(r"\D", "", first)
    return cells.assign(**{name: joined}), [
        f"{first} in '{name}' was read as {int(plain):,}, with a mark between thousands, and so "
        f"were all sizes with one. If it is not, write whole numbers without a mark."
    ]


def point_decimals(cells: pd.DataFrame, name: str) -> tuple[pd.DataFrame, list[str]]:
    """Write the numbers of a column with a decimal point, where all with a comma have it as that.

    It is for tables whose columns something else than a comma separates.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    name : str
        A column of errors.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The cells, and sentences about what was done.
    """
    texts = cells[name]
    with_comma = texts[texts.str.contains(",", regex=False)]
    marked = texts[texts.str.contains("[.,]")]
    if with_comma.empty or not all(map(DECIMAL_COMMA.fullmatch, with_comma)):
        return cells, []
    if not all("," in text or THOUSANDS.fullmatch(text) for text in marked):
        return cells, []
    pointed = texts.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    first = with_comma.iloc[0]
    return cells.assign(**{name: pointed}), [
        f"{first} in '{name}' was read as {pointed.loc[with_comma.index[0]]}, with a decimal comma."
    ]
