"""The answer in a sentence, for every target error that a reader can choose."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.errors import join_items
from learning_curves.report.naming import Names, capitalise, name_data_set
from learning_curves.report.standing import describe_outliers, rank_answers
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


def write_lead(rows: pd.DataFrame, metric: str, error: float, names: Names) -> Lead:
    """Say which method needs the fewest training samples for one target error, and how many.

    Parameters
    ----------
    rows : DataFrame
        Rows of the table `sample_sizes_by_error` for one place, metric and target error.
    names : Names
        The names of methods there.
    """
    vocabulary = names.vocabulary
    shares = rows.set_index("method")["probability_first"]
    standing = rank_answers(rows, shares, names)
    first, order = standing.first, list(standing.rows["method"])
    target = f"{vocabulary.label_metric(metric)} {error:g} on {name_data_set(first.iloc[0])}"
    if not standing.known:
        return Lead(f"No method is known to reach {target}.", False, False, order)
    group, answers = list(first["method"]), _answers(first, vocabulary)
    stray = describe_outliers(first, vocabulary)
    if standing.others:
        verb = "is" if len(group) == 1 else "are"
        which = _some(group, "and", names)
        said = f"{which} {verb} known to reach {target}: {'; '.join(answers)}."
        said += f" {_some(standing.others, 'or', names)} may need fewer.{stray}"
        return Lead(said, True, False, order)
    # Methods with different answers are not distinguished: one of them needs the fewest.
    joint = "or" if len(answers) > 1 else "and"
    # With several joined by "or", the verb agrees with the last.
    is_one = len(group) == 1 or (joint == "or" and len(group) <= MOST_NAMES + 1)
    verb = "needs" if is_one else "need"
    which = _some(group, joint, names)
    answer = without_unit("; ".join(answers), vocabulary)
    said = f"{which} {verb} the fewest {vocabulary.sizes} for {target}: {answer}."
    clear = len(answers) == 1 and np.isfinite(first["high_if_first"].iloc[0]) and not stray
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


def _some(methods: list[str], joint: str, names: Names) -> str:
    """Join the names of methods for the beginning of a sentence, but not too many."""
    named = list(map(names.method, methods))
    if len(named) > MOST_NAMES + 1:
        named = [*named[:MOST_NAMES], f"{len(named) - MOST_NAMES} others"]
    return capitalise(join_items(named, joint))
