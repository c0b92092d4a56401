"""A study beside published numbers: errors, ranks and times."""

import numpy as np
import pandas as pd
from scipy.stats import t

from unmixing.evaluation.significance import INTERVAL
from unmixing.evaluation.summary import summarize
from unmixing.evaluation.tables import AXES, CELL, DESCRIPTIONS, ERRORS, TIMES

ROUNDING = 0.0005
# A tolerance of more than this share of the published error tells nothing apart.
WIDEST_TOLERANCE = 0.5
PUBLISHED_CELL = ["scene", "algorithm", "n_train_pixels", "metric"]


def summarize_all_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise errors and times over all runs, the diverged too, as published means must.

    Returns
    -------
    DataFrame
        As `summarize` returns it, and `n_diverged` of the `n_runs`.
    """
    # A table of no runs has no errors.
    summary = summarize(runs.filter([*AXES, *DESCRIPTIONS, *ERRORS, *TIMES]))
    cell = [*CELL, "n_train_pixels"]
    diverged = runs.assign(n_diverged=runs["status"] == "diverged").groupby(cell)["n_diverged"]
    return summary.merge(diverged.sum().astype(int).reset_index(), on=cell)


def compare(
    published: pd.DataFrame, summary: pd.DataFrame, models: dict[str, str], published_runs: int
) -> pd.DataFrame:
    """Put each published error beside ours.

    A mean of ours agrees if the published one lies within the 95 % prediction interval of the
    mean of m further runs: t(0.975, n - 1) s sqrt(1/n + 1/m), plus 0.0005 for rounding. A
    tolerance of more than half of the published error cannot tell, nor can a single run, which has
    no spread and so no tolerance.

    Parameters
    ----------
    published : as in the file, in which a value is a mean of `published_runs` (m) runs
    summary : as `summarize_all_runs` returns it
    models : model -> published algorithm

    Returns
    -------
    DataFrame
        A row a published error: `published`, `ours` (mean), `ci_low`, `ci_high`, `n_runs` and
        `n_diverged` of them, `difference` (ours minus published), `tolerance`, `verdict` (agrees,
        better, worse, cannot tell, not run).
    """
    ours = summary.assign(algorithm=summary["model"].map(models)).rename(columns={"mean": "ours"})
    columns = ["condition", "model", "ours", "std", "ci_low", "ci_high", "n_runs", "n_diverged"]
    ours = ours[[*PUBLISHED_CELL, *columns]]
    wanted = published[published["metric"].isin(ERRORS)].rename(columns={"value": "published"})
    table = wanted.merge(ours, on=PUBLISHED_CELL, how="left")
    for count in ("n_runs", "n_diverged"):
        table[count] = table[count].fillna(0).astype(int)
    table["difference"] = table["ours"] - table["published"]
    n = table["n_runs"].where(table["n_runs"] > 1)
    spread = t.ppf(INTERVAL[1], n - 1) * table["std"] * np.sqrt(1 / n + 1 / published_runs)
    table["tolerance"] = spread + ROUNDING
    within = ~(table["difference"].abs() > table["tolerance"])
    wide = ~(table["tolerance"] <= WIDEST_TOLERANCE * table["published"])
    table["verdict"] = np.select(
        [table["n_runs"] == 0, within & wide, within, table["difference"] < 0],
        ["not run", "cannot tell", "agrees", "better"],
        "worse",
    )
    return table.drop(columns="std")


def rank(published: pd.DataFrame, comparison: pd.DataFrame) -> pd.DataFrame:
    """Rank algorithms by their mean error, ours and published, over those that were run.

    Returns
    -------
    DataFrame
        A row a scene, size, metric and algorithm: `published_rank` among all published ones,
        `published_rank_here` and `rank` among the `n_ranked` that were run; ties share the mean
        rank. Rows with the scene "all" hold averages over the cells in which every one of them was
        run, and are missing where there is no such cell.
    """
    run = comparison[comparison["n_runs"] > 0].copy()
    groups = run.groupby(["scene", "n_train_pixels", "metric"])
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
    ranked = pd.concat([table, means.reset_index().assign(scene="all")], ignore_index=True)
    return ranked.astype({"n_train_pixels": "Int64"})


def compare_times(
    published: pd.DataFrame, summary: pd.DataFrame, models: dict[str, str]
) -> pd.DataFrame:
    """Put published seconds, of another machine, beside ours (medians), where both are known."""
    ours = summary[summary["metric"].isin(TIMES)]
    ours = ours.assign(algorithm=ours["model"].map(models), ours=ours["median"])
    times = published[published["metric"].isin(TIMES)].rename(columns={"value": "published"})
    return times.merge(ours[[*PUBLISHED_CELL, "model", "ours", "n_runs"]], on=PUBLISHED_CELL)
