"""The order of methods for a target error, and which of them may need the fewest."""

from collections.abc import Collection

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
from learning_curves.report.naming import mostly_failed
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary


def rank_answers(rows: pd.DataFrame, of_methods: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Sort the answers to one target error, and mark the first and those equal to it."""
    order = ["failed", "tier", "at"]
    of_rows = [_standing(row, of_methods) for _, row in rows.iterrows()]
    standings = pd.DataFrame(of_rows, rows.index, order).sort_values(order, kind="stable")
    rows = rows.loc[standings.index]
    # If several reach the target at their smallest size, their answers are equal.
    alike = rows["answer"] == rows["answer"].iloc[0]
    if is_known(rows.iloc[0]):
        alike |= (standings == standings.iloc[0]).all(axis=1)
    return rows, alike


def find_candidates(group: Collection[str], shares: pd.Series) -> list[str]:
    """Return other methods that may need as few as the first ones, most probable first.

    Parameters
    ----------
    group : Collection[str]
        The first methods.
    shares : Series
        Method -> probability that it needs the fewest. The sum is below one if possibly no method
        reaches the target.
    """
    inside = [method for method in group if method in shares.index]
    certain, others, enough = shares[inside].sum(), [], (1 - LEVEL) * shares.sum()
    if inside:
        for method, share in shares.drop(inside).sort_values(ascending=False).items():
            if certain >= enough or share == 0:
                break
            others.append(str(method))
            certain += share
    return others


def find_measured_with_fewer(
    rows: pd.DataFrame, alike: pd.Series, of_methods: pd.DataFrame
) -> list[str]:
    """Return methods without draws that were measured to reach the target with fewer samples.

    Parameters
    ----------
    rows, alike : DataFrame, Series
        As `rank_answers` returns them.
    """
    best, others = rows.iloc[0], rows[~alike]
    first_needs = best["high"] if np.isfinite(best["high"]) else best["measured_at"]
    others = others[others["status"].isin((*BRACKETS, ONE_REPETITION))]
    able = [method for method in others["method"] if not mostly_failed(method, of_methods)]
    others = others[others["method"].isin(able) & np.isfinite(others["measured_at"])]
    return list(others.loc[others["measured_above"] < first_needs, "method"])


def describe_outliers(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say which methods with an interval have outliers, and how many repetitions are needed.

    Parameters
    ----------
    rows : DataFrame
        Answers to one target error; those with enough repetitions are not mentioned.
    """
    rows = rows[rows["repetitions_for_outliers"].notna() & rows["low"].notna()]
    if rows.empty:
        return ""
    has, wanted = rows["n_repetitions"].min(), rows["repetitions_for_outliers"].max()
    whose = " and ".join(map(vocabulary.label_method, rows["method"]))
    return (
        f" Some runs of {whose} are outliers, so {vocabulary.count_repetitions(has)} are too few "
        f"for this interval: {wanted:.0f} tell how often that happens."
    )


def is_known(answer: pd.Series) -> bool:
    """Whether a target is known to be reached, not too far beyond the data."""
    near = answer["status"] in (ONE_REPETITION, INTERPOLATED) and np.isfinite(answer["needed"])
    fitted = answer["status"] in (REACHED, EXTRAPOLATED)
    return bool(fitted or near or np.isfinite(answer["measured_at"]))


def _standing(answer: pd.Series, of_methods: pd.DataFrame) -> tuple[bool, int, float]:
    """Return the sort key of an answer: failing methods last, then by certainty, then by size."""
    failed = mostly_failed(answer["method"], of_methods)
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
