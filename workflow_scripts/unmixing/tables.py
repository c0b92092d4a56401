"""From the metrics of single runs to the tables of a study."""

import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from unmixing.storage import written_whole

AXES = ["scene", "condition", "model", "train_size", "seed"]
CELL = AXES[:-1]
# Columns of text that may look like numbers, or like nothing.
SPELT = [*CELL, "model_a", "model_b"]
STATUSES = ("completed", "diverged")
DESCRIPTIONS = ["n_train_pixels", "status"]
# What errors and times mean where a table or figure does not name one.
METRIC = "overallRMSE"
ERRORS = (METRIC, "rmsAAD")
TIMES = ("training_time", "inference_time")
RESAMPLES = 2000


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table; names and train sizes keep their spelling, be it `NA`, `007` or `1e-1`."""
    return pd.read_csv(path, dtype=dict.fromkeys(SPELT, str), keep_default_na=False, na_values=[""])


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table as CSV, whole or not at all."""
    with written_whole(path) as temporary:
        table.to_csv(temporary, index=False)


def collect_runs(paths: Iterable[str | Path]) -> pd.DataFrame:
    """Join the metrics of runs into one table, a row a run, in the order given.

    Scenes differ in endmembers, so a run may lack a column of another: it is empty there.
    """
    runs = [read_table(path) for path in paths]
    if not runs:
        return pd.DataFrame(columns=[*AXES, *DESCRIPTIONS])
    widest_first = sorted(runs, key=lambda run: -run.shape[1])
    columns = dict.fromkeys(itertools.chain.from_iterable(widest_first))
    return pd.concat(runs, ignore_index=True)[list(columns)]


def coverage(runs: pd.DataFrame, axes: dict) -> pd.DataFrame:
    """Count what became of the planned runs of each cell.

    Parameters
    ----------
    runs : as `collect_runs` returns it
    axes : `scenes`, `conditions`, `models` and `seeds` as lists, `train_sizes` as scene -> list

    Returns
    -------
    DataFrame
        A row a cell: `planned`, `completed`, `diverged` and `missing` runs.
    """
    cells = [
        (scene, condition, model, str(train_size))
        for scene, condition, model in itertools.product(
            axes["scenes"], axes["conditions"], axes["models"]
        )
        for train_size in axes["train_sizes"][scene]
    ]
    planned = pd.DataFrame(cells, columns=CELL)
    counts = runs.groupby([*CELL, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=STATUSES, fill_value=0).reset_index()
    table = planned.merge(counts, how="left", on=CELL).fillna(dict.fromkeys(STATUSES, 0))
    table[list(STATUSES)] = table[list(STATUSES)].astype(int)
    table.insert(len(CELL), "planned", len(axes["seeds"]))
    table["missing"] = table["planned"] - table[list(STATUSES)].sum(axis=1)
    return table


def summarize_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise every metric over the completed runs of a cell: see `summarize`."""
    return summarize(runs[runs["status"] == "completed"])


def summarize(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise every metric over the seeds of a cell, where it is finite.

    Returns
    -------
    DataFrame
        Tidy: the axes but the seed, `n_train_pixels`, `metric`, `n_runs`, `mean`, `std` (of a
        sample), `min`, `max`, `median`, and the 95 % percentile bootstrap interval of the mean,
        `ci_low` and `ci_high`, empty for a single run.
    """
    metrics = runs.columns.difference([*AXES, *DESCRIPTIONS], sort=False)
    rows = [
        dict(zip([*CELL, "n_train_pixels"], cell, strict=True))
        | {"metric": metric}
        | _statistics(values[np.isfinite(values)])
        for cell, group in runs.groupby([*CELL, "n_train_pixels"], sort=False)
        for metric, values in group[metrics].items()
        if np.isfinite(values).any()
    ]
    columns = [*CELL, "n_train_pixels", "metric", "n_runs", "mean", "std", "min", "max", "median"]
    return pd.DataFrame(rows, columns=[*columns, "ci_low", "ci_high"])


def _statistics(values: pd.Series) -> dict:
    # Takes most of a second to load, which who only counts runs need not wait for.
    from scipy.stats import bootstrap

    low = high = np.nan
    if len(values) > 1:
        low, high = bootstrap(
            (values.to_numpy(),), np.mean, n_resamples=RESAMPLES, method="percentile", rng=0
        ).confidence_interval
    return {
        "n_runs": len(values),
        "mean": values.mean(),
        "std": values.std(),
        "min": values.min(),
        "max": values.max(),
        "median": values.median(),
        "ci_low": low,
        "ci_high": high,
    }
