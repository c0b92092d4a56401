"""A study next to published numbers: errors, ranks and times."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact, t

from learning_curves.columns import AXES, CELL, DESCRIPTIONS, TIMES, rows_of
from learning_curves.significance import INTERVAL, LEVEL
from learning_curves.summary import summarize
from unmixing.evaluation.runs import compute_errors_of_means, find_collapsed
from unmixing.vocabulary import ERRORS, METRIC, UNMIXING

ROUNDING = 0.0005
# A tolerance larger than this share of the published error says nothing.
WIDEST_TOLERANCE = 0.5
# Margins, as shares of the published error, within which means are called equal.
MARGINS = (0.1, 0.2)
PUBLISHED_CELL = ["data_set", "algorithm", "size", "metric"]


def summarize_all_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise errors and times over all runs, including diverged ones, as published means do.

    Returns
    -------
    DataFrame
        As from `summarize`, with `n_diverged` of the `n_runs`; `n_learnt` and `mean_learnt` of
        those that neither diverged nor collapsed; `error_of_means`, the abundance RMSE of the mean
        abundances.
    """
    # A table of no runs has no errors.
    errors = [name for name in (*ERRORS, *TIMES) if name in runs]
    summary = summarize(runs.filter([*AXES, *DESCRIPTIONS, *errors]), UNMIXING)
    cell = [*CELL, "size"]
    diverged = runs["status"] == "diverged"
    facts = runs.assign(n_diverged=diverged, error_of_means=compute_errors_of_means(runs)).groupby(
        cell
    )
    facts = facts.agg({"n_diverged": "sum", "error_of_means": "mean"}).astype({"n_diverged": int})
    of_learnt = runs[~diverged & ~find_collapsed(runs)].melt(cell, errors, "metric")
    of_learnt = of_learnt[np.isfinite(of_learnt["value"])].groupby([*cell, "metric"])["value"]
    learnt = of_learnt.agg(n_learnt="count", mean_learnt="mean")
    table = summary.merge(facts.reset_index(), on=cell)
    table = table.merge(learnt.reset_index(), how="left", on=[*cell, "metric"])
    return table.assign(n_learnt=table["n_learnt"].fillna(0).astype(int))


def compare(
    published: pd.DataFrame, summary: pd.DataFrame, methods: dict[str, str], published_runs: int
) -> pd.DataFrame:
    """Put each published error next to ours.

    A mean of ours differs if the published one lies beyond the 95 % prediction interval of the
    mean of m further runs: t(0.975, n - 1) s sqrt(1/n + 1/m), plus 0.0005 for rounding. They are
    equal within a margin if two one-sided t-tests show it at 5 % (Schuirmann, J. Pharmacokinetics
    and Biopharmaceutics 15, 1987).

    Only the mean of the published runs is known. A few failed runs, with the error of the mean
    abundances, make it larger. Ours is not called better if that explains the difference, and
    Fisher's exact test does not distinguish the shares of failed runs.

    Parameters
    ----------
    published : DataFrame
        As in the file; each value is the mean of `published_runs` (m) runs.
    summary : DataFrame
        From `summarize_all_runs`.
    methods : dict[str, str]
        Method -> published algorithm.

    Returns
    -------
    DataFrame
        One row per published error: `published`, `ours` (mean), `ci_low`, `ci_high`, `n_runs` and
        `n_diverged` of them, `difference` (ours minus published), `tolerance`; `equal_within`, the
        smallest margin, as a share of the published error, within which both are shown to be equal;
        `n_failed`, our failed runs; `published_failed`, the published runs that must have failed if
        the others had our error; `p_failed`, from Fisher's test between these; `verdict`: "worse",
        "better", or "better, or fewer failed" if failures may explain it; "equal within 10 %",
        "equal within 20 %"; "cannot tell" with a tolerance above half of the published error, or
        with a single run, which has no spread; "no difference shown"; "not run".
    """
    table = _side_by_side(published, summary, methods)
    table["difference"] = table["ours"] - table["published"]
    n = table["n_runs"].where(table["n_runs"] > 1)
    error = table["std"] * np.sqrt(1 / n + 1 / published_runs)
    table["tolerance"] = t.ppf(INTERVAL[1], n - 1) * error + ROUNDING
    reach = t.ppf(1 - LEVEL, n - 1) * error + ROUNDING
    table["equal_within"] = (table["difference"].abs() + reach) / table["published"]
    table["n_failed"] = table["n_runs"] - table["n_learnt"]
    table["published_failed"] = _count_published_failures(table, published_runs)
    table["p_failed"] = [
        _p_of_failures(row.n_failed, row.n_runs, row.published_failed, published_runs)
        for row in table.itertuples()
    ]
    table["verdict"] = [_verdict(row) for row in table.itertuples()]
    return table.drop(columns=["std", "n_learnt", "mean_learnt", "error_of_means"])


