"""How many groups a run labels and tests, from the columns of a table, held against each other."""

from collections.abc import Collection, Mapping

import pandas as pd

from learning_curves.columns import N_ALL_GROUPS, N_GROUPS, N_TEST_GROUPS
from learning_curves.errors import join_items
from learning_curves.reading.columns import name_option
from learning_curves.reading.names import normalise_name
from learning_curves.reading.table import read_numbers, refuse_cells

# Column -> its usual names, with each of `NOUNS` for the braces.
USUAL = {
    N_GROUPS: ("n_{}", "n_train_{}", "n_labelled_{}", "n_labeled_{}"),
    N_TEST_GROUPS: ("n_test_{}", "n_tested_{}"),
    N_ALL_GROUPS: ("n_all_{}", "n_total_{}"),
}
NOUNS = ("groups", "plots", "sites", "transects", "clusters", "fields", "patients", "subjects")


def read_group_counts(
    cells: pd.DataFrame, given: Mapping[str, str | None], taken: Collection[str]
) -> tuple[pd.DataFrame, list[str]]:
    """Read how many groups are labelled, tested and there in every run.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    given : Mapping[str, str or None]
        Column of this package -> its name in the table, None to guess it.
    taken : Collection[str]
        Columns that hold something else.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The three counts, NaN where samples come in no groups, or no column; and sentences about
        what is missing.

    Raises
    ------
    UserError
        If a count is not a whole number of 1 or more, or more groups are labelled and tested than
        there are.
    """
    free = [name for name in cells if name not in taken]
    found = {role: given.get(role) or _guess(role, free) for role in USUAL}
    named = {role: name for role, name in found.items() if name}
    missing = [role for role in USUAL if role not in named]
    if missing:
        return pd.DataFrame(index=cells.index), _say_missing(list(named.values()), missing)
    counts = pd.DataFrame({role: read_numbers(cells, name) for role, name in named.items()})
    grouped = counts.notna().any(axis="columns")
    for role, name in named.items():
        wrong = grouped & (~(counts[role] >= 1) | (counts[role] % 1 != 0))
        refuse_cells(wrong, cells, name, "is not a whole number of 1 or more")
    more = counts[N_GROUPS] + counts[N_TEST_GROUPS] > counts[N_ALL_GROUPS]
    labelled, tested = named[N_GROUPS], named[N_TEST_GROUPS]
    words = f"is less than {labelled} and {tested} together, and tested groups have no labels"
    refuse_cells(more, cells, named[N_ALL_GROUPS], words)
    return (counts if grouped.any() else pd.DataFrame(index=cells.index)), []


def _guess(role: str, there: list[str]) -> str | None:
    """Return the column with a usual name of a role."""
    names = {normalise_name(name): name for name in reversed(there)}
    usual = [pattern.format(noun) for pattern in USUAL[role] for noun in NOUNS]
    return next((names[name] for name in usual if name in names), None)


def _say_missing(named: list[str], missing: list[str]) -> list[str]:
    if not named:
        return []
    verb = "counts" if len(named) == 1 else "count"
    options = join_items([name_option(role) for role in missing])
    return [
        f"{join_items(named)} {verb} groups, but no campaigns are planned without {options}: "
        "the number of groups that a run labels, that it tests on, and that there are."
    ]
