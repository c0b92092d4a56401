"""A study beside published numbers: compare, rank, and lay tables out for a paper."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t

from unmixing.tables import AXES, DESCRIPTIONS, ERRORS, TIMES, summarize

ROUNDING = 0.0005
SINGLE_RUN_TOLERANCE = 0.005
# A tolerance of more than this share of the published error tells nothing apart.
WIDEST_TOLERANCE = 0.5
CELL = ["scene", "algorithm", "n_train_pixels", "metric"]


def summarize_all_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise errors and times over all runs, the diverged too, as published means must.

    Returns
    -------
    DataFrame
        As `summarize` returns it, and `n_diverged` of the `n_runs`.
    """
    # A table of no runs has no errors.
    summary = summarize(runs.filter([*AXES, *DESCRIPTIONS, *ERRORS, *TIMES]))
    cell = [*AXES[:-1], "n_train_pixels"]
    diverged = runs.assign(n_diverged=runs["status"] == "diverged").groupby(cell)["n_diverged"]
    return summary.merge(diverged.sum().astype(int).reset_index(), on=cell)


def compare(
    published: pd.DataFrame, summary: pd.DataFrame, models: dict[str, str], published_runs: int
) -> pd.DataFrame:
    """Put each published error beside ours.

    A mean of ours agrees if the published one lies within the 95 % prediction interval of the
    mean of m further runs: t(0.975, n - 1) s sqrt(1/n + 1/m), plus 0.0005 for rounding. With a
    single run there is no spread, and 0.005 is the tolerance. A tolerance of more than half of the
    published error cannot tell.

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
    ours = ours[[*CELL, *columns]]
    wanted = published[published["metric"].isin(ERRORS)].rename(columns={"value": "published"})
    table = wanted.merge(ours, on=CELL, how="left")
    for count in ("n_runs", "n_diverged"):
        table[count] = table[count].fillna(0).astype(int)
    table["difference"] = table["ours"] - table["published"]
    n = table["n_runs"].where(table["n_runs"] > 1)
    spread = t.ppf(0.975, n - 1) * table["std"] * np.sqrt(1 / n + 1 / published_runs)
    table["tolerance"] = (spread + ROUNDING).where(n.notna(), SINGLE_RUN_TOLERANCE)
    within = table["difference"].abs() <= table["tolerance"]
    wide = table["tolerance"] > WIDEST_TOLERANCE * table["published"]
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
        rank. Rows with the scene "all" hold averages.
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
    table = run.merge(ranks, on=CELL, how="left")[[*CELL, *columns]]
    means = table.groupby(["algorithm", "metric"], sort=False)[columns].mean().round(3)
    ranked = pd.concat([table, means.reset_index().assign(scene="all")], ignore_index=True)
    return ranked.astype({"n_train_pixels": "Int64"})


def compare_times(
    published: pd.DataFrame, summary: pd.DataFrame, models: dict[str, str]
) -> pd.DataFrame:
    """Put published seconds, of another machine, beside ours (medians), where both are known."""
    ours = summary[summary["metric"].isin(TIMES)]
    ours = ours.assign(algorithm=ours["model"].map(models), ours=ours["median"])
    times = published[published["metric"].isin(TIMES)].rename(columns={"value": "published"})
    return times.merge(ours[[*CELL, "model", "ours", "n_runs"]], on=CELL)


def paper_table(summary: pd.DataFrame, metric: str, labels: dict[str, str]) -> pd.DataFrame:
    """Lay mean errors out as in the paper: methods by rows, scenes and sizes by columns.

    Parameters
    ----------
    labels : model -> what the table calls it, in the order of its rows
    """
    part = summary[(summary["metric"] == metric) & summary["model"].isin(labels)]
    table = part.pivot_table(
        index="model", columns=["scene", "n_train_pixels"], values="mean", sort=False
    ).sort_index(axis=1)
    return table.loc[[model for model in labels if model in table.index]].rename(index=labels)


def write_paper_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table with the best of each column in bold; the suffix says the format.

    `.csv` (numbers only), `.md`, `.tex` (needs the package booktabs) or `.html`.
    """
    suffix = Path(path).suffix
    if suffix == ".csv":
        text = table.to_csv()
    elif suffix == ".md":
        text = _in_bold(table).to_markdown() + "\n"
    else:
        style = table.style.format("{:.4f}", na_rep="")
        if suffix == ".tex":
            for axis in ("index", "columns"):
                style = style.format_index(escape="latex", axis=axis)
                style = style.format_index_names(escape="latex", axis=axis)
            text = style.highlight_min(props="textbf:--rwrap;").to_latex(
                hrules=True, multicol_align="c"
            )
        else:
            text = style.highlight_min(props="font-weight: bold").to_html(
                doctype_html=True, table_uuid="paper"
            )
    Path(path).write_text(text)


def _in_bold(table: pd.DataFrame) -> pd.DataFrame:
    best = table.eq(table.min())
    text = table.map(lambda value: "" if np.isnan(value) else f"{value:.4f}")
    text = text.where(~best, "**" + text + "**")
    text.columns = [f"{scene} {size}" for scene, size in table.columns]
    return text
