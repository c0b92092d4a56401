"""Which methods differ: paired tests over repetitions.

A test that finds nothing does not show that methods are equal, and three or five repetitions cannot
find anything; the table says so in words. The frequency of collapses is compared separately.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binom, rankdata, t, wilcoxon

from learning_curves.answers.corrections import holm
from learning_curves.answers.paired_collapses import compare_collapses
from learning_curves.answers.paired_ratios import standard_error
from learning_curves.columns import PLACE
from learning_curves.groups import Groups, count_freedom, find_cell, find_groups
from learning_curves.runs import cluster_errors
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary

AXES_OF_A_SIZE = [*PLACE, "size_name", "size"]
COLUMNS = [
    *AXES_OF_A_SIZE,
    "metric",
    "method_a",
    "method_b",
    "n_pairs",
    "median_difference",
    "ci_low",
    "ci_high",
    "wins",
    "ties",
    "losses",
    "n_collapsed_a",
    "n_collapsed_b",
    "n_tested",
    "rank_biserial",
    "p_value",
    "p_normal",
    "smallest_p",
    "p_holm",
    "smallest_p_holm",
    "p_holm_all_sizes",
    "p_collapsed",
    "p_collapsed_holm",
    "verdict",
]


def compare_methods(
    runs: pd.DataFrame, metrics: Iterable[str], vocabulary: Vocabulary
) -> pd.DataFrame:
    """Compare each pair of methods by their errors on the same repetitions.

    Parameters
    ----------
    runs : DataFrame
        One row per run; runs that diverged or lack a finite error count as missing.
    metrics : Iterable[str]
        Columns of errors in `runs`.

    Returns
    -------
    DataFrame
        One row per data set, condition, size, metric and pair of methods.

        `n_pairs`: repetitions on which both completed. `median_difference`: of the errors, a minus
        b; `ci_low`, `ci_high`: an interval between two of the ordered differences that covers the
        true median with 95 % probability or more, for any distribution; empty below six pairs.
        `wins`, `ties`, `losses`: repetitions on which the error of a is less, equal, more.
        `n_collapsed_a`, `n_collapsed_b`: the runs on these repetitions that collapsed;
        `n_tested`: the repetitions on which neither did, which the tests use.
        `rank_biserial`: share of the rank sum in favour of a minus that in favour of b, from -1 to
        1 (Kerby, Comprehensive Psychology 3, 2014).

        `p_value`: exact two-sided Wilcoxon signed-rank test. Equal errors are dropped; all equal,
        p is 1. Differences of equal size share mean ranks. If repetitions divide the same groups,
        it is at least that of a t-test about other groups, and `ci_low` and `ci_high` are empty.
        `p_normal`: its normal approximation without continuity correction (SciPy), of all pairs,
        collapsed runs too, as published p-values are.
        `smallest_p`: 2^(1 - n) with n unequal errors, which p is when one method wins all of them.
        `p_holm`: corrected by Holm over the pairs of one size; `smallest_p_holm`: `smallest_p`
        likewise, the least that `p_holm` can be. `p_holm_all_sizes`: corrected over pairs and
        sizes, for claims across sizes. `p_collapsed`: of the test that both collapse equally
        often, see `compare_collapses`; `p_collapsed_holm`: corrected like `p_holm`. `verdict`: the
        conclusion from `p_holm`, and then from `p_collapsed_holm`, at 5 %.
    """
    methods = runs["method"].unique()
    if len(methods) < 2:
        return pd.DataFrame(columns=COLUMNS)
    metrics = list(metrics)
    repeated = cluster_errors(runs, metrics)
    first, second = np.triu_indices(len(methods), 1)
    parts, groups = [], find_groups(runs)
    for cell, of_cell in repeated.groupby(AXES_OF_A_SIZE, sort=False):
        laid_out = of_cell.pivot(index=["cluster", "repetition"], columns="method")
        failures = laid_out["collapsed"].reindex(columns=methods).eq(True)
        failed = failures.groupby(level="cluster").any().to_numpy()
        for metric in metrics:
            errors = laid_out[metric].reindex(columns=methods).to_numpy()
            paired = pd.DataFrame(errors[:, first] - errors[:, second], index=laid_out.index)
            differences = paired.groupby(level="cluster").mean().to_numpy().T
            part = _compare_pairs(differences, failed[:, first].T, failed[:, second].T)
            of_groups = find_cell(groups, cell[:2], cell[3])
            if of_groups:
                part = _about_other_groups(part, differences, of_groups)
            axes = dict(zip(AXES_OF_A_SIZE, cell, strict=True)) | {"metric": metric}
            parts.append(part.assign(**axes, method_a=methods[first], method_b=methods[second]))
    table = pd.concat(parts, ignore_index=True)
    of_one_size = table.groupby([*AXES_OF_A_SIZE, "metric"])
    table["p_holm"] = of_one_size["p_value"].transform(holm)
    table["smallest_p_holm"] = of_one_size["smallest_p"].transform(holm)
    of_all_sizes = table.groupby([*PLACE, "metric"])
    table["p_collapsed_holm"] = of_one_size["p_collapsed"].transform(holm)
    table["p_holm_all_sizes"] = of_all_sizes["p_value"].transform(holm)
    table["verdict"] = [_verdict(row, vocabulary) for row in table.itertuples()]
    return table[COLUMNS]


def _compare_pairs(
    differences: np.ndarray, failed_a: np.ndarray, failed_b: np.ndarray
) -> pd.DataFrame:
    """Compare pairs of methods.

    Parameters
    ----------
    differences : ndarray
        (pairs, repetitions), NaN where a run is missing.
    failed_a, failed_b : ndarray
        (pairs, repetitions), whether the one, or the other, collapsed.
    """
    both = np.isfinite(differences)
    low, high = _median_intervals(differences)
    # The tests drop zero differences, so zero can stand for a missing pair.
    tested = both & ~failed_a & ~failed_b
    learnt = np.where(tested, differences, 0)
    ranks = _signed_ranks(learnt)
    n_unequal = (learnt != 0).sum(axis=1)
    alone_a = (both & failed_a & ~failed_b).sum(axis=1)
    alone_b = (both & failed_b & ~failed_a).sum(axis=1)
    table = pd.DataFrame(
        {
            "n_pairs": both.sum(axis=1),
            "median_difference": pd.DataFrame(differences).median(axis=1),
            "ci_low": low,
            "ci_high": high,
            "wins": (differences < 0).sum(axis=1),
            "ties": (differences == 0).sum(axis=1),
            "losses": (differences > 0).sum(axis=1),
            "n_collapsed_a": (both & failed_a).sum(axis=1),
            "n_collapsed_b": (both & failed_b).sum(axis=1),
            "n_tested": tested.sum(axis=1),
            "rank_biserial": _rank_biserial(ranks),
            "p_value": _exact_p(ranks),
            "p_normal": _normal_p(np.nan_to_num(differences)),
            "smallest_p": 2.0 ** (1 - np.maximum(n_unequal, 1)),
            "p_collapsed": compare_collapses(alone_a, alone_b),
        }
    )
    of_learnt = ["rank_biserial", "p_value", "smallest_p"]
    table[of_learnt] = table[of_learnt].where(table["n_tested"] > 0)
    table["p_normal"] = table["p_normal"].where(table["n_pairs"] > 0)
    return table


def _about_other_groups(
    pairs: pd.DataFrame, differences: np.ndarray, groups: Groups
) -> pd.DataFrame:
    """Let p-values be no less than those of t-tests about other groups, without intervals.

    Repetitions that divide the same groups are not independent, as ranks and signs have to be.
    """
    p_values = [_p_about_other_groups(row[np.isfinite(row)], groups) for row in differences]
    corrected = np.fmax(pairs["p_value"], p_values).where(pairs["p_value"].notna())
    return pairs.assign(p_value=corrected, ci_low=np.nan, ci_high=np.nan)


def _p_about_other_groups(differences: np.ndarray, groups: Groups) -> float:
    n = len(differences)
    if n < 2:
        return np.nan
    score = abs(differences.mean()) / standard_error(differences, groups)
    return float(2 * t.sf(score, float(count_freedom(n, groups))))


def _signed_ranks(differences: np.ndarray) -> np.ndarray:
    """Rank differences (pairs, repetitions) by size, with signs; equal ones share a mean rank."""
    zeros = (differences == 0).sum(axis=1, keepdims=True)
    return np.sign(differences) * (rankdata(np.abs(differences), axis=1) - zeros)


def _exact_p(signed_ranks: np.ndarray) -> np.ndarray:
    """Return the two-sided p of signed ranks (pairs, repetitions) among all their signs."""
    # Mean ranks are multiples of a half.
    doubled = np.rint(2 * signed_ranks).astype(int)
    rank_sets, of_pair = np.unique(np.sort(np.abs(doubled), axis=1), axis=0, return_inverse=True)
    for_b = doubled.clip(min=0).sum(axis=1)
    smaller = np.minimum(for_b, -doubled.clip(max=0).sum(axis=1))
    p_values = np.empty(len(doubled))
    for i, ranks in enumerate(rank_sets):
        of_set = of_pair == i
        p_values[of_set] = 2 * _rank_sum_probabilities(ranks).cumsum()[smaller[of_set]]
    return np.minimum(p_values, 1)


def _rank_sum_probabilities(ranks: np.ndarray) -> np.ndarray:
    """Return the probability of each sum of ranks if each rank counts with probability 1/2.

    SciPy's exact distribution is for ranks without ties.
    """
    probabilities = np.zeros(ranks.sum() + 1)
    probabilities[0] = 1
    for rank in ranks[ranks > 0]:
        probabilities[rank:] += probabilities[:-rank]
        probabilities /= 2
    return probabilities


def _normal_p(differences: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values = wilcoxon(differences, axis=1, method="asymptotic", correction=False).pvalue
    return np.where((differences != 0).any(axis=1), p_values, 1.0)


def _rank_biserial(signed_ranks: np.ndarray) -> np.ndarray:
    total = np.abs(signed_ranks).sum(axis=1)
    balance = -signed_ranks.sum(axis=1)
    return np.divide(balance, total, out=np.zeros(len(total)), where=total > 0)


def _median_intervals(differences: np.ndarray) -> np.ndarray:
    """Return intervals (2, pairs) that cover the true medians with 95 % probability or more.

    They reach from the k-th smallest to the k-th largest difference. The true median lies beyond an
    end with the binomial probability that fewer than k of n differences lie there.
    """
    ordered = np.sort(differences, axis=1)
    n_pairs = np.isfinite(ordered).sum(axis=1)
    k = binom.ppf(LEVEL / 2, n_pairs, 0.5).astype(int)
    bounded = k > 0
    intervals = np.full((2, len(ordered)), np.nan)
    intervals[0, bounded] = ordered[bounded, k[bounded] - 1]
    intervals[1, bounded] = ordered[bounded, n_pairs[bounded] - k[bounded]]
    return intervals


def _verdict(row: Any, vocabulary: Vocabulary) -> str:
    if row.n_pairs == 0:
        return "no pairs"
    if row.p_holm <= LEVEL:
        return f"{row.method_a if row.rank_biserial > 0 else row.method_b} better"
    if row.p_collapsed_holm <= LEVEL:
        more = row.method_a if row.n_collapsed_a > row.n_collapsed_b else row.method_b
        return f"{more} collapses more often"
    if row.n_tested == 0:
        return "no pairs without a collapsed run"
    if row.smallest_p_holm > LEVEL:
        return (
            f"cannot be significant with {_repetitions_tested(row, vocabulary)} "
            f"(smallest possible p = {row.smallest_p:.2g}, after Holm {row.smallest_p_holm:.2g})"
        )
    return "not shown to differ"


def _repetitions_tested(row: Any, vocabulary: Vocabulary) -> str:
    repetitions = vocabulary.count_repetitions(row.n_tested)
    learnt = " on which neither collapsed" if row.n_tested < row.n_pairs else ""
    return f"{repetitions}{learnt}{f', {row.ties} of them tied' if row.ties else ''}"
