"""Which method has the least error at each size, and how the others compare with it.

These are paired tests on log errors over repetitions. A test that finds no difference does not show
equality, which has its own test. A collapsed run says nothing about how well a method does when it
learns, so the frequency of collapses is compared separately.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import permutation_test, t

from learning_curves.answers.corrections import holm
from learning_curves.answers.paired_collapses import compare_collapses
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
from learning_curves.groups import Groups, count_freedom, find_cell, find_groups
from learning_curves.runs import cluster_errors, find_zero_substitutes
from learning_curves.significance import LEVEL

AXES_OF_A_SIZE = [*PLACE, "size_name", "size"]
# Up to 13 repetitions all sign flips are counted; with more, this many are drawn.
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
    """Compare every method with the best one at each size.

    The best has the smallest geometric-mean error over completed runs, among the methods that
    completed at least half of the repetitions.

    Parameters
    ----------
    runs : DataFrame
        One row per run; runs that diverged or lack a finite error count as missing.
    metrics : Iterable[str]
        Columns of errors in `runs`.
    margin : float
        Methods whose errors differ by less than this share count as equal.

    Returns
    -------
    DataFrame
        One row per data set, condition, size, metric and method that has a completed run.

        `error`: the geometric mean over `n_runs`; `n_collapsed` of them collapsed. `zero_as`: what
        errors of zero count as, empty if there are none. `n_pairs`: repetitions on which both the
        method and the best completed; `n_tested`: those on which also neither collapsed. `ratio`:
        geometric mean of the error over that of the best, on the tested repetitions, with the 95 %
        interval of the paired t.

        If repetitions divide the same groups, intervals and t-tests are for other groups too: see
        `learning_curves.groups`.

        `p_value`: two-sided paired t-test of the log errors on the tested repetitions. `p_holm`:
        corrected by Holm over the methods of the size. The same runs picked the best, which could
        have been any of the k methods, so each p is multiplied by k / 2: this keeps the family-wise
        error below 5 %, whichever methods are truly equal. `p_flip`: like `p_value`, but by sign
        flips of the differences, without assuming a normal distribution. `p_equal`, `p_equal_holm`:
        the larger p of two one-sided t-tests, on all pairs, that the ratio lies within the margin
        (Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15, 1987). `p_collapsed`: of the
        test that both collapse equally often, see `compare_collapses`; `p_collapsed_holm`:
        corrected like `p_holm`.

        `standing`: "best"; "equal" if `p_equal_holm` is 5 % or less, even if a difference within
        the margin is certain; "worse", or "better" on the shared repetitions, if `p_holm` is 5 % or
        less and the flips do not contradict it; "collapses more often" or "collapses less often" if
        `p_collapsed_holm` is 5 % or less; otherwise "no difference shown", or with fewer than
        six tested repetitions, whose flips cannot reach 5 %, "too few runs to test".
    """
    metrics = list(metrics)
    repeated = cluster_errors(runs, metrics)
    zeros = {
        metric: dict(find_zero_substitutes(runs, metric, AXES_OF_A_SIZE)) for metric in metrics
    }
    parts, groups = [], find_groups(runs)
    for cell, of_cell in repeated.groupby(AXES_OF_A_SIZE, sort=False):
        laid_out = of_cell.pivot(index=["cluster", "repetition"], columns="method")
        by_repetition, failed = laid_out[metrics], laid_out["collapsed"].eq(True)
        axes = dict(zip(AXES_OF_A_SIZE, cell, strict=True))
        for metric in metrics:
            errors = by_repetition[metric].dropna(axis="columns", how="all")
            if errors.shape[1]:
                of_cell_groups = find_cell(groups, cell[:2], cell[3])
                part = _of_one_size(errors, failed[errors.columns], margin, of_cell_groups)
                facts = axes | {"metric": metric, "zero_as": zeros[metric].get(cell, np.nan)}
                parts.append(part.assign(**facts, margin=margin))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _of_one_size(
    errors: pd.DataFrame, failed: pd.DataFrame, margin: float, groups: Groups | None
) -> pd.DataFrame:
    """Compare the methods of one size.

    Parameters
    ----------
    errors : DataFrame
        (repetitions, methods), NaN where a run is missing; indexed by cluster and repetition.
    failed : DataFrame
        (repetitions, methods), whether the run collapsed.
    """
    logs = np.log(errors)
    repeated = logs.groupby(level="cluster").mean()
    centres = np.exp(repeated.mean())
    best = _best(errors, centres)
    differences = logs.sub(logs[best], axis="index").groupby(level="cluster").mean()
    n_collapsed = (failed & errors.notna()).sum()
    failed = failed.groupby(level="cluster").any()
    tests = [
        _tests(differences[method].to_numpy(), failed[[method, best]].to_numpy(), margin, groups)
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


def _tests(
    differences: np.ndarray, failed: np.ndarray, margin: float, groups: Groups | None
) -> dict[str, float]:
    """Test a method against the best.

    Parameters
    ----------
    differences : ndarray
        Differences of log errors (clusters,), NaN where a run is missing.
    failed : ndarray
        (clusters, 2), whether the method and the best collapsed.
    """
    paired = ~np.isnan(differences)
    differences, failed = differences[paired], failed[paired]
    tested = differences[~failed.any(axis=1)]
    alone, best_alone = (failed & ~failed[:, ::-1]).sum(axis=0)
    return {
        **paired_ratio(tested, groups),
        "n_pairs": len(differences),
        "n_tested": len(tested),
        **_p_of_difference(tested, groups),
        "p_equal": _p_of_equality(differences, margin, groups),
        "p_collapsed": float(compare_collapses(alone, best_alone)),
        "alone": alone - best_alone,
    }


def _p_of_difference(differences: np.ndarray, groups: Groups | None) -> dict[str, float]:
    """Test differences of log errors (pairs,) against zero: by t, and by flips of their signs."""
    if len(differences) < 2:
        return {"p_value": np.nan, "p_flip": np.nan}
    mean, error = differences.mean(), standard_error(differences, groups)
    freedom = float(count_freedom(len(differences), groups))
    flips = permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=FLIPS,
        rng=0,
    )
    return {"p_value": 2 * t.sf(abs(mean) / error, freedom), "p_flip": flips.pvalue}


def _p_of_equality(differences: np.ndarray, margin: float, groups: Groups | None) -> float:
    """Test by two one-sided t-tests that the mean difference (pairs,) lies within a margin."""
    if len(differences) < 2:
        return np.nan
    mean, error = differences.mean(), standard_error(differences, groups)
    edge, freedom = np.log1p(margin), float(count_freedom(len(differences), groups))
    return float(max(t.sf((mean + edge) / error, freedom), t.cdf((mean - edge) / error, freedom)))


def _standing(row: Any) -> str:
    if row.p_equal_holm <= LEVEL:
        return EQUAL
    contradicted = row.n_tested >= ENOUGH_TO_FLIP and row.p_flip > LEVEL
    if row.p_holm <= LEVEL and not contradicted:
        return WORSE if row.ratio > 1 else BETTER
    if row.p_collapsed_holm <= LEVEL:
        return COLLAPSES_MORE if row.alone > 0 else COLLAPSES_LESS
    return TOO_FEW if row.n_tested < ENOUGH_TO_FLIP else OPEN
