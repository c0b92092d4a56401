"""Which methods differ over data sets: Friedman's test, followed by Nemenyi's."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scikit_posthocs import posthoc_nemenyi_friedman
from scipy.stats import friedmanchisquare, studentized_range

from learning_curves.columns import N_GROUPS
from learning_curves.runs import usable_errors
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary


class FriedmanTest(NamedTuple):
    """Friedman's test of one metric; without a test, numbers are NaN and the note says why."""

    mean_ranks: pd.Series
    """method -> mean rank over blocks, best first; 1 is the least error."""
    n_blocks: int
    statistic: float
    p_value: float
    critical_difference: float
    """Nemenyi's, in ranks: mean ranks further apart differ at 5 %."""
    post_hoc: pd.DataFrame
    """Nemenyi's p of each pair of methods; empty without a test."""
    note: str


def friedman(runs: pd.DataFrame, metric: str, vocabulary: Vocabulary) -> FriedmanTest:
    """Rank the methods on every data set and test whether their mean ranks differ.

    A block is a data set, because the sizes of a data set depend on each other. Its value is the
    mean log error over its sizes, which is itself a mean over completed repetitions. Sizes that at
    most half of the methods completed are left out, then methods that lack one of the other sizes.
    Source: J. Demšar, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7,
    2006.

    Parameters
    ----------
    runs : DataFrame
        Runs of one condition.
    """
    usable = usable_errors(runs, [metric]).dropna(subset=metric)
    usable = usable.assign(log_error=np.log(usable[metric]))
    means = usable.pivot_table(index=["data_set", "size"], columns="method", values="log_error")
    shared = means.notna().mean(axis="columns") > 0.5
    errors = means[shared].dropna(axis="columns").groupby("data_set").mean()
    n_blocks, n_methods = errors.shape
    ranks = errors.rank(axis="columns")
    lacking = [method for method in runs["method"].unique() if method not in errors]
    left_out = _what_is_left_out(means[~shared], lacking, vocabulary)
    mean_ranks = ranks.mean().sort_values(kind="stable")
    reason = _why_no_test(ranks, vocabulary)
    if reason:
        return FriedmanTest(
            mean_ranks, n_blocks, np.nan, np.nan, np.nan, pd.DataFrame(), reason + left_out
        )
    statistic, p_value = friedmanchisquare(*errors.to_numpy().T)
    return FriedmanTest(
        mean_ranks,
        n_blocks,
        statistic,
        p_value,
        critical_difference(n_methods, n_blocks),
        posthoc_nemenyi_friedman(errors.reset_index(drop=True)),
        _note(n_methods, n_blocks, statistic, p_value, vocabulary)
        + _what_groups_mean(runs, vocabulary)
        + left_out,
    )


def friedman_tests(
    runs: pd.DataFrame, metric: str, vocabulary: Vocabulary
) -> dict[str, FriedmanTest]:
    """Test the methods within every condition: condition -> test."""
    return {
        str(condition): friedman(of_condition, metric, vocabulary)
        for condition, of_condition in runs.groupby("condition", sort=False)
    }


def friedman_table(tests: dict[str, dict[str, FriedmanTest]]) -> pd.DataFrame:
    """Lay tests out, metric -> condition -> test, one row per method, best first."""
    rows = [
        {
            "metric": metric,
            "condition": condition,
            "method": method,
            "mean_rank": mean_rank,
            "n_data_sets": test.n_blocks,
            "statistic": test.statistic,
            "p_value": test.p_value,
            "critical_difference": test.critical_difference,
            "note": test.note,
        }
        for metric, of_metric in tests.items()
        for condition, test in of_metric.items()
        for method, mean_rank in (test.mean_ranks if len(test.mean_ranks) else {"": np.nan}).items()
    ]
    return pd.DataFrame(rows)


def critical_difference(n_methods: int, n_blocks: int) -> float:
    """Return Nemenyi's critical difference of mean ranks at 5 % (Demšar 2006, section 3.2.2)."""
    quantile = studentized_range.ppf(1 - LEVEL, n_methods, np.inf) / np.sqrt(2)
    return float(quantile * np.sqrt(n_methods * (n_methods + 1) / (6 * n_blocks)))


def _note(
    n_methods: int, n_data_sets: int, statistic: float, p_value: float, vocabulary: Vocabulary
) -> str:
    data_set, several = vocabulary.data_set, vocabulary.data_sets
    return (
        f"Mean ranks of {n_methods} methods over {n_data_sets} {several}, by the log error "
        f"averaged over the sizes of a {data_set}. Friedman: chi-square = {statistic:.1f}, p = "
        f"{p_value:.2g}. Methods that share a bar are not shown to differ (Nemenyi, 5 %): they lie "
        f"within the critical difference, {critical_difference(n_methods, n_data_sets):.2f} of at "
        f"most {n_methods - 1} ranks. Few {several} can tell little."
    )


def _what_groups_mean(runs: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say what the p-value does not know of runs that divide the same groups."""
    if N_GROUPS not in runs or runs[N_GROUPS].isna().all():
        return ""
    groups, data_set = vocabulary.groups, vocabulary.data_set
    return (
        f" All {vocabulary.repetitions} of a {data_set} divide the same {groups}: p is of other "
        f"{vocabulary.data_sets}, and not of other {groups} of these, which may rank methods "
        "otherwise."
    )


def _what_is_left_out(sizes: pd.DataFrame, methods: list[str], vocabulary: Vocabulary) -> str:
    words = ""
    if len(sizes):
        names = [f"{data_set}, {size} {vocabulary.sizes}" for data_set, size in sizes.index]
        words += f" Left out, for at most half of the methods completed there: {'; '.join(names)}."
    if methods:
        words += f" Left out, for they lack a size: {', '.join(methods)}."
    return words


def _why_no_test(ranks: pd.DataFrame, vocabulary: Vocabulary) -> str | None:
    n_data_sets, n_methods = ranks.shape
    if n_methods < 3 or n_data_sets < 2:
        data_set, several = vocabulary.data_set, vocabulary.data_sets
        return (
            f"No Friedman test: {n_methods} method{'s' * (n_methods != 1)} completed at every size "
            f"of {n_data_sets} {data_set if n_data_sets == 1 else several}. It needs three methods "
            f"and two {several}, for sizes of one {data_set} depend on each other."
        )
    if (ranks == (n_methods + 1) / 2).all(axis=None):
        return f"No Friedman test: on every {vocabulary.data_set} all methods have the same error."
    return None
