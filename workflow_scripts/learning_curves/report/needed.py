"""Sentences about the training samples that target errors need."""

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import NOT_FITTED, UNKNOWN
from learning_curves.columns import rows_of
from learning_curves.figures.facets import select_facet
from learning_curves.report.naming import (
    Names,
    capitalise,
    format_percent,
    name_data_set,
    names_by,
    split_by_place,
)
from learning_curves.report.standing import Standing, describe_outliers, is_known, rank_answers
from learning_curves.vocabulary import Vocabulary


def sizes_needed(
    answers: pd.DataFrame, fewest: pd.DataFrame, coverage: pd.DataFrame, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which method needs the fewest training samples for every target error, by place.

    Parameters
    ----------
    answers : DataFrame
        The table `sample_sizes`; errors are geometric means over repetitions, like the fits.
    fewest : DataFrame
        The table `fewest_needed`: how often each method is first.
    coverage : DataFrame
        The table `coverage`: how many of the planned runs completed.
    """
    firsts = rows_of(fewest, metric=vocabulary.error)
    return {
        place: [
            _needed(
                error,
                rows_of(here, target_error=error),
                rows_of(select_facet(firsts, facet), target_error=error).set_index("method"),
                names_by(select_facet(coverage, facet), vocabulary),
            )
            for error in sorted(here["target_error"].unique(), reverse=True)
        ]
        for place, facet, here in split_by_place(answers, vocabulary)
    }


def _needed(
    error: float,
    rows: pd.DataFrame,
    fewest: pd.DataFrame,
    names: Names,
) -> str:
    standing = rank_answers(rows, fewest["probability_first"], names)
    rows, what = standing.rows, names.vocabulary.error_name
    start = f"Geometric-mean {what} {error:g} on {name_data_set(rows.iloc[0])}: "
    if standing.known:
        said = _first(standing, fewest, names)
        named = [*standing.first["method"], *standing.without_draws]
        rest = rows[~rows["method"].isin(named)]
        return f"{start}{said}{_without_fit(rest, names)}"
    failing = rows[rows.apply(is_known, axis=1)]
    if len(failing):
        return (
            f"{start}no method that completed half of its runs is known to reach it. "
            f"Only {_answers(failing, names)}."
        )
    return f"{start}no method is known to reach it. {_may_reach(standing, names)}"


def _may_reach(standing: Standing, names: Names) -> str:
    """Say which methods may reach a target with more training samples, if none is known to."""
    unknown = rows_of(standing.rows, status=UNKNOWN)
    if len(unknown) > 1:
        # Their lower ends do not rank them, because the least certain fits have the lowest.
        which = names.methods(unknown["method"])
        return f"{capitalise(which)} may, with more than were measured."
    first = "First would be " if len(unknown) else ""
    return f"{capitalise(f'{first}{_answers(standing.first, names)}')}."


def _first(standing: Standing, fewest: pd.DataFrame, names: Names) -> str:
    """Say which methods need the fewest, and which others may, or else which is next."""
    vocabulary, shares = names.vocabulary, standing.shares
    group = list(standing.first["method"])
    of_runs = _assured(standing.first.iloc[0], vocabulary)
    if not standing.others:
        answers = _answers(standing.first, names)
        stray = describe_outliers(standing.first, vocabulary)
        able = fewest[fewest.index.isin(shares.index)]
        return f"{answers}.{stray}{_next(able, group, names)}{of_runs}"
    named = [*group, *standing.others]
    odds = ", ".join(
        f"{vocabulary.label_method(method)} {format_percent(shares[method])}"
        for method in [*group, *standing.candidates]
        if method in shares.index
    )
    odds = f" (probability of needing the fewest: {odds})" if odds else ""
    chosen = standing.rows[standing.rows["method"].isin(named)]
    answers, stray = _answers(chosen, names), describe_outliers(chosen, vocabulary)
    choice = names.methods(named, "or")
    return f"{choice}{odds}. {capitalise(answers)}.{stray}{of_runs}"


def _next(fewest: pd.DataFrame, named: list[str], names: Names) -> str:
    """Say how many times as many training samples the next method needs."""
    others = fewest[fewest["first"].isin(named) & ~fewest.index.isin(named)]
    # A ratio that may be one, or lies beyond the measured sizes, says nothing.
    least = others["ratio_low"].astype(float)
    others = others[np.isfinite(least) & (least > 1)].sort_values(["ratio", "ratio_low"])
    if others.empty:
        return ""
    row = others.iloc[0]
    start = f" Next is {names.method(str(others.index[0]))}, with"
    if not np.isfinite(row["ratio_high"]):
        return f"{start} at least {row['ratio_low']:.2g} times as many."
    interval = f"{row['ratio_low']:.2g} to {row['ratio_high']:.2g}"
    return f"{start} {row['ratio']:.2g} times as many (95 % interval {interval})."


def _assured(row: pd.Series, vocabulary: Vocabulary) -> str:
    """Say how many training samples let most runs of a method reach the target."""
    return f" Single runs of {vocabulary.label_method(row['method'])}: {row['assured_answer']}."


def _answers(rows: pd.DataFrame, names: Names) -> str:
    """List the answers, each once, with its methods."""
    return "; ".join(
        f"{names.methods(alike['method'])}, {answer}"
        for answer, alike in rows.groupby("answer_if_first", sort=False)
    )


def _without_fit(rows: pd.DataFrame, names: Names) -> str:
    """Say where methods without a fit were measured to reach the target."""
    measured = rows[(rows["status"] == NOT_FITTED) & np.isfinite(rows["measured_at"])]
    return f" Not ranked: {_answers(measured, names)}." if len(measured) else ""
