"""Which methods differ over scenes and sizes: Friedman's test, and Nemenyi's after it."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scikit_posthocs import posthoc_nemenyi_friedman
from scipy.stats import friedmanchisquare, studentized_range

from unmixing.evaluation.runs import usable_errors
from unmixing.evaluation.significance import LEVEL
from unmixing.evaluation.tables import PLACE


class FriedmanTest(NamedTuple):
    """Friedman's test of one metric; without a test, numbers are NaN and the note says why."""

    mean_ranks: pd.Series
    """model -> mean rank over blocks, best first; 1 is the least error."""
    n_blocks: int
    statistic: float
    p_value: float
    critical_difference: float
    """Nemenyi's, in ranks: mean ranks further apart differ at 5 %."""
    post_hoc: pd.DataFrame
    """Nemenyi's p of every two methods; empty without a test."""
    note: str


def friedman(runs: pd.DataFrame, metric: str) -> FriedmanTest:
    """Rank the methods in every block and test whether their mean ranks differ.

    A block is a scene, condition and size; its value is the mean error over the completed seeds, as
    in `summary.csv` and the published ranks. Blocks that at most half of the methods completed are
    left out, and then the methods that lack one of the others. After
    J. Demšar, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7, 2006.
    """
    usable = usable_errors(runs, [metric]).dropna(subset=metric)
    means = usable.pivot_table(index=[*PLACE, "n_train_pixels"], columns="model", values=metric)
    shared = means.notna().mean(axis="columns") > 0.5
    errors = means[shared].dropna(axis="columns")
    n_blocks, n_methods = errors.shape
    ranks = errors.rank(axis="columns")
    lacking = [model for model in runs["model"].unique() if model not in errors]
    left_out = _what_is_left_out(means[~shared], lacking)
    mean_ranks = ranks.mean().sort_values(kind="stable")
    reason = _why_no_test(ranks)
    if reason:
        return FriedmanTest(
            mean_ranks, n_blocks, np.nan, np.nan, np.nan, pd.DataFrame(), reason + left_out
        )
    statistic, p_value = friedmanchisquare(*errors.to_numpy().T)
    n_scenes = errors.index.get_level_values("scene").nunique()
    return FriedmanTest(
        mean_ranks,
        n_blocks,
        statistic,
        p_value,
        critical_difference(n_methods, n_blocks),
        posthoc_nemenyi_friedman(errors.reset_index(drop=True)),
        _note(n_methods, n_blocks, n_scenes, statistic, p_value) + left_out,
    )


def friedman_table(tests: dict[str, FriedmanTest]) -> pd.DataFrame:
    """Lay Friedman tests out, metric -> test, a row a metric and method, best first."""
    rows = [
        {
            "metric": metric,
            "model": model,
            "mean_rank": mean_rank,
            "n_blocks": test.n_blocks,
            "statistic": test.statistic,
            "p_value": test.p_value,
            "critical_difference": test.critical_difference,
            "note": test.note,
        }
        for metric, test in tests.items()
        for model, mean_rank in (test.mean_ranks if len(test.mean_ranks) else {"": np.nan}).items()
    ]
    return pd.DataFrame(rows)


def critical_difference(n_methods: int, n_blocks: int) -> float:
    """Return Nemenyi's critical difference of mean ranks at 5 % (Demšar 2006, section 3.2.2)."""
    quantile = studentized_range.ppf(1 - LEVEL, n_methods, np.inf) / np.sqrt(2)
    return float(quantile * np.sqrt(n_methods * (n_methods + 1) / (6 * n_blocks)))


def _note(n_methods: int, n_blocks: int, n_scenes: int, statistic: float, p_value: float) -> str:
    return (
        f"Mean ranks of {n_methods} methods over {n_blocks} blocks (a block is a scene, condition "
        f"and training-set size, with the mean error over seeds). Friedman: chi-square = "
        f"{statistic:.1f}, p = {p_value:.2g}. Methods that share a bar are not shown to differ "
        f"(Nemenyi, 5 %): they lie within the critical difference, "
        f"{critical_difference(n_methods, n_blocks):.2f} of at most {n_methods - 1} ranks. Sizes "
        f"of one scene are dependent blocks and seeds are not independent data sets, so the test "
        f"promises too much: with the {n_scenes} scene{'s' * (n_scenes != 1)} alone as blocks the "
        f"critical difference is {critical_difference(n_methods, n_scenes):.2f} ranks."
    )


def _what_is_left_out(blocks: pd.DataFrame, models: list[str]) -> str:
    words = ""
    if len(blocks):
        names = [f"{', '.join(place)}, {size} pixels" for *place, size in blocks.index]
        words += f" Left out, for at most half of the methods completed there: {'; '.join(names)}."
    if models:
        words += f" Left out, for they lack a block: {', '.join(models)}."
    return words


def _why_no_test(ranks: pd.DataFrame) -> str | None:
    n_blocks, n_methods = ranks.shape
    if n_methods < 3 or n_blocks < 2:
        return (
            f"No Friedman test: {n_methods} method{'s' * (n_methods != 1)} completed in every one "
            f"of {n_blocks} block{'s' * (n_blocks != 1)} (a block is a scene, condition and "
            "training-set size). It needs three methods and two blocks."
        )
    if (ranks == (n_methods + 1) / 2).all(axis=None):
        return "No Friedman test: in every block all methods have the same error."
    return None