def _side_by_side(
    published: pd.DataFrame, summary: pd.DataFrame, methods: dict[str, str]
) -> pd.DataFrame:
    ours = summary.assign(algorithm=summary["method"].map(methods)).rename(columns={"mean": "ours"})
    columns = ["condition", "method", "ours", "std", "ci_low", "ci_high", "n_runs", "n_diverged"]
    columns += ["n_learnt", "mean_learnt", "error_of_means"]
    ours = ours[[*PUBLISHED_CELL, *columns]]
    wanted = published[published["metric"].isin(ERRORS)].rename(columns={"value": "published"})
    table = wanted.merge(ours, on=PUBLISHED_CELL, how="left")
    counts = table[["n_runs", "n_diverged", "n_learnt"]].fillna(0).astype(int)
    return table.assign(**counts)


def _count_published_failures(table: pd.DataFrame, published_runs: int) -> pd.Series:
    """Count the published runs that must have failed if the others had our error without failures.

    The count is from abundance RMSE, for which the error of a failed run is known.
    """
    cell = ["data_set", "condition", "algorithm", "method", "size"]
    of_cell = rows_of(table, metric=METRIC).set_index(cell)
    more = of_cell["published"] - of_cell["mean_learnt"]
    share = more / (of_cell["error_of_means"] - of_cell["mean_learnt"])
    wanted = np.ceil(published_runs * share.astype(float).clip(0, 1))
    return table[cell].join(wanted.rename("wanted"), on=cell)["wanted"]


def _p_of_failures(failed: int, runs: int, other_failed: float, others: int) -> float:
    """Return Fisher's exact p that runs of two kinds fail equally often."""
    if not runs or np.isnan(other_failed):
        return np.nan
    k = int(other_failed)
    return float(fisher_exact([[failed, runs - failed], [k, others - k]]).pvalue)


def _verdict(row: Any) -> str:
    if row.n_runs == 0:
        return "not run"
    if abs(row.difference) > row.tolerance:
        if row.difference > 0:
            return "worse"
        explained = row.published_failed > 0 and row.p_failed > LEVEL
        return "better, or fewer failed" if explained else "better"
    for margin in MARGINS:
        if row.equal_within <= margin:
            return f"equal within {100 * margin:.0f} %"
    is_narrow = row.tolerance <= WIDEST_TOLERANCE * row.published
    return "no difference shown" if is_narrow else "cannot tell"


def rank(published: pd.DataFrame, comparison: pd.DataFrame) -> pd.DataFrame:
    """Rank algorithms by their mean error, ours and published, over those that were run.

    Returns
    -------
    DataFrame
        One row per data set, size, metric and algorithm: `published_rank` among all published ones,
        `published_rank_here` and `rank` among the `n_ranked` that were run; ties share the mean
        rank. Rows with the data set "all" average the cells in which all algorithms were run, and
        are missing if there is no such cell.
    """
    run = comparison[comparison["n_runs"] > 0].copy()
    groups = run.groupby(["data_set", "size", "metric"])
    run["rank"] = groups["ours"].rank()
    run["published_rank_here"] = groups["published"].rank()
    run["n_ranked"] = groups["algorithm"].transform("size")
    ranks = published[published["metric"].str.endswith("_rank")].rename(
        columns={"value": "published_rank"}
    )
    ranks = ranks.assign(metric=ranks["metric"].str.removesuffix("_rank"))
    columns = ["published_rank", "published_rank_here", "rank", "n_ranked"]
    table = run.merge(ranks, on=PUBLISHED_CELL, how="left")[[*PUBLISHED_CELL, *columns]]
    everyone = table.groupby("metric")["algorithm"].transform("nunique")
    shared = table[table["n_ranked"] == everyone]
    means = shared.groupby(["algorithm", "metric"], sort=False)[columns].mean().round(3)
    ranked = pd.concat([table, means.reset_index().assign(data_set="all")], ignore_index=True)
    return ranked.astype({"size": "Int64"})


def compare_times(
    published: pd.DataFrame, summary: pd.DataFrame, methods: dict[str, str]
) -> pd.DataFrame:
    """Put published seconds, from another machine, next to ours (medians) where both are known."""
    ours = summary[summary["metric"].isin(TIMES)]
    ours = ours.assign(algorithm=ours["method"].map(methods), ours=ours["median"])
    times = published[published["metric"].isin(TIMES)].rename(columns={"value": "published"})
    return times.merge(ours[[*PUBLISHED_CELL, "method", "ours", "n_runs"]], on=PUBLISHED_CELL)
