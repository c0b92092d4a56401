"""The order of methods for a target error, and which of them may need the fewest."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import (
    BRACKETS,
    EXTRAPOLATED,
    INTERPOLATED,
    ONE_REPETITION,
    REACHED,
    UNKNOWN,
)
from learning_curves.report.naming import Names
from learning_curves.significance import LEVEL


class Standing(NamedTuple):
    """Which methods need the fewest training samples for one target error.

    Attributes
    ----------
    rows : DataFrame
        The answers, best first.
    first : DataFrame
        The first of them, and those equal to it.
    others : list[str]
        Other methods that may need as few or fewer, most probable first.
    known : bool
        Whether the first is known to reach the target, and most of its runs completed.
    """

    rows: pd.DataFrame
    first: pd.DataFrame
    others: list[str]
    known: bool


def rank_answers(rows: pd.DataFrame, names: Names) -> Standing:
    """Rank the answers to one target error.

    Parameters
    ----------
    rows : DataFrame
        One row of the table `sample_sizes_by_error` per method. Their probabilities of needing the
        fewest sum to less than one if possibly no method reaches the target.
    names : Names
        They know whose runs mostly failed.
    """
    order = ["failed", "tier", "at"]
    of_rows = [_standing(row, names) for _, row in rows.iterrows()]
    standings = pd.DataFrame(of_rows, rows.index, order).sort_values(order, kind="stable")
    rows = rows.loc[standings.index]
    best = rows.iloc[0]
    # If several reach the target at their smallest size, their answers are equal.
    alike = rows["short_answer"] == best["short_answer"]
    if is_known(best):
        alike |= (standings == standings.iloc[0]).all(axis=1)
    able = ~standings["failed"]
    shares = rows[able].set_index("method")["probability_first"].dropna()
    likely = find_candidates(rows.loc[alike, "method"], shares)
    return Standing(
        rows,
        rows[alike],
        [*likely, *_measured_with_fewer(best, rows[~alike & able])],
        is_known(best) and bool(able.iloc[0]),
    )


def find_candidates(first: Iterable[str], shares: pd.Series) -> list[str]:
    """Return other methods that may need as few as the first ones, most probable first."""
    inside = [method for method in first if method in shares.index]
    certain, others, enough = shares[inside].sum(), [], (1 - LEVEL) * shares.sum()
    if inside:
        for method, share in shares.drop(inside).sort_values(ascending=False).items():
            if certain >= enough or share == 0:
                break
            others.append(str(method))
            certain += share
    return others


def is_known(answer: pd.Series) -> bool:
    """Whether a target is known to be reached, not too far beyond the data."""
    near = answer["status"] in (ONE_REPETITION, INTERPOLATED) and np.isfinite(answer["needed"])
    fitted = answer["status"] in (REACHED, EXTRAPOLATED)
    return bool(fitted or near or np.isfinite(answer["measured_at"]))


def _measured_with_fewer(best: pd.Series, others: pd.DataFrame) -> list[str]:
    """Return the others that have no draws and were measured to need fewer than the best."""
    first_needs = best["high"] if np.isfinite(best["high"]) else best["measured_at"]
    others = others[others["status"].isin((*BRACKETS, ONE_REPETITION))]
    others = others[np.isfinite(others["measured_at"])]
    return list(others.loc[others["measured_above"] < first_needs, "method"])


def _standing(answer: pd.Series, names: Names) -> tuple[bool, int, float]:
    """Return the sort key of an answer: failing methods last, then by certainty, then by size."""
    failed = names.mostly_failed(answer["method"])
    status, measured = answer["status"], np.isfinite(answer["measured_at"])
    inside = status == INTERPOLATED and np.isfinite(answer["needed"])
    if status == REACHED or inside or (status == ONE_REPETITION and measured):
        return failed, int(status == ONE_REPETITION), answer["needed"]
    if measured:
        return failed, int(answer["n_repetitions"] == 1), answer["measured_at"]
    if status == EXTRAPOLATED:
        return failed, 2, answer["needed"]
    if status == UNKNOWN:
        return failed, 3, answer["low"]
    return failed, (4 if is_known(answer) else 5), answer["needed"]
