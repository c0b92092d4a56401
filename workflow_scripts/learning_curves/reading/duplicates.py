"""The refusal of rows that are the same run, with what distinguishes them."""

import pandas as pd

from learning_curves.columns import AXES
from learning_curves.errors import UserError
from learning_curves.reading.columns import EPOCHS, USUAL, Columns
from learning_curves.reading.error_names import is_error
from learning_curves.reading.names import is_score, normalise_name
from learning_curves.reading.parts import part_of, split_part


def refuse_duplicates(runs: pd.DataFrame, cells: pd.DataFrame, columns: Columns) -> None:
    """Refuse rows that are the same run.

    Parameters
    ----------
    runs : DataFrame
        The runs, with the index of `cells`.
    cells : DataFrame
        As `read_cells` returns it.
    columns : Columns
        What the columns of the cells hold.
    """
    again = runs.duplicated(AXES)
    if not again.any():
        return
    line = runs.index[again][0]
    run = runs.loc[line, AXES]
    (first, *_) = runs.index[(runs[AXES] == run).all(axis="columns")]
    raise UserError(
        f"Lines {first} and {line} are both of {run['method']} with {run['size_name']}, repetition "
        f"{run['repetition']}{_advise(runs, cells, columns, [first, line])}."
    )


def _advise(runs: pd.DataFrame, cells: pd.DataFrame, columns: Columns, lines: list[int]) -> str:
    """Say what to do, by the first column that differs between the lines."""
    used = {*columns._replace(errors=()), *columns.errors}
    differing = [
        name for name in cells if name not in used and cells.loc[lines, name].nunique() > 1
    ]
    epochs = [name for name in differing if normalise_name(name) in EPOCHS]
    if epochs:
        return (
            f", and differ in '{epochs[0]}': a row must be a whole run, so keep only the row of "
            f"the last {normalise_name(epochs[0])} of each"
        )
    parts = [name for name in differing if any(map(part_of, cells[name].unique()))]
    if parts:
        return (
            f", and differ in '{parts[0]}', which names parts of the data: keep only the rows of "
            "one part, which methods were not trained on"
        )
    helpful = [name for name in differing if _tells_apart(runs, cells[name])]
    inner = [name for name in helpful if normalise_name(name) in USUAL["repetition"]]
    if inner:
        both = "-".join(cells.loc[lines[0], [columns.repetition, inner[0]]])
        return (
            f", and differ in '{inner[0]}': write both into one column, such as {both}, and name "
            "it with --repetition"
        )
    named = [name for name in helpful if _names_settings(name, cells[name])]
    if named and not columns.condition:
        return (
            f", and differ in '{named[0]}': if that was varied on purpose, name it with "
            f"--condition {named[0]}; else keep the rows of one value"
        )
    return (
        ": number the repetitions of each method and size (0, 1, 2, ...), or keep one of the lines "
        "if the run was written twice"
    )


def _tells_apart(runs: pd.DataFrame, texts: pd.Series) -> bool:
    """Whether no two rows are the same run once a column is considered too."""
    return not runs[AXES].assign(more=texts).duplicated().any()


def _names_settings(name: str, texts: pd.Series) -> bool:
    """Whether a column may hold settings: few values, that are neither metrics nor parts."""
    if is_error(name) or is_score(name) or split_part(name)[0]:
        return False
    if any(is_error(value) or is_score(value) for value in texts.unique()):
        return False
    # Times, file names and other numbers of single runs hardly recur.
    return texts.nunique() <= max(2, len(texts) // 4)
