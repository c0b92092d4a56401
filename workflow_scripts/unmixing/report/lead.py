"""The answer in a sentence, for every target error that a reader can choose."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from unmixing.figures.names import METRIC_LABELS
from unmixing.report.naming import mostly_failed, name
from unmixing.report.standing import is_known, ranked, rivals

MOST_NAMES = 3
UNIT = " labelled pixels"


class Lead(NamedTuple):
    """What is to say of one target error.

    Attributes
    ----------
    known : whether a method is known to reach it
    clear : whether it is known which methods need the fewest labelled pixels, and at most how many
    order : how methods stand
    """

    sentence: str
    known: bool
    clear: bool
    order: list[str]


def lead(rows: pd.DataFrame, metric: str, error: float, of_models: pd.DataFrame) -> Lead:
    """Say which method needs the fewest labelled pixels for one target error, and how many.

    Parameters
    ----------
    rows : of one place, metric and target error, as the table `sample_sizes_by_error`
    of_models : how many runs of each method completed, as `naming.counts` returns it
    """
    rows, alike = ranked(rows, of_models)
    best, order = rows.iloc[0], list(rows["model"])
    target = f"{METRIC_LABELS.get(metric, metric)} {error:g}"
    if not is_known(best) or mostly_failed(best["model"], of_models):
        return Lead(f"No method is known to reach {target} here.", False, False, order)
    group = list(rows.loc[alike, "model"])
    able = rows[[not mostly_failed(model, of_models) for model in rows["model"]]]
    others = rivals(group, able.set_index("model")["probability_first"].dropna())
    one, first = len(group) == 1, _some(group, "and", of_models)
    if others:
        verb = "is" if one else "are"
        said = f"{first} {verb} known to reach {target}: {best['short_answer']}."
        return Lead(f"{said} {_some(others, 'or', of_models)} may need fewer.", True, False, order)
    verb = "needs" if one else "need"
    answer = without_unit(best["short_answer"])
    said = f"{first} {verb} the fewest labelled pixels for {target}: {answer}."
    return Lead(said, True, bool(np.isfinite(best["high"])), order)


def without_unit(answer: str) -> str:
    """Leave out of an answer what it counts, where that is said beside it."""
    return answer.replace(UNIT, "")


def _some(models: list[str], joint: str, of_models: pd.DataFrame) -> str:
    """Name methods, joined as at the beginning of a sentence, but not too many of them."""
    named = [name(model, of_models) for model in models]
    if len(named) > MOST_NAMES + 1:
        named = [*named[:MOST_NAMES], f"{len(named) - MOST_NAMES} others"]
    *others, last = named
    said = f"{', '.join(others)} {joint} {last}" if others else last
    return f"{said[0].upper()}{said[1:]}"
