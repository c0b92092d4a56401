"""Which method errs least at a size, and how every other stands against it.

Paired tests on log errors over repetitions. What a test does not show, it leaves open; that methods
are equal is shown by a test of its own. A collapsed run says nothing of how well a method does when
it learns, so how often methods collapse is compared apart.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import permutation_test, t

from learning_curves.answers.corrections import holm
from learning_curves.answers.paired_collapses import p_of_collapses
from learning_curves.answers.paired_ratios import paired_ratio, standard_error
from learning_curves.answers.statuses import (
    BEST,
    BETTER,
    COLLAPSES_LESS,
    COLLAPSES_MORE,
    ENOUGH_TO_FLIP,
    EQUAL,
    OPEN,
    TOO_FEW,
    WORSE,
)
from learning_curves.columns import PLACE
from learning_curves.runs import clustered_errors, counted_zeros
from learning_curves.significance import LEVEL

AXES_OF_A_SIZE = [*PLACE, "size_name", "size"]
# The sign flips of 13 repetitions are all counted, those of more are drawn.
FLIPS = 9999
COLUMNS = [
    *AXES_OF_A_SIZE,
    "metric",
    "method",
    "best",
    "n_runs",
    "n_collapsed",
    "n_pairs",
    "n_tested",
    "error",
    "zero_as",
    "ratio",
    "ratio_low",
    "ratio_high",
    "p_value",
    "p_holm",
    "p_flip",
    "p_equal",
    "p_equal_holm",
    "p_collapsed",
    "p_collapsed_holm",
    "margin",
    "standing",
]


def against_best(runs: pd.DataFrame, metrics: Iterable[str], margin: float) -> pd.DataFrame:
    """Compare every method with the one that errs least, at every size.

    The best is that of the least geometric mean over completed runs, among the methods that
    completed on half of the repetitions or more.

    Parameters
    ----------
    runs : DataFrame
        A row a run; runs that diverged or lack a finite error count as missing.
    metrics : Iterable[str]
        Columns of `runs` that are errors: less is better.
    margin : float
        Methods whose errors differ by less than this share count as equal.

    Returns
    -------
    DataFrame
        A row a data set, condition, size, metric and method that has a completed run.

        `error`: the geometric mean over `n_runs`, of which `n_collapsed`. `zero_as`: what errors of
        zero count as there, empty without one. `n_pairs`: repetitions on which it and the best
        completed, and `n_tested` those on which neither collapsed. `ratio`: geometric mean of the
        error over that of the best, on the tested repetitions, with the 95 % interval of the paired
        t.

        `p_value`: two-sided paired t-test of the log errors on the tested repetitions. `p_holm`:
        corrected by Holm over the methods of the size. The best was picked by the same runs, and
        could have been any of the k methods, so each p counts k / 2 times: then the family-wise
        error stays below 5 %, whichever methods are truly equal. `p_flip`: the same without the
        normal distribution, by flips of the signs of the differences. `p_equal`, `p_equal_holm`:
        the larger of two one-sided t-tests on all pairs that the ratio lies within the margin
        (Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15, 1987). `p_collapsed`: that both
        collapse equally often, see `p_of_collapses`; `p_collapsed_holm`: corrected as `p_holm`.

        `standing`: "best"; "equal" if `p_equal_holm` is 5 % or less, also where a difference
        within the margin is certain; "worse" or, with other runs than the best has, "better", if
        `p_holm` is and no flips contradict; "collapses more often" or "less often" if
        `p_collapsed_holm` is; else "not told apart", or "too few runs to test" where fewer than
        six repetitions are tested: no flips of so few reach 5 %.
    """
    metrics = list(metrics)
    repeated = clustered_errors(runs, metrics)
    zeros = {metric: dict(counted_zeros(runs, metric, AXES_OF_A_SIZE)) for metric in metrics}
    parts = []
    for cell, of_cell in repeated.groupby(AXES_OF_A_SIZE, sort=False):
        laid_out = of_cell.pivot(index=["cluster", "repetition"], columns="method")
        by_repetition, failed = laid_out[metrics], laid_out["collapsed"].eq(True)
        axes = dict(zip(AXES_OF_A_SIZE, cell, strict=True))
        for metric in metrics:
            errors = by_repetition[metric].dropna(axis="columns", how="all")
            if errors.shape[1]:
                part = _of_one_size(errors, failed[errors.columns], margin)
                facts = axes | {"metric": metric, "zero_as": zeros[metric].get(cell, np.nan)}
                parts.append(part.assign(**facts, margin=margin))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _of_one_size(errors: pd.DataFrame, failed: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Compare the methods of one size.

    Parameters
    ----------
    errors : DataFrame
        (repetitions, methods), NaN where a run is missing; rows by cluster and repetition.
    failed : DataFrame
        (repetitions, methods), whether it collapsed.
    """
    logs = np.log(errors)
    repeated = logs.groupby(level="cluster").mean()
    centres = np.exp(repeated.mean())
    best = _best(errors, centres)
    differences = logs.sub(logs[best], axis="index").groupby(level="cluster").mean()
    n_collapsed = (failed & errors.notna()).sum()
    failed = failed.groupby(level="cluster").any()
    tests = [
        _tests(differences[method].to_numpy(), failed[[method, best]].to_numpy(), margin)
        for method in errors
    ]
    table = pd.DataFrame(tests, index=errors.columns)
    table.loc[best, ["p_value", "p_flip", "p_equal"]] = np.nan
    for tested, corrected in (("p_value", "p_holm"), ("p_collapsed", "p_collapsed_holm")):
        table[corrected] = holm((table[tested] * len(table) / 2).clip(upper=1))
    table["p_equal_holm"] = holm(table["p_equal"])
    table["n_collapsed"] = n_collapsed
    table["standing"] = [_standing(row) for row in table.itertuples()]
    table.loc[best, "standing"] = BEST
    facts = {"best": best, "n_runs": repeated.count(), "error": centres}
    return table.assign(**facts).rename_axis("method").reset_index()


