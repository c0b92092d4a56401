"""The answer in a sentence, for every target error that a reader can choose."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.report.naming import mostly_failed, name_data_set, name_method
from learning_curves.report.standing import (
    describe_outliers,
    find_candidates,
    find_measured_with_fewer,
    is_known,
    rank_answers,
)
from learning_curves.vocabulary import Vocabulary

MOST_NAMES = 3


class Lead(NamedTuple):
    """The answer to one target error.

    Attributes
    ----------
    sentence : str
        The answer in words.
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


def write_lead(
    rows: pd.DataFrame, metric: str, error: float, of_methods: pd.DataFrame, vocabulary: Vocabulary
) -> Lead:
    """Say which method needs the fewest training samples for one target error, and how many.

    Parameters
    ----------
    rows : DataFrame
        Rows of the table `sample_sizes_by_error` for one place, metric and target error.
    of_methods : DataFrame
        How many runs of each method completed, as `naming.count_runs` returns it.
    """
    rows, alike = rank_answers(rows, of_methods)
    best, order = rows.iloc[0], list(rows["method"])
    target = f"{vocabulary.label_metric(metric)} {error:g} on {name_data_set(best)}"
    if not is_known(best) or mostly_failed(best["method"], of_methods):
        return Lead(f"No method is known to reach {target}.", False, False, order)
    group = list(rows.loc[alike, "method"])
    able = rows[[not mostly_failed(method, of_methods) for method in rows["method"]]]
    others = find_candidates(group, able.set_index("method")["probability_first"].dropna())
    others += find_measured_with_fewer(rows, alike, of_methods)
    answers, stray = _answers(rows[alike], vocabulary), describe_outliers(rows[alike], vocabulary)
    if others:
        verb = "is" if len(group) == 1 else "are"
        first = _some(group, "and", of_methods, vocabulary)
        said = f"{first} {verb} known to reach {target}: {'; '.join(answers)}."
        said += f" {_some(others, 'or', of_methods, vocabulary)} may need fewer.{stray}"
        return Lead(said, True, False, order)
    # Methods with different answers are not distinguished: one of them needs the fewest.
    joint = "or" if len(answers) > 1 else "and"
    # With several joined by "or", the verb agrees with the last.
    is_one = len(group) == 1 or (joint == "or" and len(group) <= MOST_NAMES + 1)
    verb = "needs" if is_one else "need"
    first = _some(group, joint, of_methods, vocabulary)
    answer = without_unit("; ".join(answers), vocabulary)
    said = f"{first} {verb} the fewest {vocabulary.sizes} for {target}: {answer}."
    clear = len(answers) == 1 and np.isfinite(best["high_if_first"]) and not stray
    return Lead(f"{said}{stray}", True, bool(clear), order)


def without_unit(answer: str, vocabulary: Vocabulary) -> str:
    """Remove the unit of sizes from an answer that is shown next to it."""
    return answer.replace(f" {vocabulary.sizes}", "")


def _answers(rows: pd.DataFrame, vocabulary: Vocabulary) -> list[str]:
    """List the answers of methods, with their names if they differ, but not too many."""
    by_answer = rows.groupby("short_answer_if_first", sort=False)["method"].agg(list)
    if len(by_answer) == 1:
        return list(by_answer.index)
    said = [
        f"{' and '.join(map(vocabulary.label_method, methods))} {answer}"
        for answer, methods in by_answer.items()
    ]
    return said[:MOST_NAMES]


def _some(methods: list[str], joint: str, of_methods: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Join the names of methods for the beginning of a sentence, but not too many."""
    named = [name_method(method, of_methods, vocabulary) for method in methods]
    if len(named) > MOST_NAMES + 1:
        named = [*named[:MOST_NAMES], f"{len(named) - MOST_NAMES} others"]
    *others, last = named
    said = f"{', '.join(others)} {joint} {last}" if others else last
    return f"{said[0].upper()}{said[1:]}"
