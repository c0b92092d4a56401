"""The repetition of runs in a table that names none, because every run was made once."""

import pandas as pd

from learning_curves.reading.columns import guess_roles

ONCE = "repetition"


def add_repetition(
    cells: pd.DataFrame, given: dict[str, str | None]
) -> tuple[pd.DataFrame, list[str]]:
    """Add a column of zeros if nothing is a repetition and every method and size has one row.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    given : dict[str, str or None]
        Role of a column -> the name that the user gave, or None.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The cells, and sentences about what was done.
    """
    found = guess_roles(list(cells), given)
    if found.pop("repetition") or not found["method"] or not found["size"]:
        return cells, []
    axes = list(dict.fromkeys(filter(None, found.values())))
    if cells.duplicated(axes).any():
        return cells, []
    return cells.assign(**{ONCE: "0"}), [
        "No column is a repetition, and each method has one row a size: every run counts as one "
        "repetition, and nothing is known of how runs spread."
    ]
