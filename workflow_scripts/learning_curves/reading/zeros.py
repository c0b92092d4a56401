"""Errors of exactly zero that stand alone, as those of runs that are missing do."""

from typing import Any

import numpy as np
import pandas as pd

from learning_curves.columns import CURVE, PLACE
from learning_curves.runs import select_completed

MOST_NAMED = 5
# At most this share of the errors of a place, or one of them, is suspected.
RARE = 0.05
# Errors that differ by less than this share are taken as equal: shares of 100 and of 101 samples.
EQUAL = 0.05
# A count of wrong answers falls to zero by steps of one. A jump over more than this many is none:
# of all errors of a data set, and of those of one method with as many samples.
STEPS_OF_ALL = 3.5
STEPS_OF_ONE = 8
# Or a jump of more than this many standard deviations of so many runs.
DEVIATIONS = 4
FEWEST = 3


def drop_suspect_zeros(
    runs: pd.DataFrame, error: str, keep: bool
) -> tuple[pd.DataFrame, list[str]]:
    """Leave out single errors of zero that lie far below all others of their data set.

    Zeros that small errors or further zeros lead to are those of an easy problem, and remain.

    Parameters
    ----------
    runs : DataFrame
        As `read_as_runs` makes it, with the lines of the file as index.
    error : str
        The error of the headlines.
    keep : bool
        Whether the user said that all numbers are errors: then they are named only.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The runs, and a sentence about each of those zeros.
    """
    suspect: list[Any] = []
    for _, here in select_completed(runs).groupby(PLACE, sort=False):
        suspect += _find_suspects(here, error)
    notes = [_describe(runs.loc[line], line, error, keep) for line in suspect[:MOST_NAMED]]
    if more := len(suspect) - len(notes):
        notes.append(f"So it is in {more:,} more lines.")
    return (runs if keep else runs.drop(index=suspect)), notes


def _find_suspects(here: pd.DataFrame, error: str) -> list[Any]:
    """Return the lines of the suspects of a data set under a condition."""
    zeros = here[here[error] == 0]
    step = _find_step(here[error])
    least = here[error].where(here[error] > 0).min()
    rare = len(zeros) <= max(1, RARE * len(here))
    far_from_all = rare and least > STEPS_OF_ALL * step
    found = []
    for line, run in zeros.iterrows():
        of_method = here[(here[CURVE] == run[CURVE]).all(axis="columns")]
        at_size = of_method.loc[of_method["size"] == run["size"], error]
        far_from_these = (at_size == 0).sum() == 1 and _is_far(at_size[at_size > 0], step)
        if (far_from_all or far_from_these) and not _is_led_to(of_method, run["size"], error):
            found.append(line)
    return found


def _is_led_to(of_method: pd.DataFrame, size: int, error: str) -> bool:
    """Whether a method errs by zero in most runs with as many samples, or in more with more."""
    shares = (of_method[error] == 0).groupby(of_method["size"]).agg(["mean", "size"])
    own = shares.loc[size]
    following = shares.loc[shares.index > size, "mean"]
    mostly = own["size"] > 1 and own["mean"] > 0.5
    return bool(mostly or (len(following) and following.iloc[0] > own["mean"]))


def _find_step(errors: pd.Series) -> float:
    """Return the least difference between errors above zero; infinite if there is none."""
    values = np.unique(errors[np.isfinite(errors) & (errors > 0)])
    gaps = np.diff(values)
    gaps = gaps[gaps > EQUAL * values[:-1]]
    return float(gaps.min()) if len(gaps) else np.inf


def _is_far(others: pd.Series, step: float) -> bool:
    """Whether the other errors with as many samples lie many steps or deviations above zero."""
    if others.empty:
        return False
    if others.min() > STEPS_OF_ONE * step:
        return True
    several = others.nunique() >= FEWEST
    return several and bool(others.mean() > DEVIATIONS * others.std(ddof=1))


def _describe(run: pd.Series, line: Any, error: str, keep: bool) -> str:
    done = (
        "It was taken as one, as you asked."
        if keep
        else "It may be a missing run and was left out; --is-error takes it as an error."
    )
    return (
        f"Line {line} ({run['method']} with {run['size']:,}, repetition {run['repetition']}) has "
        f"'{error}' of exactly 0, far below the others. {done}"
    )
