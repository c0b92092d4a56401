"""In which order methods stand for a target error, and which of them may need the fewest."""

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


def ranked(rows: pd.DataFrame, of_methods: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Sort the answers to one target error, and mark those that are the first or equal it."""
    order = ["failed", "tier", "at"]
    of_rows = [_standing(row, of_methods) for _, row in rows.iterrows()]
    standings = pd.DataFrame(of_rows, rows.index, order).sort_values(order, kind="stable")
    rows = rows.loc[standings.index]
    # No smaller size is measured than that at which several may be there already.
    alike = rows["answer"] == rows["answer"].iloc[0]
    if is_known(rows.iloc[0]):
        alike |= (standings == standings.iloc[0]).all(axis=1)
    return rows, alike


def rivals(group: Collection[str], shares: pd.Series) -> list[str]:
    """Name the methods that may need as few as the first ones do, the most probable first.

    Parameters
    ----------
    group : Collection[str]
        The first ones.
    shares : Series
        Method -> how probable it is that it needs the fewest. They do not sum to one where it may
        be that none reaches the target.
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


def measured_with_fewer(
    rows: pd.DataFrame, alike: pd.Series, of_methods: pd.DataFrame
) -> list[str]:
    """Name the methods that no draws compare, and that were measured to reach it with fewer.

    Parameters
    ----------
    rows, alike : DataFrame, Series
        As `ranked` returns them.
    """
    best, others = rows.iloc[0], rows[~alike]
    first_needs = best["high"] if np.isfinite(best["high"]) else best["measured_at"]
    others = others[others["status"].isin((*BRACKETS, ONE_REPETITION))]
    able = [method for method in others["method"] if not mostly_failed(method, of_methods)]
    others = others[others["method"].isin(able) & np.isfinite(others["measured_at"])]
    return list(others.loc[others["measured_above"] < first_needs, "method"])


def outliers(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say which methods with an interval have outliers, and how many repetitions would tell.

    Parameters
    ----------
    rows : DataFrame
        Answers to one target error; nothing is said of those with repetitions enough.
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
    """Whether an answer says that the target is reached, not too far beyond the data."""
    near = answer["status"] in (ONE_REPETITION, INTERPOLATED) and np.isfinite(answer["needed"])
    fitted = answer["status"] in (REACHED, EXTRAPOLATED)
    return bool(fitted or near or np.isfinite(answer["measured_at"]))


def _standing(answer: pd.Series, of_methods: pd.DataFrame) -> tuple[bool, int, float]:
    """Rank an answer: failing methods last, then by how well it is known, then by the size."""
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
