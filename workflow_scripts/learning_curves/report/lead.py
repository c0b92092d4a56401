"""The answer to a target error, as one would say it: which method, with how many samples."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import UNKNOWN, UNREACHABLE
from learning_curves.errors import join_items
from learning_curves.report.naming import MOST_NAMES, Names, join_some
from learning_curves.report.standing import Standing, is_known, rank_answers
from learning_curves.vocabulary import Vocabulary, capitalise


class Lead(NamedTuple):
    """The answer to one target error.

    Attributes
    ----------
    sentence : str
        The answer in words; it may begin with the name of a method, in small letters.
    known : bool
        Whether a method is known to reach it.
    clear : bool
        Whether it is known which methods need the fewest training samples, and at most how many.
    order : list[str]
        Methods, best first.
    """

    sentence: str
    known: bool
    clear: bool
    order: list[str]


def write_lead(rows: pd.DataFrame, metric: str, error: float, names: Names) -> Lead:
    """Say which method needs the fewest training samples for one target error, and how many.

    Parameters
    ----------
    rows : DataFrame
        Rows of the table `sample_sizes_by_error` for one place, metric and target error.
    names : Names
        The names of methods there.
    """
    vocabulary, standing = names.vocabulary, rank_answers(rows, names)
    target, order = vocabulary.label_metric(metric), list(standing.rows["method"])
    if not standing.known:
        said = f"no method is known to bring the {target} down to {error:g}."
        return Lead(f"{said}{_may_reach(standing.rows, names)}", False, False, order)
    first = standing.first
    answers = _answers(first, vocabulary)
    named = join_some(map(names.method, first["method"]))
    stray = _outliers(first, vocabulary)
    if len(answers) == 1:
        verb = "brings" if len(first) == 1 else "bring"
        said = f"{named} {verb} the {target} down to {error:g} with {answers[0]}."
    else:
        # Methods with different answers are not distinguished.
        each = "; ".join(answers)
        said = f"{named} bring the {target} down to {error:g} alike: {each}."
    if standing.others:
        others = map(vocabulary.label_method, standing.others)
        more = f" {capitalise(join_some(others, 'or'))} may need fewer."
    else:
        more = _next(standing, names)
    bounded = np.isfinite(first["high_if_first"].iloc[0])
    is_one = first["short_answer_if_first"].nunique() == 1
    clear = is_one and bounded and not stray and not standing.others
    return Lead(f"{said}{more}{stray}", True, bool(clear), order)


def without_unit(answer: str, vocabulary: Vocabulary) -> str:
    """Remove the unit of sizes from an answer that is shown next to it."""
    return answer.replace(f" {vocabulary.sizes}", "")


def _answers(rows: pd.DataFrame, vocabulary: Vocabulary) -> list[str]:
    """List the answers of methods: one for all if it is the same but for its interval."""
    said = rows["short_answer_if_first"]
    without_interval = said.str.partition(" (")[0]
    if said.nunique() == 1 or len(rows) == 1:
        return [str(said.iloc[0])]
    if without_interval.nunique() == 1:
        return [str(without_interval.iloc[0])]
    by_answer = rows.groupby("short_answer_if_first", sort=False)["method"].agg(list)
    first, *more = (
        f"{join_some(map(vocabulary.label_method, methods))} with {answer}"
        for answer, methods in by_answer.items()
    )
    return [first, *(without_unit(answer, vocabulary) for answer in more)][:MOST_NAMES]


def _next(standing: Standing, names: Names) -> str:
    """Say how many times as many training samples the next method needs."""
    rows, group = standing.rows, standing.first["method"]
    able = ~rows["method"].map(names.mostly_failed)
    others = rows[rows["first"].isin(group) & ~rows["method"].isin(group) & able]
    # A ratio that may be one, or lies beyond the measured sizes, says nothing.
    least = others["ratio_low"].astype(float)
    others = others[np.isfinite(least) & (least > 1)].sort_values(["ratio", "ratio_low"])
    if others.empty:
        return ""
    row = others.iloc[0]
    least = f"at least {_times(row['ratio_low'])} as many."
    # Without medians only lower ends are known, and equal ones do not tell which method is next.
    shown = others["ratio_low"].map(_times)
    tied = others.loc[others["ratio"].isna() & (shown == shown.iloc[0]), "method"]
    if len(tied) > 1:
        return f" {capitalise(join_some(map(names.vocabulary.label_method, tied)))} need {least}"
    start = f" The next method, {names.vocabulary.label_method(row['method'])}, needs"
    if not np.isfinite(row["ratio_high"]):
        return f"{start} {least}"
    interval = f"{row['ratio_low']:.2g} to {row['ratio_high']:.2g}"
    return f"{start} {_times(row['ratio'])} as many ({interval})."


def _times(ratio: float) -> str:
    digits = f"{ratio:.2g}"
    return "twice" if digits == "2" else f"{digits} times"


def _outliers(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say which methods with an interval have outliers, and how many repetitions are needed."""
    rows = rows[rows["repetitions_for_outliers"].notna() & rows["low"].notna()]
    if rows.empty:
        return ""
    has, wanted = rows["n_repetitions"].min(), rows["repetitions_for_outliers"].max()
    whose = join_items(list(map(vocabulary.label_method, rows["method"])))
    return (
        f" Some runs of {whose} are outliers, so trust this interval only from {wanted:.0f} "
        f"{vocabulary.repetitions} on: it has {has}."
    )


def _may_reach(rows: pd.DataFrame, names: Names) -> str:
    """Say which methods may reach a target that none is known to reach."""
    failing = rows[rows.apply(is_known, axis=1)]
    if len(failing):
        verb, whose = ("does", "its") if len(failing) == 1 else ("do", "their")
        return f" Only {names.methods(failing['method'])} {verb}, but most of {whose} runs failed."
    unknown = rows[rows["status"] == UNKNOWN]
    if len(unknown):
        # Their lower ends do not rank them, because the least certain fits have the lowest.
        which = join_some(map(names.vocabulary.label_method, unknown["method"]), "or")
        return f" {capitalise(which)} may, with more {names.vocabulary.sizes} than were measured."
    never = (rows["status"] == UNREACHABLE).all()
    return " By the fits, none ever would." if never else ""
