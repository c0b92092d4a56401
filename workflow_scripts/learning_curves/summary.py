"""The summary of every metric over repetitions."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import bootstrap

from learning_curves.columns import AXES, CELL, DESCRIPTIONS
from learning_curves.groups import Groups, find_cell, find_groups, stretch_of_means
from learning_curves.runs import add_region_counts, find_clusters, select_completed
from learning_curves.significance import LEVEL, RESAMPLES
from learning_curves.vocabulary import Vocabulary


def summary_table(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Summarise every metric over the completed runs of each cell: see `summarize`."""
    return add_region_counts(summarize(select_completed(runs), vocabulary), runs)


def summarize(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Summarise the finite values of every metric over the repetitions of each cell.

    Returns
    -------
    DataFrame
        Tidy: all axes except the repetition, `size`, `metric`, `n_runs`, `mean`, `std` (of a
        sample), `min`, `max`, `median`, and the 95 % percentile bootstrap interval of the mean,
        `ci_low` and `ci_high`, empty for a single run. If labels come from regions, the
        mean and its interval are those of the means of regions. If repetitions divide the same
        groups, the interval is stretched to hold for other groups, but errors not below zero.
    """
    runs = runs.reset_index(drop=True)
    clusters, groups = find_clusters(runs), find_groups(runs)
    metrics = runs.columns.difference([*AXES, *DESCRIPTIONS, *vocabulary.texts], sort=False)
    rows = [
        dict(zip([*CELL, "size"], cell, strict=True))
        | {"metric": vocabulary.names.get(str(metric), metric)}
        | _statistics(values[np.isfinite(values)], clusters, find_cell(groups, cell[:2], cell[4]))
        for cell, group in runs.groupby([*CELL, "size"], sort=False)
        for metric, values in group[metrics].items()
        if np.isfinite(values).any()
    ]
    columns = [*CELL, "size", "metric", "n_runs", "mean", "std", "min", "max", "median"]
    table = pd.DataFrame(rows, columns=[*columns, "ci_low", "ci_high"])
    errors = table["metric"].isin([vocabulary.names.get(name, name) for name in vocabulary.plotted])
    table.loc[errors, "ci_low"] = table.loc[errors, "ci_low"].clip(lower=0)
    return table


def _statistics(values: pd.Series, clusters: pd.Series, groups: Groups | None) -> dict[str, Any]:
    low = high = np.nan
    repeated = values.groupby(clusters, sort=False).mean()
    if len(repeated) > 1:
        low, high = bootstrap(
            (repeated.to_numpy(),),
            np.mean,
            confidence_level=1 - LEVEL,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=0,
        ).confidence_interval
        if groups is not None:
            mean, stretch = repeated.mean(), float(stretch_of_means(len(repeated), groups))
            low, high = mean + stretch * (low - mean), mean + stretch * (high - mean)
    return {
        "n_runs": len(values),
        "mean": repeated.mean(),
        "std": values.std(),
        "min": values.min(),
        "max": values.max(),
        "median": values.median(),
        "ci_low": low,
        "ci_high": high,
    }
