"""Long tables, whose rows are of several metrics: the rows of one error are taken."""

from collections.abc import Sequence

import pandas as pd

from learning_curves.errors import UserError, did_you_mean, join_items
from learning_curves.reading.columns import USUAL, guess_column, name_option
from learning_curves.reading.error_names import describe_choice, is_error, rank_errors
from learning_curves.reading.names import is_score, normalise_name

NAMES = ("metric", "metrics", "metric_name", "measure", "score_name", "scorer", "criterion")
VALUES = ("value", "values", "metric_value", "result", "score", "measurement", "estimate")


def select_metric(
    cells: pd.DataFrame,
    given: dict[str, str | None],
    errors: Sequence[str],
    metric: str | None,
    are_errors: bool,
) -> tuple[pd.DataFrame, Sequence[str], list[str]]:
    """Keep the rows of one metric, in a column that is called like it.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    given : dict[str, str or None]
        Role of a column -> the name that the user gave, or None.
    errors : Sequence[str]
        The columns of errors that the user named.
    metric : str or None
        The metric that the user named.
    are_errors : bool
        Whether the user said that scores are errors.

    Returns
    -------
    tuple[DataFrame, Sequence[str], list[str]]
        The rows, the columns of errors, and sentences about what was done.

    Raises
    ------
    UserError
        If no metric of the table is known as an error, or the column was named for another role.
    """
    value = _find_values(cells, errors)
    name = _find_metrics(cells, value, metric)
    if name is None:
        if metric:
            raise UserError(f"No column holds the metric '{metric}': leave out --metric.")
        return cells, errors, []
    there = list(cells[name].unique())
    chosen = _choose(name, there, metric, are_errors)
    role = next((role for role, column in given.items() if column == name), None)
    if role:
        raise UserError(
            f"'{name}' holds names of metrics ({join_items(there)}), and no {role}: leave out "
            f"{name_option(role)} {name}, and name the metric with --metric {chosen}."
        )
    of_chosen = cells[name].map(normalise_name) == normalise_name(chosen)
    kept = cells[of_chosen].drop(columns=name)
    notes = [] if metric else _describe(name, chosen, there)
    notes += _describe_lost(cells, kept, given, chosen)
    if value and value in (errors or [value]) and chosen not in kept:
        kept = kept.rename(columns={value: chosen})
        errors = [chosen if error == value else error for error in errors or [value]]
    return kept, errors, notes


def _find_values(cells: pd.DataFrame, errors: Sequence[str]) -> str | None:
    """Return the column of the numbers."""
    if errors:
        return errors[0]
    names = {normalise_name(name): name for name in reversed(list(cells))}
    usual = [names[name] for name in VALUES if name in names]
    return next(iter([*rank_errors(cells), *usual]), None)


def _find_metrics(cells: pd.DataFrame, value: str | None, metric: str | None) -> str | None:
    """Return the column of names of metrics: by its own name, or by its values."""
    texts = [name for name in cells if name != value and not _are_numbers(cells[name])]
    if metric:
        with_it = [
            name
            for name in texts
            if normalise_name(metric) in map(normalise_name, cells[name].unique())
        ]
        called = [name for name in texts if normalise_name(name) in NAMES]
        return next(iter([*with_it, *called]), None)
    for name in texts:
        known = [is_error(text) or is_score(text) for text in cells[name].unique()]
        if normalise_name(name) in NAMES and (any(known) or _tells_apart(cells, name, value)):
            return name
        # With an error of its own name, a column such as `loss` says how methods were trained.
        if all(known) and _has_neutral_name(value) and not _has_usual_name(name):
            return name
    return None


def _choose(name: str, there: list[str], metric: str | None, are_errors: bool) -> str:
    """Return the metric to take, as the table spells it."""
    ranked = rank_errors(there)
    instead = f"; {join_items(ranked, 'or')} can be taken: --metric {ranked[0]}" if ranked else ""
    if metric:
        spelt = {normalise_name(text): text for text in there}
        if normalise_name(metric) not in spelt:
            hint = did_you_mean(metric, there)
            raise UserError(f"'{name}' has no '{metric}', only {join_items(there)}.{hint}")
        chosen = spelt[normalise_name(metric)]
        if is_score(chosen) and not are_errors:
            remedy = instead or f": {_write_errors(chosen)}"
            raise UserError(f"'{chosen}' is a score, for which larger is better{remedy}.")
        return chosen
    if ranked:
        return ranked[0]
    scores = [text for text in there if is_score(text)]
    if len(scores) == len(there):
        raise UserError(
            f"'{name}' names only scores, for which larger is better ({join_items(there)}): "
            f"{_write_errors(scores[0])}."
        )
    others = [text for text in there if text not in scores]
    raise UserError(
        f"None of the metrics in '{name}' ({join_items(there)}) is known as an error: name one for "
        f"which less is better with --metric '{others[0]}'."
    )


def _write_errors(score: str) -> str:
    return (
        f"write a table of the rows of {score} alone, with 1 - {score} in a column called error "
        f"(100 - {score} if it is in percent)"
    )


def _describe(name: str, chosen: str, there: list[str]) -> list[str]:
    """Say which metric was taken of several."""
    others = [text for text in there if text != chosen]
    if not others:
        return []
    errors = rank_errors(others)
    another = f" Another error is taken by --metric {errors[0]}." if errors else ""
    passed = describe_choice(chosen, there, "--metric")
    return [
        f"'{name}' names metrics: the rows of {chosen} were taken, and not those of "
        f"{join_items(others)}.{'' if passed else another}",
        *passed,
    ]


def _describe_lost(
    cells: pd.DataFrame, kept: pd.DataFrame, given: dict[str, str | None], chosen: str
) -> list[str]:
    """Say which data sets have no row of the metric."""
    name = given.get("data_set") or guess_column("data_set", list(kept))
    if not name:
        return []
    lost = [text for text in cells[name].unique() if text not in set(kept[name])]
    return [f"No row of {join_items(lost)} is of {chosen}: left out."] if lost else []


def _tells_apart(cells: pd.DataFrame, name: str, value: str | None) -> bool:
    """Whether rows that differ in numbers would be of the same run without the column."""
    others = [column for column in cells if column not in (name, value)]
    return bool(cells.duplicated(others).any()) and cells[name].nunique() > 1


def _has_neutral_name(value: str | None) -> bool:
    return value is not None and normalise_name(value) in VALUES


def _has_usual_name(name: str) -> bool:
    return any(normalise_name(name) in names for names in USUAL.values())


def _are_numbers(texts: pd.Series) -> bool:
    return bool(pd.to_numeric(texts[texts != ""], errors="coerce").notna().all())