def _best(errors: pd.DataFrame, centres: pd.Series) -> Any:
    """Return the method with the least error among those that mostly completed."""
    able = errors.notna().mean() >= 0.5
    return (centres[able] if able.any() else centres).idxmin()


def _tests(differences: np.ndarray, failed: np.ndarray, margin: float) -> dict[str, float]:
    """Test a method against the best.

    Parameters
    ----------
    differences : ndarray
        (clusters,), of log errors, NaN where a run is missing.
    failed : ndarray
        (clusters, 2), whether the method, and the best, collapsed.
    """
    paired = ~np.isnan(differences)
    differences, failed = differences[paired], failed[paired]
    tested = differences[~failed.any(axis=1)]
    alone, best_alone = (failed & ~failed[:, ::-1]).sum(axis=0)
    return {
        **paired_ratio(tested),
        "n_pairs": len(differences),
        "n_tested": len(tested),
        **_p_of_difference(tested),
        "p_equal": _p_of_equality(differences, margin),
        "p_collapsed": float(p_of_collapses(alone, best_alone)),
        "alone": alone - best_alone,
    }


def _p_of_difference(differences: np.ndarray) -> dict[str, float]:
    """Test differences of log errors (pairs,) against zero: by t, and by flips of their signs."""
    if len(differences) < 2:
        return {"p_value": np.nan, "p_flip": np.nan}
    n, mean, error = len(differences), differences.mean(), standard_error(differences)
    flips = permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=FLIPS,
        rng=0,
    )
    return {"p_value": 2 * t.sf(abs(mean) / error, n - 1), "p_flip": flips.pvalue}


def _p_of_equality(differences: np.ndarray, margin: float) -> float:
    """Test by two one-sided t-tests that the mean difference (pairs,) lies within a margin."""
    if len(differences) < 2:
        return np.nan
    n, mean, error = len(differences), differences.mean(), standard_error(differences)
    edge = np.log1p(margin)
    return float(max(t.sf((mean + edge) / error, n - 1), t.cdf((mean - edge) / error, n - 1)))


def _standing(row: Any) -> str:
    if row.p_equal_holm <= LEVEL:
        return EQUAL
    contradicted = row.n_tested >= ENOUGH_TO_FLIP and row.p_flip > LEVEL
    if row.p_holm <= LEVEL and not contradicted:
        return WORSE if row.ratio > 1 else BETTER
    if row.p_collapsed_holm <= LEVEL:
        return COLLAPSES_MORE if row.alone > 0 else COLLAPSES_LESS
    return TOO_FEW if row.n_tested < ENOUGH_TO_FLIP else OPEN
