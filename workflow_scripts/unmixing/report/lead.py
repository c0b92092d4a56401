"""The answer in a sentence, for every target error that a reader can choose."""

from typing import NamedTuple

import pandas as pd

from unmixing.figures.names import METRIC_LABELS
from unmixing.report.naming import mostly_failed, names
from unmixing.report.standing import is_known, ranked, rivals

MOST_NAMES = 3
UNIT = " labelled pixels"


class Lead(NamedTuple):
    """A sentence on one target error, whether a method is known to reach it, and how they stand."""

    sentence: str
    known: bool
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
        return Lead(f"No method is known to reach {target} here.", False, order)
    group = list(rows.loc[alike, "model"])
    able = rows[[not mostly_failed(model, of_models) for model in rows["model"]]]
    others = rivals(group, able.set_index("model")["probability_first"].dropna())
    verb = "needs" if len(group) == 1 else "need"
    said = f"{_some(group, of_models)} {verb} the fewest labelled pixels for {target}"
    said = f"{said[0].upper()}{said[1:]}: {without_unit(best['short_answer'])}."
    if others:
        said += f" It is open whether {_some(others, of_models)} may need fewer."
    return Lead(said, True, order)


def without_unit(answer: str) -> str:
    """Leave out of an answer what it counts, where that is said beside it."""
    return answer.replace(UNIT, "")


def _some(models: list[str], of_models: pd.DataFrame) -> str:
    """Name methods, but not too many of them."""
    left_out = len(models) - MOST_NAMES
    if left_out < 2:
        return names(models, of_models)
    first = names(models[:MOST_NAMES], of_models).replace(" and ", ", ")
    return f"{first} and {left_out} others"
