"""Which methods differ: paired tests over seeds, and Friedman's test over scenes and sizes.

A test that finds nothing does not show that methods are equal, and three or five seeds cannot find
anything: the tables say so in words.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scikit_posthocs import posthoc_nemenyi_friedman
from scipy.stats import friedmanchisquare, rankdata, studentized_range, wilcoxon
from statsmodels.stats.multitest import multipletests

from unmixing.tables import RESAMPLES

LEVEL = 0.05
PLACE = ["scene", "condition"]
SIZE = ["train_size", "n_train_pixels"]
STATISTICS = [
    "n_pairs",
    "median_difference",
    "ci_low",
    "ci_high",
    "wins",
    "ties",
    "losses",
    "rank_biserial",
    "p_value",
    "p_normal",
    "smallest_p",
]
COLUMNS = [
    *PLACE,
    *SIZE,
    "metric",
    "model_a",
    "model_b",
    *STATISTICS,
    "p_holm",
    "smallest_p_holm",
    "p_holm_all_sizes",
    "verdict",
]


def compare_methods(runs: pd.DataFrame, metrics: Iterable[str]) -> pd.DataFrame:
    """Compare every two methods by their errors on the same seeds.

    Parameters
    ----------
    runs : as `collect_runs` returns it; runs that diverged or lack a finite error count as missing
    metrics : columns of `runs` that are errors: less is better

    Returns
    -------
    DataFrame
        A row a scene, condition, size, metric and pair of methods.

        `n_pairs`: seeds on which both completed. `median_difference`: of the errors, a minus b,
        with `ci_low`, `ci_high`, its 95 % percentile bootstrap interval over seeds, empty below two
        pairs. `wins`, `ties`, `losses`: seeds on which the error of a is less, equal, more.
        `rank_biserial`: share of the rank sum in favour of a minus that in favour of b, from -1 to
        1 (Kerby, Comprehensive Psychology 3, 2014).

        `p_value`: exact two-sided Wilcoxon signed-rank test (SciPy). Equal errors are dropped; all
        equal, p is 1. Equal differences share mean ranks, then p is an upper bound.
        `p_normal`: its normal approximation without continuity correction.
        `smallest_p`: 2^(1 - n_pairs), which p is when one method wins on every seed.
        `p_holm`: corrected by Holm over the pairs of one size; `smallest_p_holm`: `smallest_p`
        likewise, the least that `p_holm` can be. `p_holm_all_sizes`: corrected over pairs and
        sizes, for claims across sizes. `verdict`: what follows of `p_holm` at 5 %.
    """
    models = runs["model"].unique()
    if len(models) < 2:
        return pd.DataFrame(columns=COLUMNS)
    metrics = list(metrics)
    usable = _usable(runs, metrics)
    first, second = np.triu_indices(len(models), 1)
    parts = []
    for cell, of_cell in usable.groupby([*PLACE, *SIZE], sort=False):
        by_seed = of_cell.pivot(index="seed", columns="model", values=metrics)
        for metric in metrics:
            errors = by_seed[metric].reindex(columns=models).to_numpy()
            part = _compare_pairs((errors[:, first] - errors[:, second]).T)
            axes = dict(zip([*PLACE, *SIZE], cell, strict=True)) | {"metric": metric}
            parts.append(part.assign(**axes, model_a=models[first], model_b=models[second]))
    table = pd.concat(parts, ignore_index=True)
    of_one_size = table.groupby([*PLACE, *SIZE, "metric"])
    table["p_holm"] = of_one_size["p_value"].transform(_holm)
    table["smallest_p_holm"] = of_one_size["smallest_p"].transform(_holm)
    of_all_sizes = table.groupby([*PLACE, "metric"])
    table["p_holm_all_sizes"] = of_all_sizes["p_value"].transform(_holm)
    table["verdict"] = [_verdict(row) for row in table.itertuples()]
    return table[COLUMNS]


def published_p_values(
    published: pd.DataFrame, comparisons: pd.DataFrame, models: dict[str, str]
) -> pd.DataFrame:
    """Put each published p-value beside ours of the same two algorithms, scene and size.

    It is not known which error the published ones are of, so they stand beside each of ours. They
    are uncorrected normal approximations, so `p_normal` is what compares with them.

    Parameters
    ----------
    published : `scene`, `algorithm_a`, `algorithm_b`, `n_train_pixels`, `p_value`; a pair once
    comparisons : as `compare_methods` returns it
    models : model -> published algorithm

    Returns
    -------
    DataFrame
        A row a pair of ours whose algorithms were published: `published_p`, `p_normal`, `p_value`
        and `at_5_percent`, on which side of 0.05 the published one and `p_normal` lie.
    """
    renamed = published.rename(columns={"p_value": "published_p"})
    swapped = renamed.rename(columns={"algorithm_a": "algorithm_b", "algorithm_b": "algorithm_a"})
    ours = comparisons.assign(
        algorithm_a=comparisons["model_a"].map(models),
        algorithm_b=comparisons["model_b"].map(models),
    )
    keys = ["scene", "algorithm_a", "algorithm_b", "n_train_pixels"]
    table = ours.merge(pd.concat([renamed, swapped]), on=keys)
    theirs_is_low, ours_is_low = table["published_p"] < LEVEL, table["p_normal"] < LEVEL
    table["at_5_percent"] = np.select(
        [
            table["n_pairs"] == 0,
            theirs_is_low & ours_is_low,
            theirs_is_low,
            ours_is_low,
        ],
        ["not run", "both below", "only the published p below", "only our p below"],
        "neither below",
    )
    columns = ["condition", "metric", *keys, "model_a", "model_b", "n_pairs", "median_difference"]
    return table[[*columns, "published_p", "p_normal", "p_value", "at_5_percent"]]


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
    in `summary.csv` and the published ranks. Methods that lack a block are left out. After
    J. Demšar, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7, 2006.
    """
    usable = _usable(runs, [metric]).dropna(subset=metric)
    means = usable.pivot_table(index=[*PLACE, "n_train_pixels"], columns="model", values=metric)
    errors = means.dropna(axis="columns")
    n_blocks, n_methods = errors.shape
    ranks = errors.rank(axis="columns")
    left_out = [model for model in runs["model"].unique() if model not in errors]
    mean_ranks = ranks.mean().sort_values(kind="stable")
    missing = f" Left out, for they lack a block: {', '.join(left_out)}." if left_out else ""
    reason = _why_no_test(ranks)
    if reason:
        return FriedmanTest(
            mean_ranks, n_blocks, np.nan, np.nan, np.nan, pd.DataFrame(), reason + missing
        )
    statistic, p_value = friedmanchisquare(*errors.to_numpy().T)
    difference = critical_difference(n_methods, n_blocks)
    scenes = errors.index.get_level_values("scene").nunique()
    note = (
        f"Mean ranks of {n_methods} methods over {n_blocks} blocks (a block is a scene, condition "
        f"and training-set size, with the mean error over seeds). Friedman: chi-square = "
        f"{statistic:.1f}, p = {p_value:.2g}. Methods that share a bar are not shown to differ "
        f"(Nemenyi, 5 %): they lie within the critical difference, {difference:.2f} of at most "
        f"{n_methods - 1} ranks. Sizes of one scene are dependent blocks and seeds are not "
        f"independent data sets, so the test promises too much: with the {scenes} scene"
        f"{'s' * (scenes != 1)} alone as blocks the critical difference is "
        f"{critical_difference(n_methods, scenes):.2f} ranks."
    )
    post_hoc = posthoc_nemenyi_friedman(errors.reset_index(drop=True))
    return FriedmanTest(
        mean_ranks, n_blocks, statistic, p_value, difference, post_hoc, note + missing
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


def _usable(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Blank the errors of diverged runs and those that are not finite."""
    errors = runs[metrics].replace([np.inf, -np.inf], np.nan)
    return runs.assign(**errors.where(runs["status"] == "completed"))


def _compare_pairs(differences: np.ndarray) -> pd.DataFrame:
    """Compare pairs by their differences (pairs, seeds), NaN where a run is missing."""
    n_pairs = np.isfinite(differences).sum(axis=1)
    low, high = _median_intervals(differences)
    # The test drops zero differences, so a missing pair may stand as one.
    filled = np.nan_to_num(differences)
    table = pd.DataFrame(
        {
            "n_pairs": n_pairs,
            "median_difference": pd.DataFrame(differences).median(axis=1),
            "ci_low": low,
            "ci_high": high,
            "wins": (differences < 0).sum(axis=1),
            "ties": (differences == 0).sum(axis=1),
            "losses": (differences > 0).sum(axis=1),
            "rank_biserial": _rank_biserial(filled),
            "p_value": _wilcoxon_p(filled, method="exact"),
            "p_normal": _wilcoxon_p(filled, method="asymptotic", correction=False),
            "smallest_p": 2.0 ** (1 - n_pairs),
        }
    )
    tested = ["rank_biserial", "p_value", "p_normal", "smallest_p"]
    table[tested] = table[tested].where(table["n_pairs"] > 0)
    return table


def _wilcoxon_p(differences: np.ndarray, **method) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values = wilcoxon(differences, axis=1, **method).pvalue
    return np.where((differences != 0).any(axis=1), p_values, 1.0)


def _rank_biserial(differences: np.ndarray) -> np.ndarray:
    zeros = (differences == 0).sum(axis=1, keepdims=True)
    signed = -np.sign(differences) * (rankdata(np.abs(differences), axis=1) - zeros)
    total = np.abs(signed).sum(axis=1)
    return np.divide(signed.sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)


def _median_intervals(differences: np.ndarray) -> np.ndarray:
    """Return 95 % percentile bootstrap intervals (2, pairs) of medians over seeds.

    The median of a draw is the middle of its positions in order, which all pairs may share.
    """
    ordered = np.sort(differences, axis=1)
    n_pairs = np.isfinite(ordered).sum(axis=1)
    intervals = np.full((2, len(ordered)), np.nan)
    for n in np.unique(n_pairs[n_pairs > 1]):
        drawn = np.sort(np.random.default_rng(0).integers(n, size=(RESAMPLES, n)), axis=1)
        lower, upper = drawn[:, (n - 1) // 2], drawn[:, n // 2]
        of_n = ordered[n_pairs == n]
        medians = (of_n[:, lower] + of_n[:, upper]) / 2
        intervals[:, n_pairs == n] = np.quantile(medians, [0.025, 0.975], axis=1)
    return intervals


def _holm(p_values: pd.Series) -> pd.Series:
    """Correct by Holm over the pairs that have a p."""
    known = p_values.dropna()
    if known.empty:
        return p_values
    corrected = multipletests(known, method="holm")[1]
    return pd.Series(corrected, known.index).reindex(p_values.index)


def _verdict(row: NamedTuple) -> str:
    if row.n_pairs == 0:
        return "no pairs"
    if row.smallest_p_holm > LEVEL:
        return (
            f"cannot be significant with {row.n_pairs} seed{'s' * (row.n_pairs != 1)} "
            f"(smallest possible p = {row.smallest_p:.2g}, after Holm {row.smallest_p_holm:.2g})"
        )
    if row.p_holm > LEVEL:
        return "not shown to differ"
    return f"{row.model_a if row.rank_biserial > 0 else row.model_b} better"


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
