"""Parts of the data, such as training and test: in names of columns, and in their values."""

import pandas as pd

from learning_curves.errors import UserError, join_items
from learning_curves.reading.names import normalise_name

TEST, VALIDATION, TRAINING = "test", "validation", "training"
# How tables spell the parts, as `normalise_name` spells them; the best part to be judged by first.
PARTS = {
    TEST: ("test", "testing", "tst", "held_out", "heldout", "hold_out", "holdout"),
    VALIDATION: ("validation", "valid", "val", "dev", "eval", "evaluation", "oof"),
    TRAINING: ("train", "training", "trn", "in_sample"),
}
PART_OF = {word: part for part, words in PARTS.items() for word in words}
# What may follow such a word in a cell, as in `test set`.
ENDINGS = ("_set", "_data", "_error", "_errors", "_loss")
# Roles that such a column never has; its parts may be asked for as data sets or conditions.
NEVER = ("method", "size", "repetition")


def split_part(name: str) -> tuple[str, str]:
    """Split a column's name into the part of the data it is of, and the rest.

    Parameters
    ----------
    name : str
        Such as `val_mae` or `RMSE (test)`.

    Returns
    -------
    tuple[str, str]
        A key of `PARTS`, empty if the name has none, and the rest as `normalise_name` spells it.
    """
    normal = normalise_name(name)
    for word, part in PART_OF.items():
        if normal.startswith(f"{word}_"):
            return part, normal.removeprefix(f"{word}_")
        if normal.endswith(f"_{word}"):
            return part, normal.removesuffix(f"_{word}")
    return "", normal


def holds_parts(texts: pd.Series) -> bool:
    """Whether the values of a column are parts of the data: all, or some of training and others."""
    parts = set(map(part_of, texts.unique()))
    return "" not in parts or (TRAINING in parts and len(parts) > 2)


def select_held_out(
    cells: pd.DataFrame, given: dict[str, str | None]
) -> tuple[pd.DataFrame, list[str]]:
    """Keep the rows of the part that errors are to be judged by, without the column that says so.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    given : dict[str, str or None]
        Role of a column -> the name that the user gave, or None.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The rows, and sentences about what was done.

    Raises
    ------
    UserError
        If such a column was named for something else, or all rows are of training data.
    """
    notes = []
    for name in [name for name in cells if holds_parts(cells[name])]:
        role = next((role for role, column in given.items() if column == name), None)
        spelt = list(cells[name].unique())
        if role in NEVER:
            raise UserError(
                f"The values of '{name}' are {join_items(spelt)}, which are parts of the data and "
                f"no {role}: leave out --{role} {name}."
            )
        if role:
            notes.append(
                f"'{name}' holds parts of the data ({join_items(spelt)}), and each is answered "
                "apart, as you asked: errors on training data say nothing about new data."
            )
            continue
        cells, said = _keep_best(cells, name, spelt)
        notes += said
    return cells, notes


def _keep_best(cells: pd.DataFrame, name: str, spelt: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Keep the rows of the first of `PARTS` that is there."""
    there = cells[name].map(part_of)
    best = next(part for part in PARTS if (there == part).any())
    if best == TRAINING:
        raise UserError(
            f"Every value of '{name}' is {join_items(spelt, 'or')}: errors on training data do "
            "not say how well a method does on new data. Add the rows of the test data."
        )
    kept = cells[there == best].drop(columns=name)
    taken = [value for value in spelt if part_of(value) == best]
    left = [value for value in spelt if value not in taken]
    if not left:
        return kept, []
    return kept, [
        f"'{name}' says which part of the data a row is of: the {len(kept):,} rows of "
        f"{join_items(taken)} were taken, and the {len(cells) - len(kept):,} of "
        f"{join_items(left)} left out."
    ]


def part_of(text: str) -> str:
    """Return the part that a cell names, empty if it names none."""
    word = normalise_name(text)
    for ending in ENDINGS:
        word = word.removesuffix(ending)
    return PART_OF.get(word, "")
